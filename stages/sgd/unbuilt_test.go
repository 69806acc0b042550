package sgd

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/stages"
)

func TestWhatTheSimulatorHasNotIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "start.npz")
	weights := slices.Repeat([]float64{0.1}, 4*6)
	err := npz.WriteFile(path, npz.Array{Name: "W", Shape: []int{4, 6}, Data: weights}, npz.Array{Name: "V", Shape: []int{4, 6}, Data: weights},
		npz.Array{Name: "b", Shape: []int{4}, Data: []float64{0, 0, 0, 1}})
	if err != nil {
		t.Fatal(err)
	}
	for place, change := range map[string]func(*Parameters){
		"with.activation":         func(p *Parameters) { p.Activation = "relu" },
		"with.tied":               func(p *Parameters) { p.Tied = true },
		"with.rule":               func(p *Parameters) { p.Activation, p.Rule = "linear", "sanger" },
		"with.weight_decay":       func(p *Parameters) { p.WeightDecay = 0.1 },
		"with.encoder_bias.train": func(p *Parameters) { p.EncoderBias.Train = true },
		"with.encoder_bias.init":  func(p *Parameters) { p.EncoderBias.Init = 0.1 },
		"with.output_bias.train":  func(p *Parameters) { p.OutputBias.Train = true },
		"with.init.weights":       func(p *Parameters) { p.Init = &setup.Init{Weights: stages.File(path)} },
	} {
		p := Kind{}.Defaults("").(*Parameters)
		change(p)
		problems := Kind{}.Validate(p, map[string][]string{covariancePort: {"covariance"}})
		if len(problems) != 1 || problems[0].Path != place || !strings.Contains(problems[0].Message, "the simulator of this version") || problems[0].Expected == "" {
			t.Errorf("%s: %+v", place, problems)
		}
	}
}
