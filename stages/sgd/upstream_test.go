package sgd

import (
	"math"
	"strings"
	"testing"

	"autoencoder-dynamics/stages"
)

// upstream is a stage of which nothing but the dimension is known.
type upstream struct {
	stages.Kind
	dimension stages.Dimension
}

func (u upstream) Dimension(any, map[string][]stages.Upstream) stages.Dimension { return u.dimension }

func TestValidateInputs(t *testing.T) {
	for name, c := range map[string]struct {
		port      string
		dimension stages.Dimension
		horizon   float64
		want      string
	}{
		"fits":      {covariancePort, stages.Dimension{D: 100}, 10, ""},
		"not known": {dataPort, stages.Dimension{}, 10, ""},
		"infinite":  {covariancePort, stages.Dimension{D: math.Inf(1), Levels: true}, 10, "needs.covariance: a simulation has a number for each of D inputs, but the spectrum of stage inputs has D = ∞"},
		"levels":    {covariancePort, stages.Dimension{D: 1e9, Levels: true}, 10, "needs.covariance: "},
		"K > D":     {dataPort, stages.Dimension{D: 3}, 10, "with.hidden: hidden is K = 4"},
		"long":      {dataPort, stages.Dimension{D: 1e5}, 1e12, "with.horizon: horizon 1e+12 with D = 100000"},
		"short":     {dataPort, stages.Dimension{D: 100}, 1e-3, "with.horizon: horizon 0.001 with D = 100 dimensions is less than half a step"},
	} {
		p := Kind{}.Defaults("").(*Parameters)
		p.Horizon = c.horizon
		problems := Kind{}.ValidateInputs(p, map[string][]stages.Upstream{c.port: {{Stage: "inputs", Kind: upstream{dimension: c.dimension}}}})
		if c.want == "" && len(problems) == 0 {
			continue
		}
		if c.want == "" || len(problems) != 1 || !strings.HasPrefix(problems[0].Path+": "+problems[0].Message, c.want) || problems[0].Expected == "" {
			t.Errorf("%s: %+v, want %q", name, problems, c.want)
		}
	}
}

// Test images must be transformed as those learnt from are.
func TestTestImagesAreTransformedAlike(t *testing.T) {
	type with struct{ Method string }
	stage := func(name, method string) []stages.Upstream {
		return []stages.Upstream{{Stage: name, Kind: upstream{}, Parameters: &with{method}}}
	}
	for _, c := range []struct {
		test     []stages.Upstream
		problems int
	}{{stage("images", "standardize"), 0}, {stage("others", "standardize"), 0}, {stage("others", "zca"), 1}, {nil, 0}} {
		inputs := map[string][]stages.Upstream{dataPort: stage("images", "standardize"), testPort: c.test}
		problems := Kind{}.ValidateInputs(Kind{}.Defaults("").(*Parameters), inputs)
		if len(problems) != c.problems || c.problems == 1 && problems[0].Path != "needs.test" {
			t.Errorf("%+v: %+v", c.test, problems)
		}
	}
}
