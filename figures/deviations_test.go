package figures

import (
	"math"
	"testing"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
)

func TestFarthest(t *testing.T) {
	for want, values := range map[string][]float64{
		"7 % below the theory at *t* = 2":   {0.01, -0.07, 0.02},
		"2.5 % above the theory at *t* = 3": {0, -0.01, 0.025},
	} {
		if got := farthest(inputs.Deviation{Times: []float64{1, 2, 3}, Values: values}); got != want {
			t.Errorf("of %v: %q, want %q", values, got, want)
		}
	}
	if signed := signedWorst(inputs.Deviation{}); !math.IsNaN(signed) {
		t.Errorf("the largest of none is %v", signed)
	}
}

// Bars and lines count.
func TestFullRange(t *testing.T) {
	low, high := fullRange(figure.Panel{
		Series:     []figure.Series{{Y: []float64{-1, 2}, Low: []float64{-3, 1}, High: []float64{0, 3}}},
		References: []figure.Reference{{At: 7}},
	})
	if !(low < -3 && low > -5 && high > 7 && high < 9) {
		t.Errorf("%v … %v", low, high)
	}
}

func TestDeviationMarks(t *testing.T) {
	marks := deviationMarks("SGD", figure.SGD, inputs.Deviation{Times: []float64{1}, Values: []float64{-0.02}, Spread: []float64{0.01}, Replicas: 5})
	if marks.Y[0] != -2 || marks.Low[0] != -3 || marks.High[0] != -1 || marks.Replicas != 5 {
		t.Errorf("%+v", marks)
	}
	if one := deviationMarks("SGD", figure.SGD, inputs.Deviation{Times: []float64{1}, Values: []float64{0}, Replicas: 1}); one.Low != nil {
		t.Errorf("one replica has bars: %+v", one)
	}
}

func TestPCAErrorsDownTo(t *testing.T) {
	theory := inputs.Curves{Run: described("erf")} // E is 1, 0.4, 0.1
	for lowest, want := range map[float64]int{2: 1, 0.9: 2, 0.4: 3, 0.05: 3, math.Inf(1): 1} {
		if lines := pcaErrorsDownTo(theory, lowest); len(lines) != want {
			t.Errorf("down to %v there are %d lines, want %d", lowest, len(lines), want)
		}
	}
	if lowest := lowestOf(figure.Series{Y: []float64{3, 2}}, figure.Series{Y: []float64{5}}); lowest != 2 {
		t.Errorf("the lowest is %v", lowest)
	}
}
