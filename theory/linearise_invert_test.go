package theory

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestInvert(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for d := 1; d <= 9; d++ {
		for range 20 {
			a := make([]float64, d*d)
			for i := range a {
				a[i] = random.NormFloat64() * math.Exp(3*random.NormFloat64())
			}
			if d > 1 {
				a[0] = 0 // needs another pivot
			}
			inverse := slices.Clone(a)
			if !invert(inverse, d, make([]int, d)) {
				t.Fatal("a random matrix has no inverse")
			}
			for i := range d {
				for k := range d {
					want, got, size := 0., 0., 1.
					if i == k {
						want = 1
					}
					for l := range d {
						got += a[i*d+l] * inverse[l*d+k]
						size += math.Abs(a[i*d+l] * inverse[l*d+k])
					}
					if math.Abs(got-want) > 1e-10*size {
						t.Errorf("d = %d: entry %d, %d of the product is %v", d, i, k, got)
					}
				}
			}
		}
	}
}

func TestInvertRefusesSingularMatrices(t *testing.T) {
	for _, a := range [][]float64{{0}, {1, 2, 2, 4}, {math.NaN()}, {math.Inf(1)}, {1, math.NaN(), 0, 1, 2, 0, 0, 0, 0}} {
		d := int(math.Sqrt(float64(len(a))))
		if invert(slices.Clone(a), d, make([]int, d)) {
			t.Errorf("%v has an inverse", a)
		}
	}
}
