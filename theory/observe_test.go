package theory

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"autoencoder-dynamics/theory/ensemble"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// snapshotOf returns the start of a problem.
func snapshotOf(t testing.TB, p Problem, merge bool) Snapshot {
	t.Helper()
	f, err := newFlow(p, merge)
	if err != nil {
		t.Fatal(err)
	}
	return f.snapshot(0, f.Start())
}

// Merged, unmerged and as plain weights: the leading modes are the same, in the order of
// the eigenvalues.
func TestLeadingModesOfMergedEigenvalues(t *testing.T) {
	const hidden, dim, m = 2, 40, 12
	eigenvalues := make([]float64, dim)
	for i := range eigenvalues {
		eigenvalues[i] = float64(1 + (i*7)%5) // five levels, in disorder
	}
	for _, tied := range []bool{false, true} {
		w := startWeights(hidden, dim, 0.7, 3)
		w.B, w.C = []float64{0.1, -0.2}, startWeights(1, dim, 0.4, 4).V
		if tied {
			copy(w.W, w.V)
		}
		p := Problem{Activation: gaussian.Linear{}, Tied: tied, Eigenvalues: eigenvalues, LearningRate: 1, Initial: w}
		sorted := make([]int, dim)
		for i := range sorted {
			sorted[i] = i
		}
		slices.SortStableFunc(sorted, func(i, j int) int { return int(eigenvalues[j] - eigenvalues[i]) })
		for _, merge := range []bool{false, true} {
			s := snapshotOf(t, p, merge)
			got := s.Leading(m)
			for j, mode := range sorted[:m] {
				near(t, "rate", got.Rates[j], eigenvalues[mode]/dim)
				near(t, "c", got.C[j], w.C[mode])
				for k := range hidden {
					near(t, "w", got.W[k*m+j], w.Encoder(k)[mode])
					near(t, "v", got.V[k*m+j], w.Decoder(k)[mode])
					near(t, "cos", s.Cosines(m)[k*m+j], w.Decoder(k)[mode]/floats.Norm(w.Decoder(k), 2))
				}
			}
			for i, overlap := range s.SpanOverlaps(m) {
				near(t, "span overlap", overlap, projected(w, sorted[i]))
			}
		}
	}
}

func near(t *testing.T, name string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-11*(1+math.Abs(want))) {
		t.Errorf("%s = %v, want %v", name, got, want)
	}
}

// projected is ‖Pψ‖² by a QR decomposition of the rows of V.
func projected(w order.Weights, mode int) float64 {
	var qr mat.QR
	qr.Factorize(mat.DenseCopyOf(mat.NewDense(w.Hidden, w.Dim, slices.Clone(w.V)).T()))
	var q mat.Dense
	qr.QTo(&q)
	var sum float64
	for k := range w.Hidden {
		sum += q.At(mode, k) * q.At(mode, k)
	}
	return sum
}

// The densities add up to the order parameters: Σ ρ q/D = Q, Σ ρ r_kk = S_k, Σ t = T/D.
func TestDensitiesAddUp(t *testing.T) {
	const hidden, dim = 3, 15
	s := snapshotOf(t, Problem{Activation: gaussian.Linear{}, Eigenvalues: powerLaw(dim), LearningRate: 1, Initial: startWeights(hidden, dim, 1, 2)}, true)
	l := s.Leading(dim)
	got := order.NewParameters(hidden)
	for j, rate := range l.Rates {
		q, r, d := l.Densities(j)
		floats.AddScaled(got.Q, rate, q)
		floats.AddScaled(got.T, dim, d)
		for k := range hidden {
			got.S[k] += dim * rate * r[k*hidden+k]
		}
	}
	for i := range got.Q {
		near(t, "Q", got.Q[i], s.Parameters.Q[i])
		near(t, "T", got.T[i], s.Parameters.T[i])
	}
	for k := range got.S {
		near(t, "S", got.S[k], s.Parameters.S[k])
	}
}

// At D = ∞ the decoder is per √D and the bulk isn't a mode.
func TestLeadingModesAtInfiniteDimension(t *testing.T) {
	m := &Modes{
		Hidden: 1, Dim: math.Inf(1), Variance: 1, Rates: []float64{0, 0.25, 0.5},
		Encoder: []float64{9, 1, 2}, Decoder: []float64{0.4, 0.3, 0},
	}
	s := snapshotOf(t, Problem{Activation: gaussian.Erf{}, LearningRate: 1, Modes: m}, true)
	l := s.Leading(5)
	if !slices.Equal(l.Rates, []float64{0.5, 0.25}) || !slices.Equal(l.V, []float64{0, 0.3}) || !slices.Equal(l.W, []float64{2 / math.Sqrt(0.5), 2}) {
		t.Errorf("%+v", l)
	}
	for i, want := range []float64{0, 0.36} {
		near(t, "span overlap", s.SpanOverlaps(2)[i], want)
	}
	near(t, "decoder norm", s.DecoderNorms()[0], 0.5)
	if got := s.PCAErrors(5); !slices.Equal(got, []float64{1, 0.5, 0.25}) {
		t.Errorf("PCA errors %v", got)
	}
}

// With all components nothing is left, however small the last of them, and what is left
// before is what they have.
func TestPCAErrorsEndAtZero(t *testing.T) {
	eigenvalues := []float64{1e3, 0.3, 0.3, 0.1, 1e-14}
	levels := ensemble.Ensemble{Dim: 5, Hidden: 2, Scale: 0.1}
	for _, level := range []struct{ eigenvalue, count float64 }{{1e3, 1}, {0.3, 2}, {0.1, 1}, {1e-14, 1}} {
		rate := level.eigenvalue / 5
		levels.Levels = append(levels.Levels, ensemble.Level{Rate: rate, Multiplicity: level.count, Share: rate * level.count})
	}
	for name, p := range map[string]Problem{
		"weights": {Activation: gaussian.Erf{}, LearningRate: 1, Eigenvalues: eigenvalues, Initial: startWeights(2, 5, 0.1, 0)},
		"modes":   {Activation: gaussian.Erf{}, LearningRate: 1, Modes: draw(t, levels, 0)},
	} {
		got, want := snapshotOf(t, p, true).PCAErrors(9), order.PCAErrors(eigenvalues)
		if len(got) != len(want) || got[5] != 0 {
			t.Fatalf("%s: errors %v, want %v", name, got, want)
		}
		for m := range want[:5] {
			near(t, name+": PCA error", got[m]/want[m], 1)
		}
	}
}

// Neither order, sign and length of the units nor a unit that repeats another's direction
// changes the span; the error of the linear network knows no rotation of the units at all.
func TestObservablesKnowTheSpanOnly(t *testing.T) {
	const hidden, dim, m = 4, 30, 6
	w := startWeights(hidden, dim, 1, 8)
	for i := range dim { // unit 3 lies in the span of 0 and 1
		w.Decoder(3)[i] = 2*w.Decoder(0)[i] - w.Decoder(1)[i]
	}
	p := Problem{Activation: gaussian.Linear{}, Eigenvalues: powerLaw(dim), LearningRate: 1, Initial: w}
	want := snapshotOf(t, p, true).SpanOverlaps(m)
	changed := w.Clone()
	for k, image := range []struct {
		unit  int
		scale float64
	}{{2, -1}, {0, 1e-5}, {3, 300}, {1, 1}} {
		floats.ScaleTo(changed.Decoder(image.unit), image.scale, w.Decoder(k))
	}
	mixed := w.Clone()
	for i := range dim {
		for k := range hidden {
			mixed.Decoder(k)[i] = w.Decoder(k)[i] + 0.5*w.Decoder((k + 1) % hidden)[i]
		}
	}
	for name, other := range map[string]order.Weights{"changed units": changed, "mixed units": mixed} {
		p.Initial = other
		for i, got := range snapshotOf(t, p, true).SpanOverlaps(m) {
			near(t, name, got, want[i])
		}
	}
}

// A unit at a small angle to another adds its direction to the span as long as the
// angle is above 1e-6.
func TestUnitsAtSmallAngles(t *testing.T) {
	w := order.NewWeights(2, 3)
	for angle, want := range map[float64]float64{1e-3: 1, 1e-5: 1, 1e-7: 0} {
		copy(w.V, []float64{1, 0, 0, 1, angle, 0})
		s := snapshotOf(t, Problem{Activation: gaussian.Linear{}, Eigenvalues: []float64{1, 3, 2}, LearningRate: 1, Initial: w}, true)
		// In the order of the eigenvalues: the second input, which the unit leans
		// towards, then the third and the first.
		for i, overlap := range s.SpanOverlaps(3) {
			if expected := []float64{want, 0, 1}[i]; math.Abs(overlap-expected) > 1e-4 {
				t.Errorf("angle %g: overlap %d is %v, want %v", angle, i, overlap, expected)
			}
		}
	}
}

func TestSpanOverlapsLieBetween0And1(t *testing.T) {
	source := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		hidden, dim := 1+source.IntN(4), 4+source.IntN(5)
		w := order.NewWeights(hidden, dim)
		for i := range w.V {
			w.V[i] = math.Exp(6*source.NormFloat64()) * float64(source.IntN(2))
		}
		s := snapshotOf(t, Problem{Activation: gaussian.Linear{}, Eigenvalues: powerLaw(dim), LearningRate: 1, Initial: w}, true)
		var sum float64
		for _, overlap := range s.SpanOverlaps(dim) {
			if !(overlap >= 0 && overlap <= 1) {
				t.Fatalf("overlap %v", overlap)
			}
			sum += overlap
		}
		if rank := math.Round(sum); math.Abs(sum-rank) > 1e-3 || rank > float64(hidden) { // tr P is the rank
			t.Errorf("the overlaps of %d units add up to %v", hidden, sum)
		}
	}
}

func TestLinearShares(t *testing.T) {
	w := startWeights(3, 10, 1, 1)
	p := Problem{Activation: gaussian.Erf{}, Eigenvalues: powerLaw(10), LearningRate: 1, Initial: w}
	for _, share := range snapshotOf(t, p, true).LinearShares() {
		near(t, "share without bias", share, 0.5)
	}
	fill(w.W[:10], 0)
	p.Initial.B = []float64{1, 0, 0}
	p.Initial.B[1] = snapshotOf(t, p, true).EncoderNorms()[1]
	got := snapshotOf(t, p, true).LinearShares()
	for k, want := range []float64{1, 0.8413447460685429, 0.5} { // Φ(∞), Φ(1), Φ(0)
		near(t, "share", got[k], want)
	}
}

func BenchmarkSpanOverlaps(b *testing.B) {
	const hidden, dim, m = 64, 1024, 70
	s := snapshotOf(b, Problem{Activation: gaussian.Erf{}, Eigenvalues: powerLaw(dim), LearningRate: 1, Initial: startWeights(hidden, dim, 0.1, 1)}, true)
	for b.Loop() {
		s.SpanOverlaps(m)
		s.Cosines(m)
		s.Leading(m)
	}
}
