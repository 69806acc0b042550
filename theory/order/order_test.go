package order

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/theory/gaussian"

	"gonum.org/v1/gonum/mat"
)

func randomWeights(hidden, dim int, random *rand.Rand) Weights {
	w := NewWeights(hidden, dim)
	for i := range w.W {
		w.W[i], w.V[i] = random.NormFloat64(), random.NormFloat64()
	}
	return w
}

func TestMeasureAgreesWithMatrixProducts(t *testing.T) {
	const hidden, dim = 3, 7
	random := rand.New(rand.NewPCG(1, 1))
	w := randomWeights(hidden, dim, random)
	eigenvalues := []float64{9, 4, 2, 1, 1, 0.5, 0}
	var q, s, tt mat.Dense
	encoder, decoder := mat.NewDense(hidden, dim, w.W), mat.NewDense(hidden, dim, w.V)
	var scaled mat.Dense
	scaled.Mul(encoder, mat.NewDiagDense(dim, eigenvalues))
	q.Mul(&scaled, encoder.T())
	s.Mul(&scaled, decoder.T())
	tt.Mul(decoder, decoder.T())

	p := NewParameters(hidden)
	p.Measure(w, eigenvalues)
	for k := range hidden {
		near(t, "S", p.S[k], s.At(k, k)/math.Sqrt(dim))
		for l := range hidden {
			near(t, "Q", p.Q[k*hidden+l], q.At(k, l)/dim)
			near(t, "T", p.T[k*hidden+l], tt.At(k, l))
		}
	}
}

func near(t *testing.T, name string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-12*(1+math.Abs(want)) {
		t.Errorf("%s = %v, want %v", name, got, want)
	}
}

// The error in closed form against an average over many samples.
func TestErrorAgreesWithMonteCarlo(t *testing.T) {
	const hidden, dim, samples = 2, 5, 200000
	random := rand.New(rand.NewPCG(3, 4))
	w := randomWeights(hidden, dim, random)
	eigenvalues := []float64{6, 3, 1, 0.5, 0.1}
	for _, name := range gaussian.Names() {
		g, err := gaussian.ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		var mean, square float64
		for range samples {
			e := sampleError(w, eigenvalues, g, random)
			mean += e / samples
			square += e * e / samples
		}
		standard := math.Sqrt((square - mean*mean) / samples)
		if got := Error(w, eigenvalues, g); math.Abs(got-mean) > 4*standard {
			t.Errorf("%s: closed form %v, samples %v ± %v", name, got, mean, standard)
		}
	}
}

func sampleError(w Weights, eigenvalues []float64, g gaussian.Activation, random *rand.Rand) float64 {
	dim := w.Dim
	x := make([]float64, dim)
	for i := range x {
		x[i] = math.Sqrt(eigenvalues[i]) * random.NormFloat64()
	}
	residual := slices.Clone(x)
	for k := range w.Hidden {
		var lambda float64
		for i, wi := range w.Encoder(k) {
			lambda += wi * x[i] / math.Sqrt(float64(dim))
		}
		for i, vi := range w.Decoder(k) {
			residual[i] -= vi * g.Value(lambda)
		}
	}
	var e float64
	for _, r := range residual {
		e += r * r / float64(dim)
	}
	return e
}

// A linear autoencoder whose units are the leading principal components leaves the PCA error.
func TestLinearUnitsOnComponentsReachPCA(t *testing.T) {
	eigenvalues := []float64{5, 3, 2, 1, 0.25}
	want := PCAErrors(eigenvalues)
	for m := 1; m <= 4; m++ {
		w := NewWeights(m, len(eigenvalues))
		for k := range m {
			w.Encoder(k)[k] = math.Sqrt(float64(len(eigenvalues)))
			w.Decoder(k)[k] = 1
		}
		near(t, "pmse", Error(w, eigenvalues, gaussian.Linear{}), want[m])
	}
	near(t, "pmse_PCA(0)", want[0], 11.25/5)
	near(t, "pmse_PCA(5)", want[5], 0)
}

func TestColumnsFollowTheirNames(t *testing.T) {
	p := NewParameters(2)
	copy(p.Q, []float64{11, 12, 12, 22})
	copy(p.S, []float64{1, 2})
	copy(p.T, []float64{111, 112, 112, 122})
	if got, want := strings.Join(ColumnNames(2, false, false), " "), "Q_1_1 Q_1_2 Q_2_2 S_1 S_2 T_1_1 T_1_2 T_2_2"; got != want {
		t.Errorf("names %s", got)
	}
	if got := p.AppendColumns(nil); !slices.Equal(got, []float64{11, 12, 22, 1, 2, 111, 112, 122}) {
		t.Errorf("columns %v", got)
	}
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	bad := NewWeights(2, 3)
	bad.V[4] = math.NaN()
	biased := NewWeights(2, 3)
	biased.B, biased.C = []float64{0, 1}, []float64{0, math.Inf(1), 0}
	for want, w := range map[string]Weights{
		"bias c[1] is +Inf":       biased,
		"2 entries, want K = 1":   {Hidden: 1, Dim: 3, W: make([]float64, 3), V: make([]float64, 3), B: []float64{0, 0}},
		"1 entries, want D = 3":   {Hidden: 1, Dim: 3, W: make([]float64, 3), V: make([]float64, 3), C: []float64{0}},
		"V[1,1] is NaN":           bad,
		"0 hidden":                NewWeights(0, 3),
		"at least as many inputs": NewWeights(3, 2),
		"2×3":                     {Hidden: 2, Dim: 3, W: make([]float64, 5), V: make([]float64, 6)},
	} {
		if err := w.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
	if err := NewWeights(2, 3).Check(); err != nil {
		t.Error(err)
	}
}

func ExampleError() {
	eigenvalues := []float64{4, 1, 1}
	w := NewWeights(1, 3)
	w.Encoder(0)[0] = 0.1 // a small encoder stays in the linear region of erf …
	w.Decoder(0)[0] = 22  // … and a large decoder makes up for it
	fmt.Printf("autoencoder %.3f, PCA %.3f\n", Error(w, eigenvalues, gaussian.Erf{}), PCAErrors(eigenvalues)[1])
	// Output: autoencoder 0.667, PCA 0.667
}
