package ode

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/stages/stagetest"
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
		state, shapes := stagetest.Arrays(t, call.OutputPath("state.npz"))
		n := len(state["rates"])
		if n < 6 || state["dim"][0] != dim || math.Abs(state["variance"][0]-1) > 1e-8 || !slices.Equal(shapes["encoder"], []int{2, n}) ||
			!slices.Equal(shapes["decoder"], []int{2, n}) || !slices.Equal(shapes["output_bias"], []int{n}) || !slices.Equal(shapes["b"], []int{2}) {
			t.Errorf("D = %v: state of the shapes %v", dim, shapes)
		}
		modes, shapes := stagetest.Arrays(t, call.OutputPath("modes.npz"))
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
		if first, last := column(t, read, "overlap_1")[0], column(t, read, "overlap_1")[read.Rows()-1]; first > 0.01 || last < 0.9 || len(read.Names) != 1+2+1+4 {
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
	modes, _ := stagetest.Arrays(t, call.OutputPath("modes.npz"))
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
	if _, shapes := stagetest.Arrays(t, call.OutputPath("modes.npz")); len(shapes["W"]) != 3 || shapes["W"][2] != 0 {
		t.Errorf("shapes %v", shapes)
	}
}

// manyEqual has nine spikes of one rate above a smaller one: more than two units have columns for.
func manyEqual(dim float64) spectrum.Levels {
	bulk := 0.2
	if !math.IsInf(dim, 1) {
		bulk *= (dim - 11) / dim
	}
	return spectrum.Levels{
		Dim: dim, Rates: []float64{0.25, 0.05, 0.01, 0.2 / dim}, Multiplicities: []float64{1, 9, 1, dim - 11},
		Shares: []float64{0.25, 0.45, 0.01, bulk},
	}
}

// A level whose modes share columns is left out, with all that is recorded of it the sum of its overlaps; the
// modes below it aren't.
func TestModesBelowAMergedLevel(t *testing.T) {
	for _, dim := range []float64{1e9, math.Inf(1)} {
		call := levelCall(t, manyEqual(dim), func(p *Parameters) { p.Activation = "linear" })
		mustRun(t, call)
		read := overlaps(t, call)
		bulk := "overlap_12_to_" + map[bool]string{true: "infinity", false: "1000000000"}[math.IsInf(dim, 1)]
		if want := []string{"t", "overlap_1", "overlap_11", "overlap_2_to_10", bulk, "cosine_1_1", "cosine_1_11", "cosine_2_1", "cosine_2_11"}; !slices.Equal(read.Names, want) {
			t.Fatalf("D = %v: columns %v, want %v", dim, read.Names, want)
		}
		last := read.Rows() - 1
		// Two units learn the first component and a direction among the nine.
		for name, want := range map[string]float64{"overlap_1": 1, "overlap_2_to_10": 1, "overlap_11": 0, bulk: 0} {
			if got := column(t, read, name)[last]; math.Abs(got-want) > 0.01 {
				t.Errorf("D = %v: %s ends at %v, want %v", dim, name, got, want)
			}
		}
		modes, _ := stagetest.Arrays(t, call.OutputPath("modes.npz"))
		scale := dim
		if math.IsInf(dim, 1) {
			scale = 1
		}
		if !slices.Equal(modes["m"], []float64{1, 11}) || !slices.Equal(modes["eigenvalues"], []float64{0.25 * scale, 0.01 * scale}) {
			t.Errorf("D = %v: modes %v of the eigenvalues %v", dim, modes["m"], modes["eigenvalues"])
		}
		text, err := os.ReadFile(call.OutputPath("learning.csv"))
		if lines := strings.Split(string(text), "\n"); err != nil || len(lines) != 4 || !strings.HasPrefix(lines[1], "1,") || !strings.HasPrefix(lines[2], "11,") {
			t.Errorf("D = %v: learning.csv, %v:\n%s", dim, err, text)
		}
	}
}

// What levels record is what the same spectrum, written out, records: rotations of equal modes apart.
func TestMergedLevelsAgreeWithTheWholeSpectrum(t *testing.T) {
	levels := manyEqual(400)
	whole, err := levels.Spectrum()
	if err != nil {
		t.Fatal(err)
	}
	final := func(call *stages.Call, names ...string) (sum float64) {
		call.Parameters.(*Parameters).Activation = "linear"
		mustRun(t, call)
		read := overlaps(t, call)
		for _, name := range names {
			sum += column(t, read, name)[read.Rows()-1]
		}
		return sum
	}
	var each []string
	for m := 2; m <= 10; m++ {
		each = append(each, "overlap_"+strconv.Itoa(m))
	}
	got := final(levelCall(t, levels, nil), "overlap_2_to_10")
	want := final(newCall(t, whole, func(p *Parameters) { p.Modes = 11 }), each...)
	if math.Abs(got-want) > 0.01 { // other start weights, the same place to end
		t.Errorf("overlap %v with the level, %v with its modes", got, want)
	}
}

// Levels that have as many columns as modes are recorded mode by mode, and no more than there are.
func TestModesOfSmallLevels(t *testing.T) {
	levels := spectrum.Levels{Dim: 1e8, Rates: []float64{0.2, 0.1, 1e-9}, Multiplicities: []float64{4, 1, 1e8 - 5}, Shares: []float64{0.8, 0.1, 1e-9 * (1e8 - 5)}}
	for tied, want := range map[bool][]float64{false: {1, 2, 3, 4, 5}, true: {5}} { // columns for 2K = 4 rows, or K = 2
		call := levelCall(t, levels, func(p *Parameters) { p.Modes, p.Tied = 100, tied })
		mustRun(t, call)
		if modes, _ := stagetest.Arrays(t, call.OutputPath("modes.npz")); !slices.Equal(modes["m"], want) {
			t.Errorf("tied %v: modes %v, want %v", tied, modes["m"], want)
		}
	}
	call := levelCall(t, levels, func(p *Parameters) { p.Modes = 2 })
	mustRun(t, call)
	if modes, _ := stagetest.Arrays(t, call.OutputPath("modes.npz")); !slices.Equal(modes["m"], []float64{1, 2}) {
		t.Errorf("two modes: %v", modes["m"])
	}
}
