package order

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/theory/gaussian"

	"gonum.org/v1/gonum/floats"
)

// biased returns random weights with both biases.
func biased(hidden, dim int, random *rand.Rand) Weights {
	w := randomWeights(hidden, dim, random)
	w.B, w.C = make([]float64, hidden), make([]float64, dim)
	for k := range w.B {
		w.B[k] = random.NormFloat64()
	}
	for i := range w.C {
		w.C[i] = random.NormFloat64()
	}
	return w
}

// networkError returns ‖x − x̂‖²/D, from the definition of the network.
func networkError(w Weights, g gaussian.Activation, x []float64) float64 {
	residual := slices.Clone(x)
	for i, c := range w.C {
		residual[i] -= c
	}
	for k := range w.Hidden {
		u := floats.Dot(w.Encoder(k), x) / math.Sqrt(float64(w.Dim))
		if w.B != nil {
			u += w.B[k]
		}
		floats.AddScaled(residual, -g.Value(u), w.Decoder(k))
	}
	return floats.Dot(residual, residual) / float64(w.Dim)
}

// gridError is the average of the network's error over N(0, diag(eigenvalues)) in
// two dimensions, by the trapezium rule on a grid that reaches 8 standard deviations out.
func gridError(w Weights, eigenvalues []float64, g gaussian.Activation) float64 {
	const step, reach = 0.04, 8.0
	var sum float64
	for x := -reach; x <= reach; x += step {
		for y := -reach; y <= reach; y += step {
			density := math.Exp(-(x*x+y*y)/2) / (2 * math.Pi)
			sum += density * networkError(w, g, []float64{x * math.Sqrt(eigenvalues[0]), y * math.Sqrt(eigenvalues[1])})
		}
	}
	return sum * step * step
}

// The error in closed form against an integral over the inputs, for every activation with and without each bias.
func TestErrorWithBiasesAgreesWithQuadrature(t *testing.T) {
	full := biased(2, 2, rand.New(rand.NewPCG(5, 6)))
	encoder, output := full.Clone(), full.Clone()
	encoder.C, output.B = nil, nil
	eigenvalues := []float64{2, 0.5}
	for _, name := range gaussian.Names() {
		g, err := gaussian.ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		tolerance := 1e-8
		if strings.Contains(name, "relu") {
			tolerance = 3e-4 // the grid doesn't resolve the kink
		}
		for what, w := range map[string]Weights{"both": full, "encoder": encoder, "output": output} {
			want := gridError(w, eigenvalues, g)
			if got := Error(w, eigenvalues, g); math.Abs(got/want-1) > tolerance {
				t.Errorf("%s, %s biases: closed form %v, integral %v", name, what, got, want)
			}
		}
	}
}

func TestMeasureSetsAndForgetsBiases(t *testing.T) {
	w := biased(3, 5, rand.New(rand.NewPCG(7, 8)))
	eigenvalues := []float64{5, 4, 3, 2, 1}
	p := NewParameters(3)
	p.Measure(w, eigenvalues)
	if !slices.Equal(p.B, w.B) || &p.B[0] == &w.B[0] {
		t.Errorf("b = %v, want a copy of %v", p.B, w.B)
	}
	near(t, "‖c‖²", p.C2, floats.Dot(w.C, w.C))
	for k := range w.Hidden {
		near(t, "z", p.Z[k], floats.Dot(w.Decoder(k), w.C))
	}
	clone := p.Clone()
	p.Measure(Weights{Hidden: 3, Dim: 5, W: w.W, V: w.V}, eigenvalues)
	if p.B != nil || p.Z != nil || p.C2 != 0 {
		t.Errorf("biases %v, %v, %v of a network without", p.B, p.Z, p.C2)
	}
	if !slices.Equal(clone.B, w.B) || clone.Z == nil {
		t.Error("the copy lost its biases")
	}
}

func TestColumnsOfBiases(t *testing.T) {
	p := NewParameters(2)
	for _, c := range []struct {
		encoder, output bool
		names           string
		columns         []float64
	}{
		{false, false, "", nil},
		{true, false, "b_1 b_2", []float64{7, 8}},
		{false, true, "c_norm", []float64{3}},
		{true, true, "b_1 b_2 c_norm", []float64{7, 8, 3}},
	} {
		p.B, p.Z, p.C2 = nil, nil, 0
		if c.encoder {
			p.B = []float64{7, 8}
		}
		if c.output {
			p.Z, p.C2 = []float64{1, 2}, 9
		}
		if got := strings.Join(ColumnNames(2, c.encoder, c.output)[8:], " "); got != c.names {
			t.Errorf("names %q, want %q", got, c.names)
		}
		if got := p.AppendColumns(nil)[8:]; !slices.Equal(got, c.columns) {
			t.Errorf("columns %v, want %v", got, c.columns)
		}
	}
}

// Weights are copied with their biases.
func TestCloneSharesNothing(t *testing.T) {
	w := biased(1, 2, rand.New(rand.NewPCG(1, 2)))
	copied := w.Clone()
	before := []float64{copied.W[0], copied.V[0], copied.B[0], copied.C[0]}
	w.W[0], w.V[0], w.B[0], w.C[0] = 9, 9, 9, 9
	if !slices.Equal(before, []float64{copied.W[0], copied.V[0], copied.B[0], copied.C[0]}) {
		t.Error("the copy changed with the weights")
	}
	if err := copied.Check(); err != nil {
		t.Error(err)
	}
}
