package setup

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/npz/npztest"
	"autoencoder-dynamics/stages"
)

func TestInitIsOneOfTwo(t *testing.T) {
	weights := slices.Repeat([]float64{0.1}, 24)
	good := writeWeights(t, array("W", weights, 4, 6), array("V", weights, 4, 6))
	for want, init := range map[string]*Init{
		"both scale and weights":    {Scale: 0.1, Weights: good},
		"both informed and weights": {Informed: true, Weights: good},
		"init.scale is -1":          {Informed: true, Scale: -1},
		"neither":                   {},
		"init.scale is +Inf":        {Scale: math.Inf(1)},
		"":                          {Weights: good},
	} {
		p := Defaults()
		p.Init = init
		problems := p.Validate()
		if want == "" && len(problems) == 0 {
			continue
		}
		if want == "" || len(problems) != 1 || !strings.Contains(problems[0].Message, want) {
			t.Errorf("want %q: %+v", want, problems)
		}
	}
}

func writeWeights(t *testing.T, arrays ...npz.Array) stages.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "start.npz")
	npztest.WriteFile(t, path, arrays...)
	return stages.File(path)
}

func array(name string, data []float64, shape ...int) npz.Array {
	return npz.Array{Name: name, Shape: shape, Data: data}
}

func TestWeightFilesAreChecked(t *testing.T) {
	ones, nan, zeros := []float64{1, 1, 1, 1, 1, 1}, []float64{1, math.NaN(), 1, 1, 1, 1}, make([]float64, 6)
	for want, arrays := range map[string][]npz.Array{
		`"V"`:             {array("W", ones, 2, 3)},
		"want 2×D":        {array("W", ones, 3, 2), array("V", ones, 3, 2)},
		"want 2×3":        {array("W", ones, 2, 3), array("V", ones[:4], 2, 2)},
		"has the shape":   {array("W", ones, 6), array("V", ones, 6)},
		"W[0,1] is NaN":   {array("W", nan, 2, 3), array("V", ones, 2, 3)},
		"want [2]":        {array("W", ones, 2, 3), array("V", ones, 2, 3), array("b", ones[:3], 3)},
		"want [3]":        {array("W", ones, 2, 3), array("V", ones, 2, 3), array("c", ones[:3], 1, 3)},
		"b[1] is NaN":     {array("W", ones, 2, 3), array("V", ones, 2, 3), array("b", nan[:2], 2)},
		`"bias" isn't`:    {array("W", ones, 2, 3), array("V", ones, 2, 3), array("bias", ones[:2], 2)},
		`"B" isn't taken`: {array("W", ones, 2, 3), array("V", ones, 2, 3), array("b", ones[:2], 2), array("B", ones[:2], 2)},
		`"w" isn't taken`: {array("w", ones, 2, 3), array("V", ones, 2, 3)},
		"0 throughout":    {array("W", zeros, 2, 3), array("V", zeros, 2, 3), array("b", ones[:2], 2)},
		"by their levels": {array("encoder", ones, 2, 3), array("decoder", ones, 2, 3), array("rates", ones[:3], 3)},
	} {
		p := Defaults()
		p.Hidden, p.Init = 2, &Init{Weights: writeWeights(t, arrays...)}
		if _, err := p.StartWeights(1, 3); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "start.npz") {
			t.Errorf("%v, want an error with the file and %q", err, want)
		}
		problems := p.Validate()
		if len(problems) != 1 || problems[0].Path != "with.init.weights" || !strings.Contains(problems[0].Message, want) {
			t.Errorf("found before anything runs: %+v, want %q", problems, want)
		}
	}
}

// What a stage's own state.npz has beside the weights may stay, and weights of 0 where an output bias moves them.
func TestWeightFilesThatAreTaken(t *testing.T) {
	ones, zeros := []float64{1, 1, 1, 1, 1, 1}, make([]float64, 6)
	for name, arrays := range map[string][]npz.Array{
		"state":  {array("W", ones, 2, 3), array("V", ones, 2, 3), array("eigenvalues", ones[:3], 3), array("t", ones[:1], 1)},
		"moved":  {array("W", zeros, 2, 3), array("V", zeros, 2, 3), array("b", ones[:2], 2), array("c", ones[:3], 3)},
		"beside": {array("W", ones, 2, 3), array("V", ones, 2, 3), array("epoch", ones[:1], 1)},
	} {
		p := Defaults()
		p.Hidden, p.Init = 2, &Init{Weights: writeWeights(t, arrays...)}
		if problems := p.Validate(); len(problems) > 0 {
			t.Errorf("%s: %+v", name, problems)
		}
	}
}

func TestWeightsOfOtherSizes(t *testing.T) {
	ones := []float64{1, 1, 1, 1, 1, 1}
	p := Defaults()
	p.Hidden, p.Init = 2, &Init{Weights: writeWeights(t, array("W", ones[:4], 2, 2), array("V", ones[:4], 2, 2))}
	if _, err := p.StartWeights(1, 3); err == nil || !strings.Contains(err.Error(), "there are D = 3") {
		t.Errorf("weights over two inputs for three: %v", err)
	}
	p.Hidden, p.Init = 2, &Init{Weights: writeWeights(t, array("W", ones, 2, 3), array("V", ones, 2, 3), array("c", make([]float64, 3), 3))}
	if w, err := p.StartWeights(1, 3); err != nil || !slices.Equal(w.W, ones) || w.C != nil {
		t.Errorf("%v, %v", w, err)
	}
	p.Hidden, p.Init = 3, &Init{Weights: writeWeights(t, array("W", ones, 3, 2), array("V", ones, 3, 2))}
	if problems := p.Validate(); len(problems) != 1 || problems[0].Path != "with.init.weights" || !strings.Contains(problems[0].Message, "K = 3 hidden units over D = 2") {
		t.Errorf("more hidden units than dimensions: %+v", problems)
	}
	p.Init = &Init{Weights: "absent.npz"}
	if problems := p.Validate(); len(problems) != 0 {
		t.Errorf("an absent file, which the pipeline file's reader reports, is reported again: %+v", problems)
	}
}

func TestGivenBiases(t *testing.T) {
	ones, b, c := []float64{1, 1, 1, 1, 1, 1}, []float64{0, 0.5}, []float64{0, 0, 0}
	p := Defaults()
	p.Hidden, p.Init = 2, &Init{Weights: writeWeights(t, array("W", ones, 2, 3), array("V", ones, 2, 3), array("b", b, 2), array("c", c, 3))}
	if problems := p.Validate(); len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	w, err := p.StartWeights(1, 3)
	if err != nil || !slices.Equal(w.B, b) || w.C != nil {
		t.Errorf("b = %v, c = %v (%v)", w.B, w.C, err)
	}
	p.OutputBias.Train = true
	w, err = p.StartWeights(1, 3)
	if err != nil || !slices.Equal(w.B, b) || !slices.Equal(w.C, c) {
		t.Errorf("trained: b = %v, c = %v (%v)", w.B, w.C, err)
	}
	p.EncoderBias.Init = 2
	if problems := p.Validate(); len(problems) != 1 || problems[0].Path != "with.encoder_bias.init" {
		t.Errorf("two starts of one bias: %+v", problems)
	}
	p.EncoderBias.Init, p.Activation, p.Rule, p.OutputBias.Train = 0, "linear", "sanger", false
	if problems := p.Validate(); len(problems) != 1 || problems[0].Path != "with.init.weights" || !strings.Contains(problems[0].Message, "sanger") {
		t.Errorf("Sanger's rule with biases: %+v", problems)
	}
}

// Tied weights are given once.
func TestGivenTiedWeights(t *testing.T) {
	w := []float64{1, 2, 3, 4, 5, 6}
	other, nan := slices.Clone(w), slices.Clone(w)
	other[5], nan[5] = 7, math.NaN()
	for name, c := range map[string]struct {
		arrays []npz.Array
		want   string
	}{
		"NaN":     {[]npz.Array{array("W", nan, 2, 3), array("V", nan, 2, 3)}, "W[1,2] is NaN"},
		"W alone": {[]npz.Array{array("W", w, 2, 3)}, ""},
		"equal":   {[]npz.Array{array("W", w, 2, 3), array("V", w, 2, 3)}, ""},
		"other":   {[]npz.Array{array("W", w, 2, 3), array("V", other, 2, 3)}, "leave V out"},
		"size":    {[]npz.Array{array("W", w, 2, 3), array("V", w, 3, 2)}, "2×3 as W has"},
	} {
		p := Defaults()
		p.Hidden, p.Tied, p.Init = 2, true, &Init{Weights: writeWeights(t, c.arrays...)}
		start, err := p.StartWeights(1, 3)
		if problems := p.Validate(); len(problems) > 0 != (err != nil) {
			t.Errorf("%s: %+v before anything runs, %v later", name, problems, err)
		}
		if c.want == "" && err == nil && slices.Equal(start.W, w) && slices.Equal(start.V, w) && &start.W[0] != &start.V[0] {
			continue
		}
		if err == nil || c.want == "" || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %v", name, start, err)
		}
	}
}

// FuzzGivenWeights: what is taken of a file with start weights is finite and of the sizes asked for.
func FuzzGivenWeights(f *testing.F) {
	path := filepath.Join(f.TempDir(), "start.npz")
	ones := []float64{1, 1, 1, 1, 1, 1}
	for _, arrays := range [][]npz.Array{
		{array("W", ones, 2, 3), array("V", ones, 2, 3)}, {array("W", ones, 2, 3), array("V", ones, 2, 3), array("b", ones[:2], 2), array("c", ones[:3], 3)},
	} {
		npztest.WriteFile(f, path, arrays...)
		content, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		p := Defaults()
		p.Hidden, p.Init = 2, &Init{Weights: stages.File(path)}
		checked := len(p.Validate()) == 0
		w, err := p.StartWeights(1, 3)
		if err == nil && (!checked || w.Check() != nil || len(w.W) != 6 || len(w.V) != 6) {
			t.Errorf("%+v is taken, checked before %v", w, checked)
		}
	})
}
