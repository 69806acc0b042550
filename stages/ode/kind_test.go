package ode

import (
	"math"
	"strings"
	"testing"

	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory"
)

func TestWhatIsTooLarge(t *testing.T) {
	for path, change := range map[string]func(*Parameters){
		"":            func(p *Parameters) { p.Method, p.Hidden = implicit, theory.MostImplicit },
		"with.method": func(p *Parameters) { p.Method, p.Hidden = implicit, theory.MostImplicit+1 },
		"with.modes":  func(p *Parameters) { p.Modes = maxModes + 1 },
		"with.points": func(p *Parameters) { p.Points = 1e10 },
		"with.hidden": func(p *Parameters) { p.Hidden = 1e9 },
	} {
		p := Kind{}.Defaults("").(*Parameters)
		change(p)
		problems := Kind{}.Validate(p, nil)
		if path == "" && len(problems) == 0 {
			continue
		}
		if len(problems) != 1 || problems[0].Path != path || problems[0].Expected == "" {
			t.Errorf("%q: %+v", path, problems)
		}
	}
	p := Kind{}.Defaults("").(*Parameters)
	p.Modes, p.Hidden, p.Points = maxModes, 100, 1000
	if problems := (Kind{}).Validate(p, nil); len(problems) != 1 || !strings.Contains(problems[0].Message, "along 10000 modes") {
		t.Errorf("2e9 weights to record: %+v", problems)
	}
}

// upstream is a stage of which nothing but the dimension is known.
type upstream struct {
	stages.Kind
	dimension stages.Dimension
}

func (u upstream) Dimension(any, map[string][]stages.Upstream) stages.Dimension { return u.dimension }

func TestTiedWeightsNeedAFiniteDimension(t *testing.T) {
	infinite := stages.Dimension{D: math.Inf(1), Levels: true}
	for name, c := range map[string]struct {
		change    func(*Parameters)
		dimension stages.Dimension
		want      string
	}{
		"untied": {func(*Parameters) {}, infinite, ""},
		"finite": {func(p *Parameters) { p.Tied = true }, stages.Dimension{D: 1e15, Levels: true}, ""},
		"tied":   {func(p *Parameters) { p.Tied = true }, infinite, "with.tied"},
		"sanger": {func(p *Parameters) { p.Activation, p.Rule = "linear", "sanger" }, infinite, "with.rule"},
	} {
		p := Kind{}.Defaults("").(*Parameters)
		c.change(p)
		wired := map[string][]stages.Upstream{covariancePort: {{Stage: "inputs", Kind: upstream{dimension: c.dimension}}}}
		problems := Kind{}.ValidateInputs(p, wired)
		if c.want == "" && len(problems) == 0 {
			continue
		}
		if len(problems) != 1 || problems[0].Path != c.want || !strings.Contains(problems[0].Expected, "a finite dim of stage inputs") {
			t.Errorf("%s: %+v", name, problems)
		}
	}
	p := Kind{}.Defaults("").(*Parameters)
	if problems := (Kind{}).ValidateInputs(p, nil); len(problems) > 0 {
		t.Errorf("nothing wired: %+v", problems)
	}
}
