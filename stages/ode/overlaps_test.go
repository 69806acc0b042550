package ode

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/stages/stagetest"
)

// overlaps reads overlaps.csv.
func overlaps(t *testing.T, call *stages.Call) table.Table {
	t.Helper()
	read, err := table.ReadFile(call.OutputPath("overlaps.csv"))
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func column(t *testing.T, from table.Table, name string) []float64 {
	t.Helper()
	values, err := from.Column(name)
	if err != nil {
		t.Fatal(err)
	}
	return values
}

// Two units learn two components, the larger first; the clock agrees with the overlaps at the times recorded.
func TestOverlapsAndLearningTimes(t *testing.T) {
	call := newCall(t, diagonal(), func(p *Parameters) { p.Points = 200 })
	mustRun(t, call)
	read := overlaps(t, call)
	if want := 1 + 6 + 2*6; len(read.Names) != want || read.Names[1] != "overlap_1" || read.Names[7] != "cosine_1_1" || read.Names[18] != "cosine_2_6" {
		t.Fatalf("columns %v, want %d", read.Names, want)
	}
	text, err := os.ReadFile(call.OutputPath("learning.csv"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if len(lines) != 7 || lines[0] != "m,eigenvalue,t,final_overlap" || !strings.HasPrefix(lines[1], "1,12,") || !strings.HasPrefix(lines[6], "6,0.3,,") {
		t.Fatalf("learning.csv:\n%s", text)
	}
	for m := 1; m <= 6; m++ {
		own := column(t, read, "overlap_"+strconv.Itoa(m))
		if last := strings.Split(lines[m], ",")[3]; last != number(own[len(own)-1]) {
			t.Errorf("component %d overlaps by %s at the end, want %v", m, last, own[len(own)-1])
		}
	}
	before := 0.0
	for m := 1; m <= 2; m++ {
		at, err := strconv.ParseFloat(strings.Split(lines[m], ",")[2], 64)
		if err != nil || at <= before {
			t.Fatalf("component %d is learnt at %v after %v (%v)", m, at, before, err)
		}
		before = at
		for i, overlap := range column(t, read, "overlap_"+strconv.Itoa(m)) {
			if time := read.Columns[0][i]; time < at != (overlap < 0.5) {
				t.Errorf("component %d is learnt at %v, and its overlap at %v is %v", m, at, time, overlap)
			}
		}
	}
}

// The columns are what the final weights give.
func TestOverlapsAreOfTheDecoder(t *testing.T) {
	call := newCall(t, permuted(), func(p *Parameters) { p.Activation, p.Rule = "linear", "truncated" })
	mustRun(t, call)
	read := overlaps(t, call)
	state, _ := stagetest.Arrays(t, call.OutputPath("state.npz"))
	last := read.Rows() - 1
	for k := range 2 {
		v := state["V"][6*k : 6*k+6]
		var square float64
		for _, x := range v {
			square += x * x
		}
		for m, x := range v {
			name := "cosine_" + strconv.Itoa(k+1) + "_" + strconv.Itoa(m+1)
			if got := column(t, read, name)[last]; math.Abs(got-x/math.Sqrt(square)) > 1e-9 {
				t.Errorf("%s is %v, of the final weights %v", name, got, x/math.Sqrt(square))
			}
		}
		if own := column(t, read, "cosine_"+strconv.Itoa(k+1)+"_"+strconv.Itoa(k+1))[last]; math.Abs(own) < 0.95 {
			t.Errorf("truncated gradient descent leaves unit %d at the cosine %v with its component", k+1, own)
		}
	}
}

// Of many units not every cosine is written, but every overlap.
func TestCosinesAreCapped(t *testing.T) {
	eigenvalues := make([]float64, 100)
	for i := range eigenvalues {
		eigenvalues[i] = float64(100 - i)
	}
	for hidden, cosines := range map[int]int{3: 7, 30: 33, 99: 10} {
		call := newCall(t, spectrum.Spectrum{Eigenvalues: eigenvalues}, func(p *Parameters) {
			p.Hidden, p.Horizon, p.Points = hidden, 0.02, 2
		})
		mustRun(t, call)
		modes := min(hidden+4, 100)
		if read := overlaps(t, call); len(read.Names) != 1+modes+hidden*cosines {
			t.Errorf("K = %d: %d columns, want overlaps with %d modes and cosines with %d", hidden, len(read.Names), modes, cosines)
		}
	}
}

// Weights that vanish are written as 0, without a sign.
func TestNegligibleNumbersAreZero(t *testing.T) {
	var column []float64
	for _, x := range []float64{3.8e-322, -1e-310, math.Copysign(0, -1), 1e-299, -0.5} {
		appendTo(&column, x)
	}
	for i, want := range []float64{0, 0, 0, 1e-299, -0.5} {
		if math.Float64bits(column[i]) != math.Float64bits(want) {
			t.Errorf("number %d is %v, want %v", i, column[i], want)
		}
	}
}
