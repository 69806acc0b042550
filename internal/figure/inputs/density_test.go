package inputs

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"

	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/table"
)

// step falls from 1 to 0.001 about t = 10, as steeply as learning does.
func step(t float64) float64 { return 0.001 + 0.999/(1+math.Pow(t/10, 5)) }

// sampled returns step and a column that changes sign, at some times.
func sampled(t *testing.T, times []float64) Curves {
	t.Helper()
	var falls, crosses []float64
	for _, at := range times {
		falls, crosses = append(falls, step(at)), append(crosses, step(at)-0.5)
	}
	c := curvesOf(t, []string{"t", "pmse", "Q_1_2"}, times, falls, crosses)
	c.Stage = "coarse"
	return c
}

// Where the curves are dense enough by their own account, they are as good as they say; the others are refused.
func TestAtRefusesCoarseCurves(t *testing.T) {
	asked := floats.LogSpan(make([]float64, 401), 0.1, 100)
	for perDecade, dense := range map[int]bool{4: false, 8: false, 12: true, 40: true} {
		times := append([]float64{0}, floats.LogSpan(make([]float64, 3*perDecade+1), 0.1, 100)...)
		c := sampled(t, times)
		for _, column := range []string{"pmse", "Q_1_2"} {
			got, err := c.At(column, asked)
			if (err == nil) != dense {
				t.Errorf("%s at %d times a decade: error %v", column, perDecade, err)
			}
			if err != nil {
				if !strings.Contains(err.Error(), "stage coarse") || !strings.Contains(err.Error(), "40 in each decade") {
					t.Errorf("the error doesn't name stage and remedy: %v", err)
				}
				continue
			}
			for i, at := range asked {
				off, size := got[i]-step(at), step(at)
				if column != "pmse" {
					off, size = off+0.5, 1
				}
				if math.Abs(off) > 0.003*size {
					t.Errorf("%s at %d times a decade is off by %g of %g at t = %g", column, perDecade, off, size, at)
				}
			}
		}
	}
}

// Few times are enough where they are those of the simulation, and nowhere else.
func TestCoarseCurvesAtTheirOwnTimes(t *testing.T) {
	few := []float64{0, 0.5, 1, 10, 100}
	c := sampled(t, few)
	if got, err := c.At("pmse", few); err != nil || got[3] != step(10) {
		t.Errorf("%v, %v", got, err)
	}
	for at, want := range map[float64]string{0.7: "from t = 0.5 to 1", 5: "from t = 1 to 10", 50: "too wide a gap"} {
		if _, err := c.At("pmse", []float64{at}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("t = %g: error %v, want one with %q", at, err, want)
		}
	}
}

// A step of learning may hide in a gap on both sides of which the curve is known well.
func TestAtRefusesAWideGap(t *testing.T) {
	times := floats.LogSpan(make([]float64, 81), 0.01, 1)
	times = append(times, floats.LogSpan(make([]float64, 81), 100, 1e4)...)
	flat := make([]float64, len(times))
	for i := range flat {
		flat[i] = 1
	}
	c := curvesOf(t, []string{"t", "pmse"}, times, flat)
	if _, err := c.At("pmse", []float64{0.015, 150}); err != nil {
		t.Error(err)
	}
	if _, err := c.At("pmse", []float64{10}); err == nil || !strings.Contains(err.Error(), "from t = 1 to 100") {
		t.Errorf("error %v", err)
	}
}

func TestAtBeforeTheFirstTime(t *testing.T) {
	for want, c := range map[string]Curves{
		"":               curvesOf(t, []string{"t", "pmse"}, []float64{0, 0.1, 1}, []float64{1, 0.9, 0.5}),
		"bends too much": curvesOf(t, []string{"t", "pmse"}, []float64{0, 0.1, 1}, []float64{1, 0.5, 0.4}),
		"its last time":  curvesOf(t, []string{"t", "pmse"}, []float64{0, 0.1}, []float64{1, 0.5}),
	} {
		_, err := c.At("pmse", []float64{0.05})
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

// An entry that is constant, or nothing but rounding of 0, can be read anywhere.
func TestAtOfAConstantColumn(t *testing.T) {
	times := floats.LogSpan(make([]float64, 41), 0.1, 100)
	constant, zero := make([]float64, len(times)), make([]float64, len(times))
	for i := range times {
		constant[i] = 0.5 + 1e-9*float64(i%3)
	}
	c := curvesOf(t, []string{"t", "S_1", "S_2"}, times, constant, zero)
	for column, want := range map[string]float64{"S_1": 0.5, "S_2": 0} {
		if got, err := c.At(column, []float64{0.11, 33}); err != nil || math.Abs(got[1]-want) > 1e-8 {
			t.Errorf("%s: %v, %v", column, got, err)
		}
	}
}

func TestNoRows(t *testing.T) {
	_, err := newCurves(run.Run{}, table.Table{Names: []string{"t", "pmse"}, Columns: [][]float64{{}, {}}})
	if err == nil || !strings.Contains(err.Error(), "no row") {
		t.Errorf("error %v", err)
	}
}
