package inputs

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"

	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages"
)

// twoReplicas are overlaps of K = 2 units with two components, at four times.
func twoReplicas(t *testing.T) Overlaps {
	t.Helper()
	o, err := newOverlaps("sgd", table.Table{
		Names: []string{"replica", "t", "overlap_1", "overlap_2", "overlap_3_to_9", "cosine_1_1", "cosine_1_2", "cosine_2_1", "cosine_2_2", "cosine_1_3"},
		Columns: [][]float64{
			{1, 1, 1, 1, 2, 2, 2, 2},
			{0, 1, 10, 100, 0, 1, 10, 100},
			{0.1, 0.4, 0.6, 1, 0.6, 0.7, 0.8, 1},
			{0, 0, 0.1, 0.4, 0, 0.5, 0.2, 0.9},
			{0, 0, 0, 0, 0, 0, 0, 0},
			{0, 0.5, 0.9, -1, 0, -0.5, -0.9, 1},
			{0, 0, 0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 0},
			{0.1, 0.2, 0.3, 0.99, -0.1, -0.4, -0.5, -0.97},
			{0, 0, 0, 0, 0, 0, 0, 0},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// Components differ in sign between replicas: their means are those of the absolute values.
func TestOverlapsOverReplicas(t *testing.T) {
	o := twoReplicas(t)
	if o.Components() != 2 || o.Cosines() != 2 || !floats.Equal(o.Times, []float64{0, 1, 10, 100}) {
		t.Errorf("%d components, cosines of %d, times %v", o.Components(), o.Cosines(), o.Times)
	}
	overlap, err := o.Overlap(1)
	if err != nil || overlap.Replicas != 2 || !floats.EqualApprox(overlap.Mean, []float64{0.35, 0.55, 0.7, 1}, 1e-12) {
		t.Errorf("overlap %+v, %v", overlap, err)
	}
	cosine, err := o.Cosine(1, 1)
	if err != nil || !floats.EqualApprox(cosine.Mean, []float64{0, 0.5, 0.9, 1}, 1e-12) || !floats.EqualApprox(cosine.Spread, make([]float64, 4), 1e-12) {
		t.Errorf("cosine %+v, %v", cosine, err)
	}
	misalignment, err := o.Misalignment(2)
	if err != nil || !floats.EqualApprox(misalignment.Mean, []float64{1, 0.7, 0.6, 0.02}, 1e-12) || math.Abs(misalignment.Spread[3]-0.01*math.Sqrt2) > 1e-12 {
		t.Errorf("misalignment %+v, %v", misalignment, err)
	}
}

// Between times the overlap is taken to be linear in log t, and in t before the first positive time.
func TestPassingOfEachReplica(t *testing.T) {
	o := twoReplicas(t)
	for m, want := range map[int][]float64{1: {math.Sqrt(10), 0}, 2: {math.NaN(), 1}} {
		got, err := o.Passing(m, 0.5)
		if err != nil || len(got) != 2 {
			t.Fatalf("%v, %v", got, err)
		}
		for i := range want {
			if got[i] != want[i] && !(math.Abs(got[i]-want[i]) < 1e-12) && !(math.IsNaN(got[i]) && math.IsNaN(want[i])) {
				t.Errorf("component %d: %v, want %v", m, got, want)
			}
		}
	}
	if at := firstPassing([]float64{0, 2}, []float64{0, 1}, 0.25); at != 0.5 {
		t.Errorf("before the first positive time: %g", at)
	}
}

// Rows of replicas may be mixed.
func TestPassingWhereRowsAreMixed(t *testing.T) {
	o, err := newOverlaps("sgd", table.Table{Names: []string{"replica", "t", "overlap_1"},
		Columns: [][]float64{{7, 3, 7, 3}, {1, 1, 10, 10}, {0, 0.5, 1, 1}}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := o.Passing(1, 0.5)
	if err != nil || !floats.EqualApprox(got, []float64{math.Sqrt(10), 1}, 1e-12) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestOverlapsOfATheory(t *testing.T) {
	o, err := newOverlaps("ode", table.Table{Names: []string{"t", "overlap_1", "cosine_1_1"}, Columns: [][]float64{{0, 1}, {0, 1}, {0, -1}}})
	if err != nil {
		t.Fatal(err)
	}
	cosine, err := o.Cosine(1, 1)
	if err != nil || cosine.Spread != nil || !floats.Equal(cosine.Mean, []float64{0, 1}) {
		t.Errorf("%+v, %v", cosine, err)
	}
	if _, err := o.Cosine(2, 1); err == nil || !strings.Contains(err.Error(), "stage ode") {
		t.Errorf("a unit that there isn't: %v", err)
	}
	if _, err := o.Misalignment(2); err == nil {
		t.Error("the misalignment of two units of one")
	}
	if _, err := o.Overlap(2); err == nil {
		t.Error("a component that there isn't")
	}
	if _, err := o.Passing(2, 0.5); err == nil {
		t.Error("a component that there isn't was passed")
	}
}

func TestOverlapsRefuse(t *testing.T) {
	for want, test := range map[string]table.Table{
		"no row":          {Names: []string{"t", "overlap_1"}, Columns: [][]float64{{}, {}}},
		"no column":       {Names: []string{"overlap_1"}, Columns: [][]float64{{1}}},
		"don't increase":  {Names: []string{"t", "overlap_1"}, Columns: [][]float64{{1, 1}, {0, 0}}},
		"different times": {Names: []string{"replica", "t"}, Columns: [][]float64{{1, 1, 2}, {0, 1, 0}}},
	} {
		if _, err := newOverlaps("x", test); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v", want, err)
		}
	}
	if _, err := NewSet(map[string][]stages.Input{"sgd": {{Stage: "on-images"}}}).Overlaps("sgd"); err == nil || !strings.Contains(err.Error(), "port components") {
		t.Errorf("a stage without overlaps: %v", err)
	}
	if _, err := NewSet(nil).Overlaps("sgd"); err == nil {
		t.Error("overlaps of nothing")
	}
}

func TestLearning(t *testing.T) {
	path := filepath.Join(t.TempDir(), "learning.csv")
	read := func(text string) ([]Learning, error) {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return NewSet(map[string][]stages.Input{"theory": {{Stage: "erf-theory", Files: map[string]string{"learning.csv": path}}}}).Learning("theory")
	}
	all, err := read("m,eigenvalue,t,final_overlap\n1,700.5,1.25,1\n2,0.002,,1e-9\n")
	if err != nil || len(all) != 1 || len(all[0].Components) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	first, second := all[0].Components[0], all[0].Components[1]
	if first != (Learnt{1, 700.5, 1.25, 1}) || second.Component != 2 || !math.IsNaN(second.Time) || second.FinalOverlap != 1e-9 {
		t.Errorf("%+v, %+v", first, second)
	}
	for _, text := range []string{"", "m,t\n", "m,eigenvalue,t,final_overlap\n1,,1,1\n", "m,eigenvalue,t,final_overlap\n1,1,NaN,1\n", "m,eigenvalue,t,final_overlap\n1,1\n"} {
		if _, err := read(text); err == nil || !strings.Contains(err.Error(), "erf-theory") {
			t.Errorf("%q: error %v", text, err)
		}
	}
	if _, err := NewSet(nil).Learning("theory"); err == nil {
		t.Error("learning times of nothing")
	}
}
