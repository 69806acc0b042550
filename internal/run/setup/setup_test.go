package setup

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/spectrum"
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
		"with.activation":        {`"cube"`, func(p *Parameters) { p.Activation = "cube" }},
		"with.hidden":            {"hidden is 0", func(p *Parameters) { p.Hidden = 0 }},
		"with.learning_rate":     {"learning_rate is NaN", func(p *Parameters) { p.LearningRate = math.NaN() }},
		"with.horizon":           {"horizon is -1", func(p *Parameters) { p.Horizon = -1 }},
		"with.points":            {"points is 1", func(p *Parameters) { p.Points = 1 }},
		"with.rule":              {`no rule "truncate"`, func(p *Parameters) { p.Rule = "truncate" }},
		"with.encoder_bias.init": {"encoder_bias.init is +Inf", func(p *Parameters) { p.EncoderBias.Init = math.Inf(1) }},
		"with.weight_decay":      {"weight_decay is -1", func(p *Parameters) { p.WeightDecay = -1 }},
		"with.init.scale":        {"init.scale is -2", func(p *Parameters) { p.Init = &Init{Scale: -2} }},
	} {
		p := Defaults()
		c.change(&p)
		problems := p.Validate()
		if len(problems) != 1 || problems[0].Path != path || !strings.Contains(problems[0].Message, c.message) || problems[0].Expected == "" {
			t.Errorf("%s: %+v", path, problems)
		}
	}
	everything := Parameters{Activation: "?", Rule: "?", WeightDecay: math.NaN(), Init: &Init{}}
	if problems := everything.Validate(); len(problems) != 8 {
		t.Errorf("%d problems: %+v", len(problems), problems)
	}
}

// Sanger's rule is Hebbian learning of a linear network without biases, and no other.
func TestSangerNeedsALinearNetwork(t *testing.T) {
	for path, change := range map[string]func(*Parameters){
		"":                        func(*Parameters) {},
		"with.rule":               func(p *Parameters) { p.Activation = "erf" },
		"with.encoder_bias.train": func(p *Parameters) { p.EncoderBias.Train = true },
		"with.encoder_bias.init":  func(p *Parameters) { p.EncoderBias.Init = 1 },
		"with.output_bias.train":  func(p *Parameters) { p.OutputBias.Train = true },
	} {
		p := Defaults()
		p.Activation, p.Rule = "linear", "sanger"
		change(&p)
		problems := p.Validate()
		if path == "" && len(problems) == 0 && p.IsTied() {
			continue
		}
		if len(problems) != 1 || problems[0].Path != path || !strings.Contains(problems[0].Message, "rule sanger") || !strings.Contains(problems[0].Expected, "truncated") {
			t.Errorf("%s: %+v", path, problems)
		}
	}
}

// The schema offers what the theory has.
func TestWordsOfTheSchema(t *testing.T) {
	for field, want := range map[string]string{"Activation": strings.Join(gaussian.Names(), " "), "Rule": "vanilla truncated sanger"} {
		f, _ := reflect.TypeFor[Parameters]().FieldByName(field)
		if got := f.Tag.Get("enum"); got != want {
			t.Errorf("%s: the schema offers %q, there are %q", field, got, want)
		}
		for _, word := range strings.Fields(want) {
			p := Defaults()
			p.Activation = "linear"
			reflect.ValueOf(&p).Elem().FieldByName(field).SetString(word)
			if problems := p.Validate(); len(problems) > 0 {
				t.Errorf("%s: %+v", word, problems)
			}
		}
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
	w.B, w.C = []float64{1, 2}, []float64{3, 4, 5}
	turned := ToEigenbasis(s, w)
	if turned.W[0] != w.W[1] || turned.V[2] != -w.V[2] || !slices.Equal(turned.B, w.B) || !slices.Equal(turned.C, []float64{4, 3, -5}) {
		t.Errorf("%v became %v", w, turned)
	}
	if back := FromEigenbasis(s, turned); !slices.Equal(back.W, w.W) || !slices.Equal(back.V, w.V) || !slices.Equal(back.C, w.C) {
		t.Errorf("%v came back as %v", w, back)
	}
}
