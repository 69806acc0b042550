package theory

import "math"

// invert overwrites a d×d matrix with its inverse by Gauss–Jordan elimination
// with partial pivoting, and reports whether there is one.
func invert(a []float64, d int, pivots []int) bool {
	for i := range d {
		best, pivot := math.Abs(a[i*d+i]), i
		for r := i + 1; r < d; r++ {
			if size := math.Abs(a[r*d+i]); size > best {
				best, pivot = size, r
			}
		}
		if !(best > 0) || math.IsInf(best, 1) {
			return false
		}
		line := a[i*d : (i+1)*d]
		if pivots[i] = pivot; pivot != i {
			swap(line, a[pivot*d:(pivot+1)*d])
		}
		scale := 1 / line[i]
		line[i] = 1
		for l := range line {
			line[l] *= scale
		}
		for r := range d {
			other := a[r*d:][:len(line)]
			factor := other[i]
			if r == i || factor == 0 {
				continue
			}
			other[i] = 0
			for l, x := range line {
				other[l] -= factor * x
			}
		}
	}
	for i := d - 1; i >= 0; i-- {
		if p := pivots[i]; p != i {
			for r := range d {
				a[r*d+i], a[r*d+p] = a[r*d+p], a[r*d+i]
			}
		}
	}
	return true
}

func swap(a, b []float64) {
	for i := range a {
		a[i], b[i] = b[i], a[i]
	}
}
