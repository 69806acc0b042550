package setup

import (
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory/gaussian"
)

func TestDefaultsAreValid(t *testing.T) {
	if problems := Defaults().Validate(); len(problems) > 0 {
		t.Errorf("%+v", problems)
	}
}

func TestValidateNamesEveryMistake(t *testing.T) {
	for path, c := range map[string]struct {
		message string
		change  func(*Parameters)
	}{
		"with.activation":         {`activation "relu" isn't built in this version`, func(p *Parameters) { p.Activation = "relu" }},
		"with.hidden":             {"hidden is 0", func(p *Parameters) { p.Hidden = 0 }},
		"with.learning_rate":      {"learning_rate is NaN", func(p *Parameters) { p.LearningRate = math.NaN() }},
		"with.horizon":            {"horizon is -1", func(p *Parameters) { p.Horizon = -1 }},
		"with.points":             {"points is 1", func(p *Parameters) { p.Points = 1 }},
		"with.tied":               {"tied weights aren't built", func(p *Parameters) { p.Tied = true }},
		"with.rule":               {"rule truncated isn't built", func(p *Parameters) { p.Rule = "truncated" }},
		"with.encoder_bias.train": {"aren't built", func(p *Parameters) { p.EncoderBias.Train = true }},
		"with.encoder_bias.init":  {"aren't built", func(p *Parameters) { p.EncoderBias.Init = 1 }},
		"with.output_bias.train":  {"aren't built", func(p *Parameters) { p.OutputBias.Train = true }},
		"with.init.scale":         {"init.scale is -2", func(p *Parameters) { p.Init = &Init{Scale: -2} }},
	} {
		p := Defaults()
		c.change(&p)
		problems := p.Validate()
		if len(problems) != 1 || problems[0].Path != path || !strings.Contains(problems[0].Message, c.message) || problems[0].Expected == "" {
			t.Errorf("%s: %+v", path, problems)
		}
	}
	everything := Parameters{Activation: "?", Rule: "?", Tied: true, Init: &Init{}}
	if problems := everything.Validate(); len(problems) != 8 {
		t.Errorf("%d problems: %+v", len(problems), problems)
	}
}

// The schema offers the activations that there are.
func TestActivationsOfTheSchema(t *testing.T) {
	for field, want := range map[string]string{"Activation": strings.Join(gaussian.Names(), " "), "Rule": "vanilla"} {
		f, _ := reflect.TypeFor[Parameters]().FieldByName(field)
		if got := f.Tag.Get("enum"); got != want {
			t.Errorf("%s: the schema offers %q, there are %q", field, got, want)
		}
		for _, word := range strings.Fields(want) {
			p := Defaults()
			reflect.ValueOf(&p).Elem().FieldByName(field).SetString(word)
			if problems := p.Validate(); len(problems) > 0 {
				t.Errorf("%s: %+v", word, problems)
			}
		}
	}
}

func TestHorizonsOutOfReach(t *testing.T) {
	for _, horizon := range []float64{math.Inf(1), math.NaN(), 1.1e12} {
		p := Defaults()
		p.Horizon = horizon
		if problems := p.Validate(); len(problems) != 1 || problems[0].Path != "with.horizon" || !strings.Contains(problems[0].Expected, "1e+12") {
			t.Errorf("%v: %+v", horizon, problems)
		}
	}
	_, err := Parameters{Horizon: 1e12, Points: 2}.Steps(1e5)
	if err == nil || !strings.Contains(err.Error(), "horizon 1e+12 with D = 100000") || !strings.Contains(err.Error(), "at most 9.01e+10") {
		t.Errorf("error %v", err)
	}
}

func TestInitIsOneOfTwo(t *testing.T) {
	good := writeWeights(t, npz.Array{Name: "W", Shape: []int{4, 6}, Data: make([]float64, 24)}, npz.Array{Name: "V", Shape: []int{4, 6}, Data: make([]float64, 24)})
	for want, init := range map[string]*Init{
		"both scale and weights": {Scale: 0.1, Weights: good},
		"neither":                {},
		"init.scale is +Inf":     {Scale: math.Inf(1)},
		"":                       {Weights: good},
	} {
		p := Defaults()
		p.Init = init
		problems := p.Validate()
		if want == "" && len(problems) == 0 {
			continue
		}
		if len(problems) != 1 || !strings.Contains(problems[0].Message, want) {
			t.Errorf("want %q: %+v", want, problems)
		}
	}
}

func writeWeights(t *testing.T, arrays ...npz.Array) stages.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "start.npz")
	if err := npz.WriteFile(path, arrays...); err != nil {
		t.Fatal(err)
	}
	return stages.File(path)
}

func array(name string, data []float64, shape ...int) npz.Array {
	return npz.Array{Name: name, Shape: shape, Data: data}
}

func TestWeightFilesAreChecked(t *testing.T) {
	ones, nan := []float64{1, 1, 1, 1, 1, 1}, []float64{1, math.NaN(), 1, 1, 1, 1}
	for want, arrays := range map[string][]npz.Array{
		`"V"`:             {array("W", ones, 2, 3)},
		"want 2×D":        {array("W", ones, 3, 2), array("V", ones, 3, 2)},
		"want 2×3":        {array("W", ones, 2, 3), array("V", ones[:4], 2, 2)},
		"has the shape":   {array("W", ones, 6), array("V", ones, 6)},
		"W[0,1] is NaN":   {array("W", nan, 2, 3), array("V", ones, 2, 3)},
		"biases":          {array("W", ones, 2, 3), array("V", ones, 2, 3), array("b", ones[:2], 2)},
		"there are D = 3": {array("W", ones[:4], 2, 2), array("V", ones[:4], 2, 2)},
	} {
		p := Defaults()
		p.Hidden, p.Init = 2, &Init{Weights: writeWeights(t, arrays...)}
		if _, err := p.StartWeights(1, 3); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "start.npz") {
			t.Errorf("%v, want an error with the file and %q", err, want)
		}
	}
	p := Defaults()
	p.Hidden, p.Init = 2, &Init{Weights: writeWeights(t, array("W", ones, 2, 3), array("V", ones, 2, 3), array("c", make([]float64, 3), 3))}
	if w, err := p.StartWeights(1, 3); err != nil || !slices.Equal(w.W, ones) {
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

func TestStepsAreLogarithmicAndWhole(t *testing.T) {
	for _, c := range []struct {
		horizon     float64
		points, dim int
	}{{1e5, 80, 1000}, {1000, 80, 1024}, {1, 50, 10}, {1e-9, 5, 10}, {0.35, 2, 10}, {300, 2, 1}} {
		p := Parameters{Horizon: c.horizon, Points: c.points}
		steps, err := p.Steps(c.dim)
		if err != nil {
			t.Fatal(err)
		}
		last := steps[len(steps)-1]
		if steps[0] != 0 || last != max(1, int64(math.Round(c.horizon*float64(c.dim)))) || len(steps) > c.points+1 || len(steps) < 2 {
			t.Errorf("%+v: %v", c, steps)
		}
		for i := 1; i < len(steps); i++ {
			if steps[i] <= steps[i-1] {
				t.Errorf("%+v: step %d is %d after %d", c, i, steps[i], steps[i-1])
			}
		}
	}
	full, _ := Parameters{Horizon: 1e5, Points: 61}.Steps(1000)
	if len(full) != 62 || full[1] != 100 {
		t.Errorf("%d times, the first at step %d; want 62, step 100", len(full), full[1])
	}
	if _, err := (Parameters{Horizon: 1e300, Points: 9}).Steps(1000); err == nil {
		t.Error("horizon 1e300: no error")
	}
}

// With as many points a decade, a shorter run is recorded at times of the longer one.
func TestStepsOfDifferentHorizonsCoincide(t *testing.T) {
	long, _ := Parameters{Horizon: 1e5, Points: 61}.Steps(1000)
	short, _ := Parameters{Horizon: 1e3, Points: 41}.Steps(1000)
	if !slices.Equal(long[:len(short)], short) {
		t.Errorf("%v is no beginning of %v", short, long)
	}
	if times := Times([]int64{0, 5, 10}, 10); !slices.Equal(times, []float64{0, 0.5, 1}) {
		t.Errorf("times %v", times)
	}
}

func TestEigenbasisAndBack(t *testing.T) {
	s := spectrum.Spectrum{Eigenvalues: []float64{2, 1, 0.5}, Eigenvectors: []float64{0, 1, 0, 1, 0, 0, 0, 0, -1}}
	p := Defaults()
	p.Hidden = 2
	w, err := p.StartWeights(1, 3)
	if err != nil {
		t.Fatal(err)
	}
	turned := ToEigenbasis(s, w)
	if turned.W[0] != w.W[1] || turned.V[2] != -w.V[2] {
		t.Errorf("%v became %v", w, turned)
	}
	if back := FromEigenbasis(s, turned); !slices.Equal(back.W, w.W) || !slices.Equal(back.V, w.V) {
		t.Errorf("%v came back as %v", w, back)
	}
}
