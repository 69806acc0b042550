package figures

import (
	"cmp"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"gonum.org/v1/gonum/floats"

	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages"
)

// curve is a stand-in for the dynamics: pmse falls from 1 to 0.1 around t = 10.
func curve(t float64) float64 { return 0.1 + 0.9/(1+math.Pow(t/10, 2)) }

// stageFiles is what a stage of one kind writes, in a folder of the test's.
type stageFiles struct {
	stage   string // "upstream" where it is left out
	dir     string
	caveats []stages.Caveat
}

func (s stageFiles) input(kind string) stages.Input {
	entries, _ := os.ReadDir(s.dir)
	in := stages.Input{Stage: cmp.Or(s.stage, "upstream"), Kind: kind, Files: map[string]string{}, Caveats: s.caveats}
	for _, entry := range entries {
		in.Files[entry.Name()] = filepath.Join(s.dir, entry.Name())
	}
	return in
}

// curves writes the curves of a theory (replicas 0) or of a simulation that is off by a share.
func curves(t *testing.T, described run.Run, replicas int, off float64) stageFiles {
	t.Helper()
	times := append([]float64{0}, floats.LogSpan(make([]float64, 41), 0.01, 100)...)
	names := []string{"replica", "t", "pmse", "Q_1_1", "Q_1_2", "Q_2_2", "S_1", "S_2", "T_1_1", "T_1_2", "T_2_2"}
	columns := make([][]float64, len(names))
	for r := range max(replicas, 1) {
		for _, at := range times {
			columns[0], columns[1] = append(columns[0], float64(r+1)), append(columns[1], at)
			scatter := 0.001 * float64(r-max(replicas, 1)/2)
			columns[2] = append(columns[2], curve(at)*(1+off+scatter))
			for j := 3; j < len(names); j++ {
				columns[j] = append(columns[j], parameterAt(names[j], j-5, at)+scatter)
			}
		}
	}
	described.Method, described.Horizon, described.Replicas = run.SGD, 100, replicas
	if replicas == 0 {
		described.Method, described.Replicas = run.Theory, 1
		names, columns = names[1:], columns[1:]
	}
	return writeCurves(t, described, names, columns)
}

// parameterAt is an order parameter that grows by a factor; those that are squares stay above 0.
func parameterAt(name string, factor int, at float64) float64 {
	grown := float64(factor) * (1 - curve(at))
	if name == "Q_1_1" || name == "Q_2_2" || name == "T_1_1" || name == "T_2_2" {
		return 0.01 + math.Abs(grown)
	}
	return grown
}

// writeCurves writes curves.csv and run.json to a folder of the test's.
func writeCurves(t *testing.T, described run.Run, names []string, columns [][]float64) stageFiles {
	t.Helper()
	dir := t.TempDir()
	if err := table.WriteFile(filepath.Join(dir, "curves.csv"), table.Table{Names: names, Columns: columns}); err != nil {
		t.Fatal(err)
	}
	if err := described.Write(filepath.Join(dir, run.FileName)); err != nil {
		t.Fatal(err)
	}
	return stageFiles{dir: dir}
}

func described(activation string) run.Run {
	return run.Run{Activation: activation, Hidden: 2, Dim: 100, LearningRate: 1, Inputs: run.Normal, Error: run.ClosedForm,
		PCAErrors: []float64{1, 0.4, 0.1}}
}

// describedWith returns what described does, changed.
func describedWith(activation string, change func(*run.Run)) run.Run {
	r := described(activation)
	change(&r)
	return r
}

// named returns the files as those of a stage of that name.
func (s stageFiles) named(stage string) stageFiles {
	s.stage = stage
	return s
}

// covarianceFiles writes a spectrum and what it is.
func covarianceFiles(t *testing.T, eigenvalues []float64, about map[string]any) stages.Input {
	t.Helper()
	dir := t.TempDir()
	if err := (spectrum.Spectrum{Eigenvalues: eigenvalues}).WriteFile(filepath.Join(dir, "spectrum.npz")); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(about)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "about.json"), text, 0o644); err != nil {
		t.Fatal(err)
	}
	return stageFiles{dir: dir}.input("covariance")
}

// lawFiles writes the law of 16 inputs with decreasing variance, in place of images.
func lawFiles(t *testing.T) stages.Input {
	t.Helper()
	dir := t.TempDir()
	law := spectrum.Spectrum{Eigenvalues: make([]float64, 16), Eigenvectors: make([]float64, 16*16)}
	for i := range law.Eigenvalues {
		law.Eigenvalues[i] = 1 / float64(i+1)
		law.Eigenvectors[i*16+i] = 1
	}
	if err := law.WriteFile(filepath.Join(dir, "law.npz")); err != nil {
		t.Fatal(err)
	}
	return stageFiles{dir: dir}.input("whiten")
}
