package linalg

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// randomSymmetric returns a symmetric matrix of independent N(0, 1) numbers.
func randomSymmetric(n int, seed uint64) []float64 {
	r := rand.New(rand.NewPCG(seed, 0))
	a := make([]float64, n*n)
	for i := range n {
		for j := range i + 1 {
			v := r.NormFloat64()
			a[i*n+j], a[j*n+i] = v, v
		}
	}
	return a
}

// withSpectrum returns U diag(values) Uᵀ with a random orthogonal U.
func withSpectrum(values []float64, seed uint64) []float64 {
	n := len(values)
	var qr mat.QR
	r := rand.New(rand.NewPCG(seed, 1))
	gauss := mat.NewDense(n, n, nil)
	gauss.Apply(func(int, int, float64) float64 { return r.NormFloat64() }, gauss)
	qr.Factorize(gauss)
	var u, scaled, a mat.Dense
	qr.QTo(&u)
	scaled.Apply(func(_, j int, v float64) float64 { return v * values[j] }, &u)
	a.Mul(&scaled, u.T())
	return a.RawMatrix().Data
}

func repeated(n int, f func(i int) float64) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = f(i)
	}
	return values
}

func eigenCases() map[string]struct {
	a []float64
	n int
} {
	type matrix = struct {
		a []float64
		n int
	}
	cases := map[string]matrix{}
	for _, n := range []int{1, 2, 3, 4, 5, 31, 32, 33, 65, 130} {
		cases[fmt.Sprintf("random %d", n)] = matrix{randomSymmetric(n, uint64(n)), n}
	}
	add := func(name string, values []float64) { cases[name] = matrix{withSpectrum(values, 7), len(values)} }
	add("degenerate", repeated(60, func(i int) float64 { return float64(i / 20) }))
	add("identity times 3", repeated(40, func(int) float64 { return 3 }))
	add("rank 3", repeated(50, func(i int) float64 { return max(0, float64(3-i)) }))
	add("graded over 30 decades", repeated(45, func(i int) float64 { return math.Pow(10, 10-2*float64(i)/3) }))
	add("plus and minus", repeated(40, func(i int) float64 { return float64(1 - i%2*2) }))
	add("spikes and bulk", repeated(100, func(i int) float64 { return 1 + 1e4*max(0, float64(4-i)) }))
	cases["zero"] = matrix{make([]float64, 36), 6}
	cases["diagonal"] = matrix{[]float64{1, 0, 0, 0, 3, 0, 0, 0, 2}, 3}
	huge, tiny := randomSymmetric(20, 3), randomSymmetric(20, 4)
	for i := range huge {
		huge[i] *= 1e300
		tiny[i] *= 1e-300
	}
	cases["huge"], cases["tiny"] = matrix{huge, 20}, matrix{tiny, 20}
	wilkinson := make([]float64, 21*21) // pairs of eigenvalues that agree to 15 digits
	for i := range 21 {
		wilkinson[i*21+i] = math.Abs(float64(i - 10))
		if i > 0 {
			wilkinson[i*21+i-1], wilkinson[(i-1)*21+i] = 1, 1
		}
	}
	cases["Wilkinson's W21+"] = matrix{wilkinson, 21}
	return cases
}

// TestEigenSym checks A V = V Λ, Vᵀ V = I, the order, the signs and, against gonum, the values.
func TestEigenSym(t *testing.T) {
	for name, c := range eigenCases() {
		t.Run(name, func(t *testing.T) {
			before := slices.Clone(c.a)
			values, vectors, err := EigenSym(t.Context(), c.a, c.n, 2)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(before, c.a) {
				t.Error("the input was changed")
			}
			size := max(math.Abs(values[0]), math.Abs(values[c.n-1]))
			tolerance := 4 * float64(c.n+4) * 0x1p-53
			if r := residual(c.a, values, vectors, c.n, size); r > tolerance {
				t.Errorf("‖AV − VΛ‖ = %.2g ‖A‖, want below %.2g", r, tolerance)
			}
			if r := orthogonality(vectors, c.n); r > tolerance {
				t.Errorf("‖VᵀV − I‖ = %.2g, want below %.2g", r, tolerance)
			}
			if !slices.IsSortedFunc(values, func(x, y float64) int { return cmpFloat(y, x) }) {
				t.Errorf("not decreasing: %v", values)
			}
			checkSigns(t, vectors, c.n)
			checkAgainstGonum(t, c.a, values, size, tolerance)
		})
	}
}

// checkAgainstGonum compares the eigenvalues in units of size: gonum v0.17 panics on tiny matrices.
func checkAgainstGonum(t *testing.T, a, values []float64, size, tolerance float64) {
	t.Helper()
	if size == 0 {
		return
	}
	n := len(values)
	scaled := repeated(n*n, func(i int) float64 { return a[i] / size })
	var eigen mat.EigenSym
	if !eigen.Factorize(mat.NewSymDense(n, scaled), false) {
		t.Fatal("gonum did not converge")
	}
	for i, want := range eigen.Values(nil) { // increasing
		if got := values[n-1-i] / size; math.Abs(got-want) > tolerance {
			t.Errorf("eigenvalue %v, gonum has %v", got, want)
		}
	}
}

func cmpFloat(x, y float64) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// residual returns the largest element of |AV − VΛ| in units of size.
func residual(a, values, vectors []float64, n int, size float64) float64 {
	if size == 0 {
		return 0
	}
	scaled := slices.Clone(a)
	for i := range scaled {
		scaled[i] /= size
	}
	var product mat.Dense
	product.Mul(mat.NewDense(n, n, scaled), mat.NewDense(n, n, vectors))
	worst := 0.0
	for i := range n {
		for j := range n {
			worst = max(worst, math.Abs(product.At(i, j)-vectors[i*n+j]*(values[j]/size)))
		}
	}
	return worst
}

func orthogonality(vectors []float64, n int) float64 {
	v := mat.NewDense(n, n, vectors)
	var gram mat.Dense
	gram.Mul(v.T(), v)
	worst := 0.0
	for i := range n {
		for j := range n {
			want := 0.0
			if i == j {
				want = 1
			}
			worst = max(worst, math.Abs(gram.At(i, j)-want))
		}
	}
	return worst
}

func checkSigns(t *testing.T, vectors []float64, n int) {
	for j := range n {
		lowest, highest := 0.0, 0.0
		for i := range n {
			lowest, highest = min(lowest, vectors[i*n+j]), max(highest, vectors[i*n+j])
		}
		if -lowest > highest*(1+1e-5) {
			t.Errorf("column %d: largest component is negative (%v against %v)", j, lowest, highest)
		}
	}
}

func TestEigenSymIsTheSameForAnyWorkers(t *testing.T) {
	const n = 200
	a := randomSymmetric(n, 9)
	values, vectors, err := EigenSym(t.Context(), a, n, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, workers := range []int{2, 3, 8} {
		v, w, err := EigenSym(t.Context(), a, n, workers)
		if err != nil || !slices.Equal(v, values) || !slices.Equal(w, vectors) {
			t.Errorf("%d workers: another result than one worker has, error %v", workers, err)
		}
	}
}

func TestEigenSymRefuses(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if _, _, err := EigenSym(t.Context(), []float64{1, 0, bad, 1}, 2, 1); err == nil {
			t.Errorf("%v was taken", bad)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := EigenSym(ctx, randomSymmetric(50, 1), 50, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v after the context was cancelled", err)
	}
}

func ExampleEigenSym() {
	values, vectors, err := EigenSym(context.Background(), []float64{
		2, 1,
		1, 2,
	}, 2, 1)
	fmt.Printf("%.3f %.3f %v\n", values, vectors, err)
	// Output: [3.000 1.000] [0.707 0.707 0.707 -0.707] <nil>
}
