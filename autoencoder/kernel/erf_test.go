package kernel_test

import (
	"math"
	"testing"

	"autoencoder-dynamics/autoencoder/kernel"
)

// TestErf compares Erf with package math: on both sides of where its formulas change, at numbers
// near 0, and where there is nothing left of the slope.
func TestErf(t *testing.T) {
	var u []float64
	for i := -1200; i <= 1200; i++ {
		u = append(u, float64(i)/100)
	}
	u = append(u, 0, math.Copysign(0, -1), 1, math.Nextafter(1, 0), 1e-8, -1e-300, 36.9, 37.1, 1e300, math.Inf(1), math.Inf(-1))
	count := len(u)
	u = append(u, make([]float64, kernel.Padded(count)-count)...)
	value, slope := make([]float64, len(u)), make([]float64, len(u))
	for _, instructions := range kernel.Available() {
		kernel.For[float64](instructions).Erf(u, value, slope)
		for i, u := range u {
			want := math.Erf(u / math.Sqrt2)
			if math.Abs(value[i]-want) > 5e-16*math.Abs(want) || math.Signbit(value[i]) != math.Signbit(want) {
				t.Errorf("%s: erf(%g/√2) = %v, want %v", instructions, u, value[i], want)
			}
			want = math.Sqrt(2/math.Pi) * math.Exp(-u*u/2)
			if math.Abs(slope[i]-want) > 1e-15*(1+u*u)*want+1e-290 {
				t.Errorf("%s: derivative %v at %g, want %v", instructions, slope[i], u, want)
			}
		}
	}
}
