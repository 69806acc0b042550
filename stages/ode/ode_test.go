package ode

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/stages/stagetest"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// newCall returns a call with the spectrum wired to it.
func newCall(t *testing.T, s spectrum.Spectrum, change func(*Parameters)) *stages.Call {
	t.Helper()
	path := filepath.Join(t.TempDir(), "spectrum.npz")
	if err := s.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	p := Kind{}.Defaults("curve").(*Parameters)
	p.Hidden, p.Horizon, p.Points = 2, 100, 20
	if change != nil {
		change(p)
	}
	if problems := (Kind{}).Validate(p, nil); len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	return &stages.Call{
		Stage: "curve", Parameters: p, Seed: 1, Workers: 1, OutputDir: t.TempDir(), Progress: &stagetest.Progress{},
		Inputs: map[string][]stages.Input{"covariance": {{Stage: "inputs", Kind: "covariance", Files: map[string]string{"spectrum.npz": path}}}},
	}
}

func diagonal() spectrum.Spectrum {
	return spectrum.Spectrum{Eigenvalues: []float64{12, 5, 1, 0.5, 0.5, 0.3}}
}

// permuted has the inputs of diagonal in other coordinates.
func permuted() spectrum.Spectrum {
	s := diagonal()
	s.Eigenvectors = make([]float64, 36)
	for i, j := range []int{3, 0, 5, 1, 2, 4} {
		s.Eigenvectors[6*i+j] = 1
	}
	return s
}

func TestRunWritesWhatItSays(t *testing.T) {
	call := newCall(t, permuted(), nil)
	if err := (Kind{}).Run(t.Context(), call); err != nil {
		t.Fatal(err)
	}
	curves, err := table.ReadFile(call.OutputPath("curves.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if want := append([]string{"t", "pmse"}, order.ColumnNames(2, false, false)...); !slices.Equal(curves.Names, want) {
		t.Errorf("columns %v, want %v", curves.Names, want)
	}
	last := curves.Rows() - 1
	times, pmse := curves.Columns[0], curves.Columns[1]
	if times[0] != 0 || times[last] != 100 || pmse[last] > 0.5*pmse[0] {
		t.Errorf("from t = %v, pmse %v to %v, %v", times[0], pmse[0], times[last], pmse[last])
	}
	checkStart(t, call, pmse[0])
	checkState(t, call, pmse[last])

	description, err := run.Read(call.OutputPath(run.FileName))
	if err != nil || description.Method != run.Theory || description.Dim != 6 || len(description.PCAErrors) != 7 || description.Horizon != 100 {
		t.Errorf("%+v, %v", description, err)
	}
	if total, done := call.Progress.(*stagetest.Progress).Counts(); done != total || done != int64(last+1) {
		t.Errorf("progress %d of %d", done, total)
	}
}

// checkStart checks the first error against the start weights in the data's
// coordinates, whose coordinate i has the variance Σ_τ ψ_iτ² ρ_τ.
func checkStart(t *testing.T, call *stages.Call, pmse float64) {
	t.Helper()
	start, err := call.Parameters.(*Parameters).StartWeights(call.Seed, 6)
	if err != nil {
		t.Fatal(err)
	}
	s := permuted()
	variances := make([]float64, 6)
	for i := range 6 {
		for j := range 6 {
			variances[i] += s.Eigenvectors[6*i+j] * s.Eigenvalues[j]
		}
	}
	if want := order.Error(start, variances, gaussian.Erf{}); math.Abs(pmse/want-1) > 1e-12 {
		t.Errorf("pmse at t = 0 is %v, want %v", pmse, want)
	}
}

// checkState checks that the final weights have the last error.
func checkState(t *testing.T, call *stages.Call, pmse float64) {
	t.Helper()
	file, err := npz.Open(call.OutputPath("state.npz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := order.Weights{Hidden: 2, Dim: 6}
	var eigenvalues []float64
	for name, into := range map[string]*[]float64{"W": &w.W, "V": &w.V, "eigenvalues": &eigenvalues} {
		if *into, _, err = file.Float64(name); err != nil {
			t.Fatal(err)
		}
	}
	if got := order.Error(w, eigenvalues, gaussian.Erf{}); math.Abs(got/pmse-1) > 1e-12 {
		t.Errorf("error of the final weights %v, last pmse %v", got, pmse)
	}
}

func TestSameBytesEveryTime(t *testing.T) {
	first, second := newCall(t, diagonal(), nil), newCall(t, diagonal(), nil)
	for _, call := range []*stages.Call{first, second} {
		if err := (Kind{}).Run(t.Context(), call); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"curves.csv", "state.npz", "modes.npz", "overlaps.csv", "learning.csv", "run.json"} {
		a, errA := os.ReadFile(first.OutputPath(name))
		b, errB := os.ReadFile(second.OutputPath(name))
		if errA != nil || errB != nil || !slices.Equal(a, b) {
			t.Errorf("%s differs (%v, %v)", name, errA, errB)
		}
	}
}

func TestRunErrors(t *testing.T) {
	tooMany := newCall(t, diagonal(), func(p *Parameters) { p.Hidden = 7 })
	if err := (Kind{}).Run(t.Context(), tooMany); err == nil || !strings.Contains(err.Error(), "D = 6") {
		t.Errorf("K > D: %v", err)
	}
	unwired := newCall(t, diagonal(), nil)
	unwired.Inputs = nil
	if err := (Kind{}).Run(t.Context(), unwired); err == nil {
		t.Error("nothing wired: no error")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := (Kind{}).Run(ctx, newCall(t, diagonal(), nil)); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}

func TestValidate(t *testing.T) {
	p := Kind{}.Defaults("").(*Parameters)
	p.Tolerance, p.Hidden, p.Init, p.Method, p.Modes = 1e-20, 0, &setup.Init{}, "runge", -1
	var paths []string
	for _, problem := range (Kind{}).Validate(p, nil) {
		paths = append(paths, problem.Path)
	}
	if want := []string{"with.hidden", "with.init", "with.tolerance", "with.method", "with.modes"}; !slices.Equal(paths, want) {
		t.Errorf("problems at %v, want %v", paths, want)
	}
}
