package setup

import (
	"math"
	"strings"
	"testing"

	"autoencoder-dynamics/stages"
)

// source is a kind of stage of which nothing but the dimension is known.
type source struct {
	stages.Kind
	dimension stages.Dimension
}

func (s source) Dimension(any, map[string][]stages.Upstream) stages.Dimension { return s.dimension }

func upstream(d stages.Dimension) stages.Upstream {
	return stages.Upstream{Stage: "inputs", Kind: source{dimension: d}}
}

func TestParametersAgainstTheDimension(t *testing.T) {
	ones := []float64{1, 1, 1, 1, 1, 1}
	given := &Init{Weights: writeWeights(t, array("W", ones, 2, 3), array("V", ones, 2, 3))}
	for name, c := range map[string]struct {
		hidden    int
		init      *Init
		dimension stages.Dimension
		paths     string
		message   string
	}{
		"K = D":             {4, nil, stages.Dimension{D: 4}, "", ""},
		"K > D":             {5, nil, stages.Dimension{D: 4}, "with.hidden", "hidden is K = 5, but the inputs of stage inputs have D = 4 dimensions"},
		"refused anyway":    {1e9, nil, stages.Dimension{D: 4}, "", ""},
		"not known":         {5, given, stages.Dimension{}, "", ""},
		"infinite":          {5, nil, stages.Dimension{D: math.Inf(1), Levels: true}, "", ""},
		"weights fit":       {2, given, stages.Dimension{D: 3}, "", ""},
		"other weights":     {2, given, stages.Dimension{D: 6}, "with.init.weights", "have 3 columns, but the inputs of stage inputs have D = 6"},
		"levels":            {2, given, stages.Dimension{D: 1e9, Levels: true}, "with.init.weights", "D = 1e+09 and is known by its levels"},
		"informed":          {2, &Init{Informed: true}, stages.Dimension{D: 1e9, Levels: true}, "", ""},
		"informed, D = ∞":   {2, &Init{Informed: true}, stages.Dimension{D: math.Inf(1), Levels: true}, "with.init.informed", "no limit of infinitely many dimensions, which the inputs of stage inputs have"},
		"both":              {2, given, stages.Dimension{D: 1}, "with.hidden with.init.weights", "K = 2"},
		"weights are wrong": {3, given, stages.Dimension{D: 6}, "", ""}, // which Validate says
	} {
		p := Defaults()
		p.Hidden, p.Init = c.hidden, c.init
		var paths []string
		problems := p.ValidateInputs(upstream(c.dimension))
		for _, problem := range problems {
			paths = append(paths, problem.Path)
		}
		if got := strings.Join(paths, " "); got != c.paths || got != "" && (!strings.Contains(problems[0].Message, c.message) || problems[0].Expected == "") {
			t.Errorf("%s: %+v, want %q with %q", name, problems, c.paths, c.message)
		}
	}
}

// A kind that can't tell its dimension is no reason to refuse anything.
func TestUpstreamWithoutDimension(t *testing.T) {
	p := Defaults()
	p.Hidden = 500
	if problems := p.ValidateInputs(stages.Upstream{Stage: "inputs"}); len(problems) > 0 {
		t.Errorf("%+v", problems)
	}
}

func TestStepsAgainstTheDimension(t *testing.T) {
	times := timesFile(t, "t\n1\n1e12\n")
	for path, change := range map[string]func(*Parameters){
		"":             func(p *Parameters) { p.Horizon, p.Points = 1e12, 1e10 },
		"with.horizon": func(p *Parameters) { p.Horizon = 1e-9 },
		"with.times":   func(p *Parameters) { p.Times = times },
	} {
		p := Defaults()
		change(&p)
		problems := p.ValidateSteps(100)
		if path == "with.times" {
			problems = p.ValidateSteps(1e5)
		}
		if path == "" && len(problems) == 0 {
			continue
		}
		if len(problems) != 1 || problems[0].Path != path {
			t.Errorf("%q: %+v", path, problems)
		}
	}
	for _, mistaken := range []Parameters{{Horizon: -1}, {Horizon: math.NaN()}, {Times: timesFile(t, "t\n")}} {
		if problems := mistaken.ValidateSteps(10); len(problems) > 0 {
			t.Errorf("%+v is reported twice: %+v", mistaken, problems)
		}
	}
}
