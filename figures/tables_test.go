package figures

import (
	"math"
	"testing"

	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
)

func TestDeviationRow(t *testing.T) {
	simulation := inputs.Curves{Run: describedWith("erf", func(r *run.Run) { r.Method, r.Tied, r.WeightDecay = run.SGD, true, 1e-6 })}
	d := inputs.Deviation{Times: []float64{0, 1, 5}, Values: []float64{0, -0.03, 0.01}, Spread: []float64{0, 0.02, 0.01}, Replicas: 4}
	row := deviationRow(simulation, "spiked model, *D* = 10^{6}", d)
	if row.Network != "erf, tied, weight decay κ = 10⁻⁶, K = 2" || row.Inputs != "spiked model, D = 10⁶" {
		t.Errorf("%q learns from %q", row.Network, row.Inputs)
	}
	if row.Replicas != 4 || row.Horizon != 5 || row.Largest != 0.03 || row.At != 1 || row.StandardError != 0.01 || row.Median != 0.01 {
		t.Errorf("%+v", row)
	}
	if row := deviationRow(simulation, "", inputs.Deviation{}); !math.IsNaN(row.Largest) || !math.IsNaN(row.Horizon) || !math.IsNaN(row.Median) {
		t.Errorf("of nothing: %+v", row)
	}
}

func TestPlateauRow(t *testing.T) {
	theory := inputs.Curves{Run: describedWith("relu", func(r *run.Run) { r.Method = run.Theory })}
	row := plateauRow(theory, 2, 0.11, 100)
	if row.Network != "ReLU, K = 2" || row.Source != "theory" || row.Components != 2 || row.Expected != 0.1 || row.Measured != 0.11 || row.Time != 100 {
		t.Errorf("%+v", row)
	}
	if row := plateauRow(theory, 3, 0.11, 100); !math.IsNaN(row.Expected) {
		t.Errorf("E_3 of two known: %+v", row)
	}
	if source := tableSource(run.Run{Method: run.SGD}); source != "SGD" {
		t.Errorf("a simulation's source is %q", source)
	}
}
