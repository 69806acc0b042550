package linalg

import (
	"context"
	"fmt"

	"gonum.org/v1/gonum/blas"
)

const affineBlock = 64 // rows of the matrix used at a time: with 1,024 columns half a megabyte

// Affine writes A (x − about) for every row x to dst, which is N×M row-major; a is M×Dim row-major. A nil
// about is the origin. Products are in float64. It returns an error only where the context is done.
func Affine[T float32 | float64](ctx context.Context, dst []T, rows Rows, about, a []float64, workers int) error {
	dim := rows.Dim
	if dim < 1 || len(a)%dim != 0 || len(dst) != rows.N*(len(a)/dim) || about != nil && len(about) != dim {
		panic(fmt.Sprintf("linalg: %d rows of %d by a matrix of %d numbers don't make %d", rows.N, dim, len(a), len(dst)))
	}
	m := len(a) / dim
	return forEach(ctx, workers, blocks(rows.N, chunkRows), func(c int) {
		first, last := c*chunkRows, min((c+1)*chunkRows, rows.N)
		x := make([]float64, (last-first)*dim)
		y := make([]float64, (last-first)*m)
		for i := range last - first {
			row := x[i*dim : (i+1)*dim]
			rows.Load(row, first+i)
			if about != nil {
				kernel.Daxpy(dim, -1, about, 1, row, 1)
			}
		}
		for j := 0; j < m; j += affineBlock {
			for i := range last - first {
				kernel.Dgemv(blas.NoTrans, min(affineBlock, m-j), dim, 1, a[j*dim:], dim, x[i*dim:], 1, 0, y[i*m+j:], 1)
			}
		}
		for i, v := range y {
			dst[first*m+i] = T(v)
		}
	})
}
