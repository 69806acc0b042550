package figures

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
)

func sampled(x []float64, f func(float64) float64) []float64 {
	y := make([]float64, len(x))
	for i := range x {
		y[i] = f(x[i])
	}
	return y
}

func TestFitPowerLaw(t *testing.T) {
	x := floats.LogSpan(make([]float64, 41), 1, 1e4)
	law := fitPowerLaw(x, sampled(x, func(x float64) float64 { return 3 * math.Pow(x, -2.0/3) }), 10, 1e3)
	if math.Abs(law.exponent+2.0/3) > 1e-12 || math.Abs(math.Exp(law.intercept)-3) > 1e-12 || law.points != 21 || law.standardError > 1e-12 {
		t.Errorf("an exact law is fitted as %+v", law)
	}
	if math.Abs(law.from-10) > 1e-9 || math.Abs(law.to-1e3) > 1e-9 {
		t.Errorf("the window 10 … 1000 became %g … %g", law.from, law.to)
	}
}

// Noise of ±5 % in turn has a standard error in closed form: √(Σ residual²/(n−2)/Σ(u−ū)²).
func TestFitPowerLawHasAStandardError(t *testing.T) {
	const decades = 2
	x := floats.LogSpan(make([]float64, 21), 1, math.Pow(10, decades))
	y := make([]float64, len(x))
	for i := range x {
		y[i] = math.Sqrt(x[i]) * math.Exp(0.05*float64(1-2*(i%2)))
	}
	law := fitPowerLaw(x, y, 1, 100)
	step := decades * math.Ln10 / 20
	want := 0.05 * math.Sqrt(21.0/19/(step*step*21*(21*21-1)/12)) // residuals are ±0.05, but for 0.05/21 of their mean
	if math.Abs(law.standardError/want-1) > 0.01 || math.Abs(law.exponent-0.5) > want {
		t.Errorf("exponent %g ± %g, want 0.5 ± %g", law.exponent, law.standardError, want)
	}
}

func TestNoPowerLaw(t *testing.T) {
	x := []float64{0, 1, 2, 3, 4}
	for name, test := range map[string]struct {
		y        []float64
		from, to float64
	}{
		"nothing in the window":     {x, 10, 100},
		"one point":                 {x, 4, 5},
		"a value that isn't there":  {[]float64{1, 1, math.NaN(), 1, 1}, 1, 4},
		"a value below 0":           {[]float64{1, 1, -1, 1, 1}, 1, 4},
		"a window that begins at 0": {[]float64{1, 1, 1, 1, 1}, 0, 4},
	} {
		if law := fitPowerLaw(x, test.y, test.from, test.to); !math.IsNaN(law.exponent) || !math.IsNaN(law.standardError) {
			t.Errorf("%s: %+v", name, law)
		}
		if line := guide(fitPowerLaw(x, x, 10, 100), 1, "t", 2); line.X != nil {
			t.Errorf("a guide beside nothing: %+v", line)
		}
	}
	if law := fitPowerLaw(x, x, 1, 2); law.exponent != 1 || !math.IsNaN(law.standardError) {
		t.Errorf("two points: %+v", law)
	}
}

// A guide has the slope that is expected, and not the one that was fitted.
func TestGuide(t *testing.T) {
	x := floats.LogSpan(make([]float64, 21), 1, 1e4)
	line := guide(fitPowerLaw(x, sampled(x, func(x float64) float64 { return x }), 1, 1e4), 0.5, "t", 3)
	if math.Abs(line.Y[1]-300) > 1e-9 || math.Abs(line.Y[0]-30) > 1e-9 || math.Abs(line.Y[2]-3e3) > 1e-6 {
		t.Errorf("through %v at %v, want 30, 300, 3000", line.Y, line.X)
	}
}

func TestLocalExponents(t *testing.T) {
	x := append([]float64{0}, floats.LogSpan(make([]float64, 121), 1, 1e6)...)
	bent := func(x float64) float64 { return x / (1 + x/1e3) } // 1 at first, 0 in the end
	at, exponents := localExponents(x, sampled(x, bent), math.Sqrt(10))
	if math.Abs(at[0]-math.Sqrt(10)) > 1e-6 || math.Abs(at[len(at)-1]-1e6/math.Sqrt(10)) > 1 {
		t.Errorf("from %g to %g, want half a decade less on both sides", at[0], at[len(at)-1])
	}
	for i, middle := range at {
		if want := 1 / (1 + middle/1e3); math.Abs(exponents[i]-want) > 0.02 {
			t.Errorf("at %g: %g, want %g", middle, exponents[i], want)
		}
	}
	if at, _ := localExponents([]float64{0}, []float64{1}, 2); at != nil {
		t.Errorf("t = 0 alone has local exponents at %v", at)
	}
	if at, _ := localExponents(x, sampled(x, func(x float64) float64 { return 1e3 - x }), 2); len(at) == 0 || at[len(at)-1] > 1e3 {
		t.Errorf("where the curve is negative it has local exponents: %v", at)
	}
}
