package setup

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// model stands for the parameters of a covariance stage.
type model struct {
	Model     string      `yaml:"model"`
	Spikes    int         `yaml:"spikes"`
	Strengths []float64   `yaml:"strengths"`
	Spectrum  stages.File `yaml:"spectrum"`
}

// Informed weights over levels need as many single modes as there are units, which the
// parameters upstream tell as a rule.
func TestInformedOverLevels(t *testing.T) {
	path := filepath.Join(t.TempDir(), "spectrum.npz")
	given := spectrum.Levels{Dim: 1e9, Rates: []float64{0.5, 0.5e-9}, Multiplicities: []float64{1, 1e9 - 1}, Shares: []float64{0.5, 0.5 - 0.5e-9}}
	if err := given.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		parameters any
		dim        float64
		levels     bool
		single     string // how many there are, where that is too few
	}{
		"enough":       {&model{Model: "spiked", Spikes: 2}, 1e9, true, ""},
		"few":          {&model{Model: "spiked", Spikes: 1}, 1e9, true, "leading 1 alone"},
		"pair":         {&model{Model: "spiked", Strengths: []float64{3, 4, 4}}, 1e9, true, "leading 0 alone"},
		"lower pair":   {&model{Model: "spiked", Strengths: []float64{3, 4, 3}}, 1e9, true, "leading 1 alone"},
		"different":    {&model{Model: "spiked", Strengths: []float64{3, 5, 4, 3}}, 1e9, true, ""},
		"given":        {&model{Spectrum: stages.File(path)}, 1e9, true, "leading 1 alone"},
		"given, gone":  {&model{Spectrum: "gone.npz"}, 1e9, true, ""},
		"written out":  {&model{Model: "spiked", Spikes: 1}, 1e4, false, ""},
		"infinite":     {&model{Model: "spiked", Spikes: 1}, math.Inf(1), true, ""}, // refused for that
		"not known":    {nil, 1e9, true, ""},
		"other struct": {&struct{ Model string }{"spiked"}, 1e9, true, ""},
	} {
		p := Defaults()
		p.Hidden, p.Init = 2, &Init{Informed: true}
		from := stages.Upstream{Stage: "inputs", Kind: source{dimension: stages.Dimension{D: c.dim, Levels: c.levels}}, Parameters: c.parameters}
		var found string
		for _, problem := range p.ValidateInputs(from) {
			if strings.Contains(problem.Message, "single modes") {
				found = problem.Message
			}
		}
		if (c.single == "") != (found == "") || !strings.Contains(found, c.single) {
			t.Errorf("%s: %q, want %q", name, found, c.single)
		}
	}
}
