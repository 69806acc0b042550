package figures_test

import (
	"fmt"
	"os"
	"path/filepath"

	"autoencoder-dynamics/figures"
	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages"
)

// A figure is built from the folders of the stages at its ports, here of three points each, and says what it
// measured before anything is drawn.
func ExampleTheoryVsSGD() {
	folder, err := os.MkdirTemp("", "figure")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)
	r := run.Run{Method: run.Theory, Activation: "linear", Hidden: 1, Dim: 100, LearningRate: 1, Horizon: 10, Replicas: 1,
		Inputs: run.Normal, Error: run.ClosedForm, PCAErrors: []float64{1, 0.1}}
	theory := stage(folder, "ode", r, table.Table{Names: []string{"t", "pmse"},
		Columns: [][]float64{{0, 1, 10}, {1, 0.5, 0.1}}})
	r.Method, r.Replicas = run.SGD, 2
	sgd := stage(folder, "sgd", r, table.Table{Names: []string{"replica", "t", "pmse"},
		Columns: [][]float64{{1, 1, 1, 2, 2, 2}, {0, 1, 10, 0, 1, 10}, {1, 0.52, 0.101, 1, 0.50, 0.099}}})

	built, err := figures.TheoryVsSGD{}.Build(inputs.NewSet(map[string][]stages.Input{"theory": {theory}, "sgd": {sgd}}))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, claim := range built.Claims {
		fmt.Printf("%s\n  %.2g %s: %v\n", claim.Claim, claim.Measured, claim.Bound, claim.Pass)
	}
	picture, err := figure.Render(built, figure.NewStyle(), "svg")
	fmt.Println(len(built.Panels), "panel,", len(picture) > 0, err)
	// Output:
	// linear: the replicas' mean stays within 3 % of the theory at every *t* up to *t* = 10
	//   0.02 ≤ 0.03: true
	// linear: the median deviation from the theory is at most 0.5 % once learning has begun
	//   0.01 ≤ 0.005: false
	// 1 panel, true <nil>
}

// stage writes what a stage of a kind would have written, and returns it as a figure is given it.
func stage(folder, kind string, described run.Run, curves table.Table) stages.Input {
	in := stages.Input{Stage: "linear-" + kind, Kind: kind, Files: map[string]string{
		"curves.csv": filepath.Join(folder, kind+".csv"), run.FileName: filepath.Join(folder, kind+".json"),
	}}
	if err := table.WriteFile(in.Files["curves.csv"], curves); err != nil {
		panic(err)
	}
	if err := described.Write(in.Files[run.FileName]); err != nil {
		panic(err)
	}
	return in
}
