package autoencoder

import (
	"math"
	"slices"
	"testing"

	"autoencoder-dynamics/autoencoder/random"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// The largest distance between the empirical and the exact distribution function of n draws
// is beyond 1.95/√n once in a thousand times (Kolmogorov). The seed is fixed.
func TestChiSquaredHasItsLaw(t *testing.T) {
	const draws = 50000
	for i, freedom := range []float64{2, 3, 4, 9, 100, 1e4, 1e8, 1e15} {
		c, stream := newChiSquared(freedom), random.New(12, "radii", uint64(i))
		drawn := make([]float64, draws)
		for j := range drawn {
			drawn[j] = c.draw(stream)
		}
		slices.Sort(drawn)
		law := distuv.ChiSquared{K: freedom}
		distribution := law.CDF
		if freedom > 1e6 { // normal to 1e-4: the skewness is √(8/n)
			distribution = distuv.Normal{Mu: freedom, Sigma: law.StdDev()}.CDF
		}
		var distance float64
		for j, x := range drawn {
			below := distribution(x)
			distance = max(distance, math.Abs(below-float64(j)/draws), math.Abs(below-float64(j+1)/draws))
		}
		if distance > 1.95/math.Sqrt(draws) {
			t.Errorf("%g degrees of freedom: the distribution is off by %v", freedom, distance)
		}
		mean, variance := stat.MeanVariance(drawn, nil)
		if math.Abs(mean-freedom) > 5*math.Sqrt(2*freedom/draws) || math.Abs(variance/(2*freedom)-1) > 5*math.Sqrt((2+12/freedom)/draws) {
			t.Errorf("%g degrees of freedom: mean %v, variance %v", freedom, mean, variance)
		}
	}
}

func BenchmarkChiSquared(b *testing.B) {
	c, stream := newChiSquared(1e6), random.New(12, "radii", 0)
	for b.Loop() {
		c.draw(stream)
	}
}
