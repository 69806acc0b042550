package whiten

import (
	"math"
	"math/rand/v2"
	"testing"

	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/internal/linalg"
	"autoencoder-dynamics/stages/stagetest"

	"gonum.org/v1/gonum/mat"
)

// TestZCAOfImages checks the second moment Ω of 30 images after zca: with C their covariance before, it is
// C (C + ε)⁻¹ = Ψ diag(λ/(λ+ε)) Ψᵀ.
func TestZCAOfImages(t *testing.T) {
	const epsilon, dim = 1e-3, cifar10.Pixels
	dir, err := run(t, Parameters{Method: zca, Epsilon: epsilon}, imageInput(t, 30, 2), 2)
	if err != nil {
		t.Fatal(err)
	}
	rows := set{images: colourImages(30, 30), labels: make([]uint8, 30)}.greyscale(&stagetest.Progress{})
	m, err := measure(t.Context(), Parameters{Method: zca}, rows, 2)
	if err != nil {
		t.Fatal(err)
	}
	nearWhitened(t, mat.NewDense(dim, dim, m.covariance), mat.NewDense(dim, dim, momentOf(t, dir)), epsilon, 1e-5)
}

// nearWhitened compares (C + ε) Ω with C.
func nearWhitened(t *testing.T, covariance, omega *mat.Dense, epsilon, tolerance float64) {
	t.Helper()
	var got, shifted mat.Dense
	dim, _ := covariance.Dims()
	shifted.CloneFrom(covariance)
	for i := range dim {
		shifted.Set(i, i, shifted.At(i, i)+epsilon)
	}
	got.Mul(&shifted, omega)
	if !mat.EqualApprox(&got, covariance, tolerance) {
		got.Sub(&got, covariance)
		t.Errorf("(C + ε) Ω differs from C by up to %.2g", mat.Max(&got))
	}
}

// TestWhiteningMaps checks the maps on correlated data of full rank: the second moment of what comes out, and that
// the map of zca is symmetric with A² (C + ε) = 1.
func TestWhiteningMaps(t *testing.T) {
	const dim, n = 5, 200
	source, data := rand.New(rand.NewPCG(3, 1)), make([]float64, n*dim)
	for i := range data {
		data[i] = source.Float64() * float64(1+i%dim)
		if i%dim > 0 {
			data[i] += data[i-1] / 2
		}
	}
	rows := linalg.RowsOf(data, dim)
	for _, p := range []Parameters{{Method: pca}, {Method: pca, Epsilon: 0.3}, {Method: zca}, {Method: zca, Epsilon: 0.3}} {
		m, err := measure(t.Context(), p, rows, 1)
		if err != nil {
			t.Fatal(err)
		}
		a, err := newAffine(t.Context(), p, m, 1)
		if err != nil {
			t.Fatal(err)
		}
		out := make([]float32, len(data))
		if err := a.apply(t.Context(), out, rows, 1); err != nil {
			t.Fatal(err)
		}
		moment, err := linalg.SecondMoment(t.Context(), linalg.RowsOf(out, dim), nil, 1)
		if err != nil {
			t.Fatal(err)
		}
		covariance, omega := mat.NewDense(dim, dim, m.covariance), mat.NewDense(dim, dim, moment)
		if p.Method == pca {
			nearDiagonal(t, p, moment, a.kept)
			continue
		}
		nearWhitened(t, covariance, omega, p.Epsilon, 1e-5)
		var squared mat.Dense
		A := mat.NewDense(dim, dim, a.matrix)
		if !mat.EqualApprox(A, A.T(), 1e-14) {
			t.Errorf("%+v: the map isn't symmetric: %v", p, a.matrix)
		}
		squared.Mul(A, A)
		nearWhitened(t, covariance, mulled(&squared, covariance), p.Epsilon, 1e-12)
	}
}

func mulled(a, b *mat.Dense) *mat.Dense {
	var product mat.Dense
	product.Mul(a, b)
	return &product
}

// nearDiagonal compares Ω with diag(λ/(λ+ε)), which is the identity at ε = 0.
func nearDiagonal(t *testing.T, p Parameters, omega, kept []float64) {
	t.Helper()
	dim := len(kept)
	for i := range dim {
		for j := range dim {
			want := 0.0
			if i == j {
				want = kept[i]
			}
			if math.Abs(omega[i*dim+j]-want) > 1e-6 {
				t.Errorf("%+v: Ω[%d,%d] = %v, want %v", p, i, j, omega[i*dim+j], want)
			}
		}
		if p.Epsilon == 0 && kept[i] != 1 || p.Epsilon > 0 && !(kept[i] > 0 && kept[i] < 1) {
			t.Errorf("%+v: component %d keeps %v", p, i, kept[i])
		}
	}
}
