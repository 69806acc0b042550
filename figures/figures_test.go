package figures

import (
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages"
)

func TestAll(t *testing.T) {
	names := map[string]bool{}
	for _, f := range All() {
		if names[f.Name()] {
			t.Errorf("two figures are called %s", f.Name())
		}
		names[f.Name()] = true
		if f.Title() == "" {
			t.Errorf("figure %s has no title", f.Name())
		}
		for _, port := range f.Ports() {
			if port.Doc == "" || len(port.Kinds) == 0 {
				t.Errorf("figure %s, port %s has no documentation or no kinds", f.Name(), port.Name)
			}
		}
	}
}

func build(t *testing.T, f figure.Figure, ports map[string][]stages.Input) *figure.Built {
	t.Helper()
	b, err := f.Build(inputs.NewSet(ports))
	if err != nil {
		t.Fatal(err)
	}
	if err := figure.Check(b, figure.NewStyle()); err != nil {
		t.Fatal(err)
	}
	if b.Caption == "" || b.Alt == "" || strings.Contains(b.Caption, "%!") || strings.Contains(b.Alt, "%!") {
		t.Errorf("caption %q, alternative text %q", b.Caption, b.Alt)
	}
	return b
}

// refuses makes sure that a figure isn't built from what is wired, and that the error says why.
func refuses(t *testing.T, f figure.Figure, ports map[string][]stages.Input, says string) {
	t.Helper()
	if _, err := f.Build(inputs.NewSet(ports)); err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("error %v, want one with %q", err, says)
	}
}

// claimMarks writes of each claim whether it passed (+), failed (-) or wasn't measured (?).
func claimMarks(b *figure.Built) string {
	var text string
	for _, claim := range b.Claims {
		switch {
		case claim.Unmeasured:
			text += "?"
		case claim.Pass:
			text += "+"
		default:
			text += "-"
		}
	}
	return text
}

// On a logarithmic axis the theory begins no later than the simulation, although its own first time is later.
func TestTheoryLineBeginsWithTheSimulation(t *testing.T) {
	theory, simulation := described("erf"), described("erf")
	in := inputs.NewSet(map[string][]stages.Input{
		"theory": {lateCurves(t, theory, 0.1).input("ode")},
		"sgd":    {lateCurves(t, simulation, 0.05).input("sgd")},
	})
	late, err := in.OneCurves("theory")
	if err != nil {
		t.Fatal(err)
	}
	early, err := in.OneCurves("sgd")
	if err != nil {
		t.Fatal(err)
	}
	line, err := theoryLine("theory", late, early, "pmse")
	if err != nil {
		t.Fatal(err)
	}
	if want := []float64{0, 0.05, 0.1, 1}; !slices.Equal(line.X, want) || math.Abs(line.Y[1]-0.95) > 1e-12 {
		t.Errorf("the line has times %v and values %v", line.X, line.Y)
	}
	if same, err := theoryLine("theory", early, late, "pmse"); err != nil || len(same.X) != 3 {
		t.Errorf("a theory that begins earlier was changed: %v, %v", same.X, err)
	}
}

// lateCurves writes three points: t = 0, a first time and 1.
func lateCurves(t *testing.T, r run.Run, first float64) stageFiles {
	t.Helper()
	dir := t.TempDir()
	r.Method, r.Replicas = run.Theory, 1
	if err := table.WriteFile(filepath.Join(dir, "curves.csv"),
		table.Table{Names: []string{"t", "pmse"}, Columns: [][]float64{{0, first, 1}, {1, 0.9, 0.5}}}); err != nil {
		t.Fatal(err)
	}
	if err := r.Write(filepath.Join(dir, run.FileName)); err != nil {
		t.Fatal(err)
	}
	return stageFiles{dir: dir}
}
