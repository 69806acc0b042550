package inputs

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"

	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages"
)

func curvesOf(t *testing.T, names []string, columns ...[]float64) Curves {
	t.Helper()
	c, err := newCurves(run.Run{}, table.Table{Names: names, Columns: columns})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Times below 1e-6 and values that need all digits: gota prints floats with six decimals.
func TestReplicasAreReducedExactly(t *testing.T) {
	c := curvesOf(t, []string{"replica", "t", "pmse"},
		[]float64{1, 1, 1, 2, 2, 2},
		[]float64{0, 1e-8, 2e-8, 0, 1e-8, 2e-8},
		[]float64{1, 1.23456789012e-9, 3, 1, 1.23456789014e-9, 5})
	s, err := c.Statistic("pmse")
	if err != nil {
		t.Fatal(err)
	}
	if want := []float64{0, 1e-8, 2e-8}; !floats.Equal(c.Times, want) {
		t.Errorf("times %v, want %v", c.Times, want)
	}
	if want := []float64{1, 1.23456789013e-9, 4}; !floats.EqualApprox(s.Mean, want, 1e-21) {
		t.Errorf("means %v, want %v", s.Mean, want)
	}
	if want := []float64{0, 1.4142135e-20, math.Sqrt2}; !floats.EqualApprox(s.Spread, want, 1e-15) {
		t.Errorf("spreads %v, want %v", s.Spread, want)
	}
	if low, high := s.Low(), s.High(); math.Abs(low[2]-(4-math.Sqrt2)) > 1e-12 || math.Abs(high[2]-(4+math.Sqrt2)) > 1e-12 {
		t.Errorf("bars from %v to %v", low, high)
	}
}

func TestOneReplicaHasNoSpread(t *testing.T) {
	for _, names := range [][]string{{"replica", "t", "pmse"}, {"t", "pmse"}} {
		columns := [][]float64{{0, 1}, {1, 0.5}}
		if len(names) == 3 {
			columns = append([][]float64{{1, 1}}, columns...)
		}
		s, err := curvesOf(t, names, columns...).Statistic("pmse")
		if err != nil || s.Spread != nil || s.Low() != nil || s.High() != nil {
			t.Errorf("%v: %+v, %v", names, s, err)
		}
	}
}

func TestCurvesRefuse(t *testing.T) {
	for name, test := range map[string]table.Table{
		"different times":       {Names: []string{"replica", "t", "pmse"}, Columns: [][]float64{{1, 1, 2, 2}, {0, 1, 0, 2}, {1, 1, 1, 1}}},
		"don't increase":        {Names: []string{"t", "pmse"}, Columns: [][]float64{{0, 1, 1}, {1, 1, 1}}},
		"isn't finite at t = 1": {Names: []string{"t", "pmse"}, Columns: [][]float64{{0, 1}, {1, math.NaN()}}},
		"isn't finite at t = 2": {Names: []string{"t", "pmse"}, Columns: [][]float64{{0, 2}, {1, math.Inf(1)}}},
		"isn't finite at t = 3": {Names: []string{"replica", "t", "pmse"}, Columns: [][]float64{{1, 1, 2, 2}, {0, 3, 0, 3}, {1, 1, 1, math.Inf(1)}}},
		`no column "t"`:         {Names: []string{"pmse"}, Columns: [][]float64{{1}}},
		"different times at":    {Names: []string{"replica", "t", "pmse"}, Columns: [][]float64{{1, 1, 2}, {0, 1, 0}, {1, 1, 1}}},
	} {
		_, err := newCurves(run.Run{}, test)
		if want := strings.TrimSuffix(name, " at"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestAtOwnTimesIsExact(t *testing.T) {
	c := curvesOf(t, []string{"t", "pmse"}, []float64{0, 0.1, 1, 10}, []float64{1, 0.9, 0.5, 0.1})
	got, err := c.At("pmse", []float64{0, 0.1, 1 + 1e-14, 10, 0.05})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{1, 0.9, 0.5, 0.1, 0.95} {
		if got[i] != want && math.Abs(got[i]-want) > 1e-12 {
			t.Errorf("value %d is %g, want %g", i, got[i], want)
		}
	}
	for _, outside := range []float64{10.1, -1} {
		if _, err := c.At("pmse", []float64{outside}); err == nil {
			t.Errorf("t = %g was extrapolated", outside)
		}
	}
	if _, err := c.At("Q_9_9", nil); err == nil || !strings.Contains(err.Error(), "pmse") {
		t.Errorf("an unknown column: %v", err)
	}
}

func TestCurvesOfAStage(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{"curves.csv": filepath.Join(dir, "curves.csv"), "run.json": filepath.Join(dir, "run.json")}
	if err := table.WriteFile(files["curves.csv"], table.Table{Names: []string{"t", "pmse"}, Columns: [][]float64{{0, 1}, {1, 0.5}}}); err != nil {
		t.Fatal(err)
	}
	if err := (run.Run{Method: run.Theory, Activation: "erf", Hidden: 2, Dim: 3, LearningRate: 1, Replicas: 1, PCAErrors: []float64{1, 0.4}}).Write(files["run.json"]); err != nil {
		t.Fatal(err)
	}
	set := NewSet(map[string][]stages.Input{"theory": {{Stage: "erf-theory", Kind: "ode", Files: files,
		Caveats: []stages.Caveat{{ID: EmbeddedDefault}}}}})
	c, err := set.OneCurves("theory")
	if err != nil {
		t.Fatal(err)
	}
	if e, ok := c.PCAError(1); !ok || e != 0.4 {
		t.Errorf("E_1 = %g, %v", e, ok)
	}
	if _, ok := c.PCAError(2); ok {
		t.Error("there is an E_2")
	}
	if !set.HasCaveat("theory", EmbeddedDefault) || set.HasCaveat("sgd", EmbeddedDefault) {
		t.Error("the caveat is at the wrong port")
	}
	if _, err := set.Curves("sgd"); err == nil || !strings.Contains(err.Error(), `"sgd"`) {
		t.Errorf("a port without wire: %v", err)
	}
	delete(files, "run.json")
	if _, err := set.Curves("theory"); err == nil || !strings.Contains(err.Error(), "erf-theory") {
		t.Errorf("a stage without run.json: %v", err)
	}
}

// ErrorCurves keep the error, over replicas as they are, and nothing else.
func TestErrorCurves(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{"curves.csv": filepath.Join(dir, "curves.csv"), "run.json": filepath.Join(dir, "run.json")}
	if err := (run.Run{Method: run.SGD, Activation: "erf", Hidden: 2, Dim: 3, LearningRate: 1, Replicas: 1}).Write(files["run.json"]); err != nil {
		t.Fatal(err)
	}
	in := NewSet(map[string][]stages.Input{"sgd": {{Stage: "erf-sgd", Files: files}}})
	written := table.Table{Names: []string{"replica", "t", "pmse", "Q_1_1"}, Columns: [][]float64{{1, 1, 2, 2}, {0, 1, 0, 1}, {1, 0.5, 1, 0.7}, {1, 2, 3, 4}}}
	if err := table.WriteFile(files["curves.csv"], written); err != nil {
		t.Fatal(err)
	}
	curves, err := in.ErrorCurves("sgd")
	if err != nil {
		t.Fatal(err)
	}
	if s, err := curves[0].Statistic("pmse"); err != nil || s.Replicas != 2 || math.Abs(s.Mean[1]-0.6) > 1e-15 || len(curves[0].Columns) != 1 {
		t.Errorf("%+v, %+v, %v", curves[0], s, err)
	}
	written.Names[2] = "error"
	if err := table.WriteFile(files["curves.csv"], written); err != nil {
		t.Fatal(err)
	}
	if _, err := in.ErrorCurves("sgd"); err == nil || !strings.Contains(err.Error(), "erf-sgd") {
		t.Errorf("curves without an error: %v", err)
	}
}
