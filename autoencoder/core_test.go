package autoencoder

import (
	"math"
	"testing"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// Every combination of rules is the plain one, over some steps, to rounding: 1e-12 in
// double precision and 2e-6 in single. Sizes of networks go through all that the passes
// treat apart, with inputs that don't fill a block.
func TestStepsAreThoseOfTheFormulas(t *testing.T) {
	t.Parallel()
	const steps = 12 // with weight decay the common factor goes into the weights meanwhile
	count := 0
	for c := range combinations() {
		count++
		if testing.Short() && count%5 > 1 { // two fifths: 5 has no factor in common with what goes round
			continue
		}
		if err := c.Learning.check(c.start(1, 10), 10); err != nil {
			t.Fatalf("%v: %v", c, err)
		}
		hidden, dim := 1+count%9, []int{13, 17, 31}[count%3]
		for precision, tolerance := range map[Precision]float64{Single: 2e-6, Double: 1e-12} {
			c.Precision = precision
			w, inputs := toSingle(c.start(hidden, dim)), normalInputs(3*steps, dim)
			simulator := startOf(Problem{Learning: c.Learning, Initial: w, Sampler: inputs})
			plain := newReference(c.Learning, w)
			for range steps {
				var batch [][]float64
				for range c.batchSize() {
					batch = append(batch, inputs.float64s(plain.steps*c.batchSize()+len(batch)))
				}
				plain.step(batch...)
			}
			if err := simulator.Run(t.Context(), steps); err != nil {
				t.Fatalf("%v: %v", c, err)
			}
			if d := distance(simulator.Network().Weights, plain.w); !(d <= tolerance) {
				t.Errorf("%v, K = %d, D = %d: %v from the formulas", c, hidden, dim, d)
			}
			for part, moved := range movement(w, plain.w) {
				if moved < 500*tolerance {
					t.Errorf("%v, K = %d, D = %d: array %d moves by %v, too little for the test to see", c, hidden, dim, part, moved)
				}
			}
		}
	}
}

// toSingle rounds weights to single precision, so that both precisions start at one place.
func toSingle(w order.Weights) order.Weights {
	for _, array := range [][]float64{w.W, w.V, w.C} {
		for i := range array {
			array[i] = float64(float32(array[i]))
		}
	}
	return w
}

// distance returns the largest difference of the weights and biases, relative to 1 + their size.
func distance(a, b order.Weights) float64 {
	var largest float64
	for i, array := range [][]float64{a.W, a.V, a.B, a.C} {
		other := [][]float64{b.W, b.V, b.B, b.C}[i]
		if len(array) != len(other) {
			return math.Inf(1)
		}
		for j, x := range array {
			d := math.Abs(x-other[j]) / (1 + math.Abs(other[j]))
			if !(d <= largest) {
				largest = d
			}
		}
	}
	return largest
}

// movement returns how far the weights that learn have moved.
func movement(from, to order.Weights) []float64 {
	return []float64{floats.Distance(from.W, to.W, math.Inf(1)), floats.Distance(from.V, to.V, math.Inf(1))}
}

// Where the rule is vanilla, the formulas are the gradient of the batch's mean of ‖δ‖²/2, by
// finite differences of order four. (Truncated and Sanger's rule go down no gradient.)
func TestDescentIsTheGradientOfTheSampleLoss(t *testing.T) {
	for _, l := range rulesAndUnits() {
		if l.Rule != Vanilla {
			continue
		}
		c := combination{Learning: l, fixedEncoderBias: true, fixedOutputBias: true}
		c.Precision = Double
		for hidden := range 9 {
			const dim = 13
			w, inputs := c.start(hidden+1, dim), normalInputs(3, dim)
			network := Network{Activation: c.Activation, Weights: w}
			slope := func(parameters ...*float64) float64 { return lossSlope(network, inputs.float64s(0), parameters) }
			plain := newReference(c.Learning, w).descent(inputs.float64s(0))
			near := func(name string, got, want float64) {
				if math.Abs(got-want) > 1e-7*(1+math.Abs(want)) {
					t.Errorf("%v, K = %d: descent of %s is %v, finite differences %v", c, hidden+1, name, got, want)
				}
			}
			for i := range w.W {
				if c.Tied {
					near("W = V", plain.W[i]+plain.V[i], -slope(&w.W[i], &w.V[i]))
					continue
				}
				near("W", plain.W[i], -slope(&w.W[i]))
				near("V", plain.V[i], -slope(&w.V[i]))
			}
			for k := range w.B {
				near("b", plain.B[k], -slope(&w.B[k]))
			}
			for i := range w.C {
				near("c", plain.C[i], -slope(&w.C[i]))
			}
		}
	}
}

// lossSlope differentiates ‖δ‖²/2 by parameters that are moved together.
func lossSlope(n Network, x []float64, parameters []*float64) float64 {
	const h = 2e-4
	loss := func(d float64) float64 {
		for _, p := range parameters {
			*p += d
		}
		e := float64(n.Weights.Dim) * n.SampleError(x) / 2
		for _, p := range parameters {
			*p -= d
		}
		return e
	}
	return (8*(loss(h)-loss(-h)) - (loss(2*h) - loss(-2*h))) / (12 * h)
}

// Units that aren't active are left out of the decoder's passes, in the middle of a group
// and as whole groups; the result is the same as with them. With the output bias alone, and
// with nothing active at all, too.
func TestInactiveUnits(t *testing.T) {
	for _, rule := range []Rule{Vanilla, Truncated} {
		for pattern := range 1 << 7 {
			const hidden, dim = 7, 19
			c := combination{Learning: Learning{
				Activation: gaussian.ReLU{}, LearningRate: 2, Rule: rule, Precision: Double,
				TrainEncoderBias: true, TrainOutputBias: pattern%3 == 0,
			}}
			w, inputs := c.start(hidden, dim), normalInputs(2, dim)
			for k := range hidden {
				w.B[k] = 20
				if pattern>>k&1 == 0 {
					w.B[k] = -20
				}
			}
			network, plain := newCore[float64](c.Learning, w, dim), newReference(c.Learning, w)
			for i := range inputs.rows {
				x := paddedRows[float64](inputs.float64s(i), 1, dim)[0]
				if !network.learn(x) {
					t.Fatal("not finite")
				}
				plain.step(inputs.float64s(i))
			}
			if d := distance(network.weights(), plain.w); d > 1e-12 {
				t.Errorf("%v, units %07b active: %v from the formulas", rule, pattern, d)
			}
			if idle := floats.Norm(network.idle, math.Inf(1)); idle != 0 {
				t.Errorf("%v, units %07b active: the idle row has %v", rule, pattern, idle)
			}
		}
	}
}

// The scalings' D may be larger than the rows: weights and inputs that vanish in the other
// coordinates change nothing.
func TestRowsMayBeNarrowerThanD(t *testing.T) {
	for c := range combinations() {
		if c.Adam != nil {
			continue // goes by coordinates
		}
		const hidden, narrow, dim = 3, 10, 40
		w, inputs := c.start(hidden, narrow), normalInputs(6, narrow)
		wide := widened(w, dim)
		a, b := newCore[float64](c.Learning, w, dim), newCore[float64](c.Learning, wide, dim)
		for i := range inputs.rows {
			x := inputs.float64s(i)
			if !a.learn(paddedRows[float64](x, 1, narrow)[0]) || !b.learn(paddedRows[float64](append(x, make([]float64, dim-narrow)...), 1, dim)[0]) {
				t.Fatal("not finite")
			}
		}
		if d := distance(widened(a.weights(), dim), b.weights()); d > 1e-13 {
			t.Errorf("%v: %v apart", c, d)
		}
	}
}

// widened appends coordinates in which the weights vanish.
func widened(w order.Weights, dim int) order.Weights {
	wide := order.NewWeights(w.Hidden, dim)
	wide.B = w.B
	for k := range w.Hidden {
		copy(wide.Encoder(k), w.Encoder(k))
		copy(wide.Decoder(k), w.Decoder(k))
	}
	if w.C != nil {
		wide.C = append(append([]float64(nil), w.C...), make([]float64, dim-w.Dim)...)
	}
	return wide
}
