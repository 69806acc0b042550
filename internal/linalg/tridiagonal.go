package linalg

import (
	"context"
	"math"

	"gonum.org/v1/gonum/blas"
)

const rowChunk = 32 // rows updated by one piece of work

// tridiagonal is a symmetric tridiagonal matrix T and the reflections that made it:
//
//	A = H_0 H_1 … H_{n−3} T H_{n−3} … H_1 H_0,   H_k = I − τ_k v_k v_kᵀ.
type tridiagonal struct {
	n       int
	d       []float64 // diagonal, n
	e       []float64 // beside it, n−1
	tau     []float64 // n; 0 where H_k is the identity
	vectors []float64 // n×n; v_k lies in row k from column k+1 on and is 0 before
}

// reduce brings the symmetric n×n matrix a, both triangles of which are filled, to tridiagonal
// form by Householder reflections (Golub & Van Loan, Matrix Computations, 4th ed.,
// algorithm 8.3.1). It overwrites a.
//
// The rank-two update of one step and the product with the next step's vector are one pass over the
// rows, each of which is independent of the others.
func reduce(ctx context.Context, a []float64, n, workers int) (tridiagonal, error) {
	t := tridiagonal{n: n, d: make([]float64, n), e: make([]float64, max(n-1, 0)), tau: make([]float64, n), vectors: a}
	update := make([]float64, 2*n) // the rows w and v of the pending A ← A − v wᵀ − w vᵀ
	w, v := update[:n], update[n:]
	y := make([]float64, n)
	for k := range n {
		row := a[k*n : (k+1)*n]
		applyUpdate(row, update, n, k, k)
		t.d[k] = row[k]
		if k == n-1 {
			break
		}
		u := row[k+1:]
		t.e[k], t.tau[k] = reflection(u)
		rest := n - k - 1
		err := forEach(ctx, workersFor(rest, workers), blocks(rest, rowChunk), func(c int) {
			first := k + 1 + c*rowChunk
			for i := first; i < min(first+rowChunk, n); i++ {
				applyUpdate(a[i*n:(i+1)*n], update, n, i, k+1)
				y[i] = kernel.Ddot(rest, a[i*n+k+1:], 1, u, 1)
			}
		})
		if err != nil {
			return tridiagonal{}, err
		}
		setUpdate(w[k+1:], v[k+1:], y[k+1:], u, t.tau[k])
		clear(row[:k+1])
	}
	clear(a[(n-1)*n:])
	return t, nil
}

// workersFor leaves small remainders to one worker: starting more costs more than it saves.
func workersFor(rest, workers int) int {
	if rest < 4*rowChunk {
		return 1
	}
	return workers
}

// applyUpdate subtracts v_i w + w_i v from row i, from column first on.
func applyUpdate(row, update []float64, n, i, first int) {
	coefficients := [2]float64{update[n+i], update[i]}
	kernel.Dgemv(blas.Trans, 2, n-first, -1, update[first:], n, coefficients[:], 1, 1, row[first:], 1)
}

// setUpdate sets v = u and w = p − (τ/2)(p·u) u with p = τy, y = A u.
func setUpdate(w, v, y, u []float64, tau float64) {
	copy(v, u)
	copy(w, y)
	kernel.Dscal(len(w), tau, w, 1)
	kernel.Daxpy(len(w), -tau/2*kernel.Ddot(len(w), w, 1, u, 1), u, 1, w, 1)
}

// reflection replaces x by the vector v, v[0] = 1, for which (I − τ v vᵀ) x = (beta, 0, …, 0).
func reflection(x []float64) (beta, tau float64) {
	alpha := x[0]
	norm := kernel.Dnrm2(len(x)-1, x[1:], 1)
	x[0] = 1
	if norm == 0 {
		return alpha, 0
	}
	beta = -math.Copysign(math.Hypot(alpha, norm), alpha)
	kernel.Dscal(len(x)-1, 1/(alpha-beta), x[1:], 1)
	return beta, (beta - alpha) / beta
}
