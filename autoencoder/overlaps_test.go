package autoencoder_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
	"autoencoder-dynamics/theory/overlap"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// randomWeights returns weights with decoder vectors of different lengths, one of them 0.
func randomWeights(hidden, dim int) order.Weights {
	w, stream := order.NewWeights(hidden, dim), random.New(7, "overlaps", 0)
	stream.Normals(w.W, 1)
	for k := range hidden {
		stream.Normals(w.Decoder(k), float64(k))
	}
	return w
}

// start returns the theory's view of a problem at its start.
func start(t *testing.T, p theory.Problem) theory.Snapshot {
	t.Helper()
	var at theory.Snapshot
	_, err := theory.Solve(t.Context(), p, theory.Settings{Times: []float64{0, 1e-3}, Observe: func(s theory.Snapshot) error {
		if s.Time == 0 {
			at = s
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// theoryOverlaps returns the overlaps and cosines of a snapshot with the names of the
// theory's table.
func theoryOverlaps(s theory.Snapshot, m, hidden int) (names []string, values []float64) {
	components := s.Leading(m).Components
	for i, x := range s.SpanOverlaps(m) {
		names, values = append(names, fmt.Sprintf("overlap_%d", components[i])), append(values, x)
	}
	for _, level := range s.MergedLevels() {
		names = append(names, fmt.Sprintf("overlap_%v_to_%v", level.FirstComponent, level.FirstComponent+level.Multiplicity-1))
		values = append(values, level.Overlap)
	}
	for i, x := range s.Cosines(m) {
		names, values = append(names, fmt.Sprintf("cosine_%d_%d", i/len(components)+1, components[i%len(components)])), append(values, x)
	}
	return names, values
}

func sameOverlaps(t *testing.T, c *autoencoder.Components, w order.Weights, s theory.Snapshot, m int) {
	t.Helper()
	gram := make([]float64, 0, w.Hidden*w.Hidden)
	for k := range w.Hidden {
		for l := range w.Hidden {
			gram = append(gram, floats.Dot(w.Decoder(k), w.Decoder(l)))
		}
	}
	got, err := c.Overlaps(w, gram)
	if err != nil {
		t.Fatal(err)
	}
	names, want := theoryOverlaps(s, m, w.Hidden)
	if !slices.Equal(c.ColumnNames(w.Hidden), names) {
		t.Errorf("columns %v, want %v", c.ColumnNames(w.Hidden), names)
	}
	if !floats.EqualApprox(got, want, 1e-11) {
		t.Errorf("overlaps %v, want %v", got, want)
	}
}

// In the eigenbasis the overlaps are the theory's, also of repeated and unsorted eigenvalues.
func TestOverlapsAreTheTheorys(t *testing.T) {
	const hidden, dim = 4, 30
	w, eigenvalues := randomWeights(hidden, dim), make([]float64, dim)
	for i := range eigenvalues {
		eigenvalues[i] = float64(1 + (i*7)%11)
	}
	s := start(t, theory.Problem{Activation: gaussian.Linear{}, Eigenvalues: eigenvalues, LearningRate: 1, Initial: w})
	for _, m := range []int{1, 7, dim} {
		c, err := autoencoder.LeadingComponents(eigenvalues, nil, m)
		if err != nil {
			t.Fatal(err)
		}
		sameOverlaps(t, c, w, s, m)
	}
}

// In pixels they are those in the eigenbasis.
func TestOverlapsAlongEigenvectors(t *testing.T) {
	const hidden, dim, m = 4, 20, 6
	raw, eigenvalues := make([]float64, dim*dim), make([]float64, dim)
	random.New(8, "rotation", 0).Normals(raw, 1)
	var qr mat.QR
	var rotation mat.Dense
	qr.Factorize(mat.NewDense(dim, dim, raw))
	qr.QTo(&rotation)
	for i := range eigenvalues {
		eigenvalues[i] = float64(dim - i)
	}
	w := randomWeights(hidden, dim)
	s := start(t, theory.Problem{Activation: gaussian.Linear{}, Eigenvalues: eigenvalues, LearningRate: 1, Initial: w})
	pixels, vectors := w.Clone(), make([]float64, 0, m*dim) // ψ_m is row m of the rotation
	for k := range hidden {
		mat.NewVecDense(dim, pixels.Decoder(k)).MulVec(rotation.T(), mat.NewVecDense(dim, w.Decoder(k)))
	}
	for i := range m {
		vectors = append(vectors, rotation.RawRowView(i)...)
	}
	c, err := autoencoder.ComponentsAlong(vectors, dim)
	if err != nil {
		t.Fatal(err)
	}
	sameOverlaps(t, c, pixels, s, m)
}

// In reduced coordinates levels of merged modes have the sum of their overlaps.
func TestOverlapsInReducedCoordinates(t *testing.T) {
	const hidden = 2
	rates := []float64{0.01, 0.3, 0.01, 0.2, 0.01, 0.3, 0.01, 0.001}
	multiplicities := []float64{5, 1, 5, 1, 5, 1, 5, 1}
	w := randomWeights(hidden, len(rates))
	var dim, variance float64
	for i, n := range multiplicities {
		dim, variance = dim+n, variance+n*rates[i]
	}
	modes := &theory.Modes{
		Hidden: hidden, Dim: dim, Variance: variance, Rates: rates, Multiplicities: multiplicities,
		Encoder: slices.Clone(w.W), Decoder: slices.Clone(w.V),
	}
	floats.Scale(1/math.Sqrt(dim), modes.Decoder)
	s := start(t, theory.Problem{Activation: gaussian.Linear{}, LearningRate: 1, Modes: modes})
	eigenvalues := slices.Clone(rates)
	floats.Scale(dim, eigenvalues)
	for _, m := range []int{2, 9} {
		c, err := autoencoder.LeadingComponents(eigenvalues, multiplicities, m)
		if err != nil {
			t.Fatal(err)
		}
		sameOverlaps(t, c, w, s, m)
	}
}

func TestComponentsRefuse(t *testing.T) {
	refused := func(_ *autoencoder.Components, err error) error { return err }
	c, err := autoencoder.LeadingComponents([]float64{2, 1}, nil, 2)
	if err != nil {
		t.Fatal(err)
	}
	_, other := c.Overlaps(order.NewWeights(1, 3), []float64{0})
	for want, err := range map[string]error{
		"eigenvalue 2 is NaN":        refused(autoencoder.LeadingComponents([]float64{1, math.NaN()}, nil, 1)),
		"1 multiplicities of 2":      refused(autoencoder.LeadingComponents([]float64{1, 1}, []float64{1}, 1)),
		"multiplicity 1 is 0.5":      refused(autoencoder.LeadingComponents([]float64{1}, []float64{0.5}, 1)),
		"5 numbers":                  refused(autoencoder.ComponentsAlong(make([]float64, 5), 2)),
		"eigenvector 2 has length 2": refused(autoencoder.ComponentsAlong([]float64{1, 0, 0, 2}, 2)),
		"other coordinates":          other,
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
}

// There are as many names as numbers, also where there are too many cosines to keep.
func TestOverlapsHaveTheirNames(t *testing.T) {
	const dim = 30
	for _, hidden := range []int{1, 20, 30} {
		c, err := autoencoder.LeadingComponents(slices.Repeat([]float64{1}, dim), nil, dim)
		if err != nil {
			t.Fatal(err)
		}
		w := randomWeights(hidden, dim)
		var gram mat.Dense
		decoder := mat.NewDense(hidden, dim, w.V)
		gram.Mul(decoder, decoder.T())
		overlaps, err := c.Overlaps(w, gram.RawMatrix().Data)
		if err != nil {
			t.Fatal(err)
		}
		names := c.ColumnNames(hidden)
		if len(names) != len(overlaps) || len(names) > dim+1000 {
			t.Errorf("K = %d: %d names of %d overlaps", hidden, len(names), len(overlaps))
		}
		// The cosine of the last unit with the last of the components that have one.
		last := overlap.CosineComponents(dim, hidden)
		want := w.Decoder(hidden - 1)[last-1]
		if norm := floats.Norm(w.Decoder(hidden-1), 2); norm > 0 {
			want /= norm
		}
		if name := fmt.Sprintf("cosine_%d_%d", hidden, last); names[len(names)-1] != name || math.Abs(overlaps[len(overlaps)-1]-want) > 1e-12 {
			t.Errorf("%s is %v, want %s = %v", names[len(names)-1], overlaps[len(overlaps)-1], name, want)
		}
	}
}
