package ode

import (
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// spikedLevels is a spectrum with two spikes.
func spikedLevels(dim float64) spectrum.Levels {
	bulk := 0.3 * (dim - 2) / dim
	if math.IsInf(dim, 1) {
		bulk = 0.3
	}
	return spectrum.Levels{
		Dim: dim, Rates: []float64{0.5, 0.2, 0.3 / dim}, Multiplicities: []float64{1, 1, dim - 2}, Shares: []float64{0.5, 0.2, bulk},
	}
}

// levelCall returns a call with levels wired to it.
func levelCall(t *testing.T, levels spectrum.Levels, change func(*Parameters)) *stages.Call {
	t.Helper()
	call := newCall(t, diagonal(), change)
	path := filepath.Join(t.TempDir(), "spectrum.npz")
	if err := levels.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	call.Inputs["covariance"][0].Files["spectrum.npz"] = path
	return call
}

// The limit of infinitely many dimensions is a setting, and where large dimensions tend to.
func TestLevelsTendToTheLimit(t *testing.T) {
	limit := mustRun(t, levelCall(t, spikedLevels(math.Inf(1)), withEverything))
	if last := limit.Rows() - 1; limit.Columns[1][0] < 0.9 || limit.Columns[1][last] > 0.5 {
		t.Errorf("pmse goes from %v to %v: nothing was learnt", limit.Columns[1][0], limit.Columns[1][last])
	}
	before := math.Inf(1)
	for _, dim := range []float64{1e8, 1e12} {
		curves := mustRun(t, levelCall(t, spikedLevels(dim), withEverything))
		var off float64
		for i, pmse := range limit.Columns[1] {
			off = max(off, math.Abs(curves.Columns[1][i]/pmse-1))
		}
		if off > 10/math.Sqrt(dim) || off >= before {
			t.Errorf("D = %v: pmse is off the limit by %v, at a smaller dimension by %v", dim, off, before)
		}
		before = off
	}
}

func TestLevelFiles(t *testing.T) {
	for _, dim := range []float64{1e9, math.Inf(1)} {
		call := levelCall(t, spikedLevels(dim), withEverything)
		curves := mustRun(t, call)
		state, shapes := arrays(t, call.OutputPath("state.npz"))
		n := len(state["rates"])
		if n < 6 || state["dim"][0] != dim || math.Abs(state["variance"][0]-1) > 1e-8 || !slices.Equal(shapes["encoder"], []int{2, n}) ||
			!slices.Equal(shapes["decoder"], []int{2, n}) || !slices.Equal(shapes["output_bias"], []int{n}) || !slices.Equal(shapes["b"], []int{2}) {
			t.Errorf("D = %v: state of the shapes %v", dim, shapes)
		}
		modes, shapes := arrays(t, call.OutputPath("modes.npz"))
		scale := dim
		if math.IsInf(dim, 1) {
			scale = 1
		}
		if !slices.Equal(modes["eigenvalues"], []float64{0.5 * scale, 0.2 * scale}) || !slices.Equal(shapes["V"], []int{curves.Rows(), 2, 2}) {
			t.Errorf("D = %v: modes %v of the shapes %v", dim, modes["eigenvalues"], shapes)
		}
		// The column of a spike is its mode: √r w in the state, w among the modes.
		last := modes["W"][len(modes["W"])-4:]
		if want := state["encoder"][1] / math.Sqrt(0.2); math.Abs(last[1]/want-1) > 1e-12 {
			t.Errorf("D = %v: w along the second spike is %v, want %v", dim, last[1], want)
		}
		read := overlaps(t, call)
		if first, last := column(t, read, "overlap_1")[0], column(t, read, "overlap_1")[read.Rows()-1]; first > 0.01 || last < 0.9 || len(read.Names) != 1+2+4 {
			t.Errorf("D = %v: the first component's overlap goes from %v to %v, columns %v", dim, first, last, read.Names)
		}
		description, err := run.Read(call.OutputPath(run.FileName))
		if err != nil || float64(description.Dim) != dim || len(description.PCAErrors) != 7 || math.Abs(description.PCAErrors[2]-0.3) > 1e-8 {
			t.Errorf("D = %v: %+v, %v", dim, description, err)
		}
	}
}

func TestTiedLevels(t *testing.T) {
	call := levelCall(t, spikedLevels(1e8), func(p *Parameters) { p.Tied = true })
	mustRun(t, call)
	modes, _ := arrays(t, call.OutputPath("modes.npz"))
	for i, w := range modes["W"] {
		if math.Abs(w-modes["V"][i]) > 1e-9*math.Abs(w) {
			t.Fatalf("W and V differ: %v and %v", w, modes["V"][i])
		}
	}
}

func TestWhatLevelsDoNotHave(t *testing.T) {
	given := newCall(t, diagonal(), nil)
	mustRun(t, given)
	for want, call := range map[string]*stages.Call{
		"take init: {scale: …}": levelCall(t, spikedLevels(1e9), func(p *Parameters) {
			p.Init = &setup.Init{Weights: stages.File(given.OutputPath("state.npz"))}
		}),
		"take a finite dim": levelCall(t, spikedLevels(math.Inf(1)), func(p *Parameters) { p.Tied = true }),
	} {
		if err := (Kind{}).Run(t.Context(), call); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "stage inputs") {
			t.Errorf("%v, want an error with the stage and %q", err, want)
		}
	}
}

// A spectrum of equal eigenvalues has no leading mode to record.
func TestNoLeadingModes(t *testing.T) {
	levels := spectrum.Levels{Dim: 1e7, Rates: []float64{1e-7}, Multiplicities: []float64{1e7}, Shares: []float64{1}}
	call := levelCall(t, levels, nil)
	mustRun(t, call)
	if _, shapes := arrays(t, call.OutputPath("modes.npz")); len(shapes["W"]) != 3 || shapes["W"][2] != 0 {
		t.Errorf("shapes %v", shapes)
	}
}
