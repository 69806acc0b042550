package linalg

import "fmt"

// Transpose returns the transpose of an n×n row-major matrix, which is not changed.
func Transpose(a []float64, n int) []float64 {
	if len(a) != n*n {
		panic(fmt.Sprintf("linalg: %d numbers are not a %d×%d matrix", len(a), n, n))
	}
	t := make([]float64, n*n)
	for i := range n {
		for j := range n {
			t[j*n+i] = a[i*n+j]
		}
	}
	return t
}
