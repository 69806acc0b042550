package linalg

import (
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// naturalData returns rows whose covariance has the power-law spectrum of natural images, ρ_m ∝ m^{-1.6}.
func naturalData(n, dim int) []float32 {
	r := rand.New(rand.NewPCG(1, 2))
	data := make([]float32, n*dim)
	for i := range n {
		level := 0.0
		for j := range dim {
			level = 0.97*level + r.NormFloat64()
			data[i*dim+j] = float32(level / 8)
		}
	}
	return data
}

func BenchmarkCovariance50000x1024(b *testing.B) {
	const n, dim = 50_000, 1024
	rows := RowsOf(naturalData(n, dim), dim)
	for b.Loop() {
		if _, err := SecondMoment(b.Context(), rows, nil, runtime.GOMAXPROCS(0)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(n*dim*dim*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFlop/s")
}

func naturalMoment(tb testing.TB, dim int) []float64 {
	moment, err := SecondMoment(tb.Context(), RowsOf(naturalData(2*dim, dim), dim), nil, runtime.GOMAXPROCS(0))
	if err != nil {
		tb.Fatal(err)
	}
	return moment
}

func BenchmarkEigenSym1024(b *testing.B) {
	a := naturalMoment(b, 1024)
	for b.Loop() {
		if _, _, err := EigenSym(b.Context(), a, 1024, runtime.GOMAXPROCS(0)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEigenSymGonum1024 is what EigenSym is measured against.
func BenchmarkEigenSymGonum1024(b *testing.B) {
	a := mat.NewSymDense(1024, naturalMoment(b, 1024))
	for b.Loop() {
		var eigen mat.EigenSym
		if !eigen.Factorize(a, true) {
			b.Fatal("not converged")
		}
	}
}

func BenchmarkReduce1024(b *testing.B) {
	a := naturalMoment(b, 1024)
	for b.Loop() {
		if _, err := reduce(b.Context(), append([]float64(nil), a...), 1024, runtime.GOMAXPROCS(0)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDiagonalise1024(b *testing.B) {
	t, err := reduce(b.Context(), naturalMoment(b, 1024), 1024, runtime.GOMAXPROCS(0))
	if err != nil {
		b.Fatal(err)
	}
	rotations := 0
	for b.Loop() {
		sweeps, err := diagonalise(append([]float64(nil), t.d...), append([]float64(nil), t.e...))
		if err != nil {
			b.Fatal(err)
		}
		rotations = 0
		for _, s := range sweeps {
			rotations += len(s.rotations)
		}
	}
	b.ReportMetric(float64(rotations)/math.Pow(1024, 2), "rotations/n²")
}
