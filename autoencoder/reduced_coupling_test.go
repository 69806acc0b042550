package autoencoder

import (
	"math"
	"testing"

	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// normalWeights draws weights from N(0, scale²).
func normalWeights(hidden, dim int, scale float64) order.Weights {
	w, stream := order.NewWeights(hidden, dim), random.New(7, "normal weights", 0)
	stream.Normals(w.W, scale)
	stream.Normals(w.V, scale)
	return w
}

// coupled is a simulator in few columns together with one over all inputs, to which it is
// fed the same inputs: the columns are kept as vectors over all inputs.
type coupled struct {
	full        *core[float64]
	inputs      [2][]float64
	turn        int
	reduced     *LevelSimulator
	eigenvalues []float64
	columns     [][][]float64 // of each level: for each mode its entries in the slots
	stream      *random.Stream
}

// newCoupled starts both from the same weights. The eigenvalues decrease.
func newCoupled(t *testing.T, l Learning, start order.Weights, eigenvalues []float64) *coupled {
	t.Helper()
	reduced, err := ReduceWeights(start, eigenvalues)
	if err != nil {
		t.Fatal(err)
	}
	c := &coupled{
		full: newCore[float64](l, start, float64(start.Dim)), reduced: newLevelSimulator(t, l, reduced, 0),
		eigenvalues: eigenvalues, stream: random.New(4, "coupled inputs", 0),
	}
	width := len(c.full.encoder[0])
	c.inputs = [2][]float64{make([]float64, width), make([]float64, width)}
	mode := 0
	for _, level := range c.reduced.slots {
		n := int(level.modes)
		rows := make([][]float64, 0, 9+n)
		for _, row := range weightRows(start) {
			rows = append(rows, append([]float64(nil), row[mode:mode+n]...))
		}
		weights := len(rows)
		for i := range n {
			unit := make([]float64, n)
			unit[i] = 1
			rows = append(rows, unit)
		}
		if n > weights { // as ReduceWeights does
			triangularise(rows, weights)
		}
		basis := rows[weights:]
		for i, row := range basis {
			basis[i] = make([]float64, level.count)
			copy(basis[i], row[:level.resting])
		}
		c.columns = append(c.columns, basis)
		mode += n
	}
	return c
}

// step feeds both a normal input.
func (c *coupled) step(t *testing.T) {
	c.turn = 1 - c.turn
	input := c.inputs[c.turn]
	mode := 0
	clear(c.reduced.input)
	for l := range c.reduced.slots {
		level := &c.reduced.slots[l]
		part := input[mode : mode+int(level.modes)]
		for i := range part {
			part[i] = level.deviation * c.stream.NormFloat64()
		}
		c.rotate(level, c.columns[l], part, c.reduced.input[level.first:level.first+level.count])
		mode += len(part)
	}
	if !c.full.learn(input) || !c.reduced.learn() {
		t.Fatal("not finite")
	}
	if c.reduced.fresh == c.reduced.cycle {
		c.compress()
	}
}

// rotate sets the slots of a level to the input's part in it. What is in no column becomes
// the direction of the next.
func (c *coupled) rotate(level *slots, columns [][]float64, part, slots []float64) {
	rest := append([]float64(nil), part...)
	for range 2 { // twice is enough to be orthogonal to rounding errors
		along := make([]float64, len(slots))
		for i, x := range rest {
			floats.AddScaled(along, x, columns[i])
		}
		for i := range rest {
			rest[i] -= floats.Dot(along, columns[i])
		}
		floats.Add(slots, along)
	}
	if level.compressed() {
		next, length := level.resting+c.reduced.fresh, math.Sqrt(floats.Dot(rest, rest))
		slots[next] = length
		for i, x := range rest {
			columns[i][next] = x / length
		}
	}
}

// compress rotates the columns with the weights.
func (c *coupled) compress() {
	encoder, decoder, output := c.reduced.core.rows()
	for l, level := range c.reduced.slots {
		if !level.compressed() {
			continue
		}
		var rows [][]float64 // copies, at the places of the padded rows
		for _, row := range append(append(append([][]float64(nil), encoder...), decoder...), output) {
			if row != nil {
				rows = append(rows, append([]float64(nil), row...))
			}
		}
		weights, from, to := len(rows), level.first, level.first+level.count
		for _, entries := range c.columns[l] {
			row := make([]float64, len(rows[0]))
			copy(row[from:to], entries)
			rows = append(rows, row)
		}
		newTriangulariser(kernel.Best, to).apply(rows, from, to, weights)
		for i, entries := range c.columns[l] {
			copy(entries, rows[weights+i][from:to])
		}
		for i := range c.columns[l] {
			clear(c.columns[l][i][level.resting:])
		}
	}
	c.reduced.compress()
}

// compare returns the largest difference of an order parameter or the error, relative to the
// largest of its kind.
func (c *coupled) compare(t *testing.T) float64 {
	full := Network{Activation: c.full.learning.Activation, Weights: c.full.weights()}
	p, q := order.NewParameters(full.Weights.Hidden), order.NewParameters(full.Weights.Hidden)
	want := evaluate(t, ClosedForm{Eigenvalues: c.eigenvalues}, full, p)
	got := evaluate(t, c.reduced.Evaluator(), c.reduced.Network(), q)
	worst := math.Abs(got/want - 1)
	for _, kind := range [][2][]float64{{p.Q, q.Q}, {p.S, q.S}, {p.T, q.T}, {p.B, q.B}, {p.Z, q.Z}, {{p.C2}, {q.C2}}} {
		if len(kind[0]) != len(kind[1]) {
			return math.Inf(1)
		}
		if len(kind[0]) > 0 {
			worst = max(worst, floats.Distance(kind[0], kind[1], math.Inf(1))/max(floats.Norm(kind[0], math.Inf(1)), 1e-3))
		}
	}
	return worst
}

// learners are the learning rules with what may be different about them.
func learners() map[string]Learning {
	erf, relu, linear := gaussian.Erf{}, gaussian.ReLU{}, gaussian.Linear{}
	return map[string]Learning{
		"erf":                    {Activation: erf},
		"erf, truncated":         {Activation: erf, Rule: Truncated},
		"erf, tied":              {Activation: erf, Tied: true},
		"linear, tied truncated": {Activation: linear, Tied: true, Rule: Truncated},
		"sanger":                 {Activation: linear, Rule: Sanger},
		"relu":                   {Activation: relu},
		"relu, b":                {Activation: relu, TrainEncoderBias: true},
		"relu, c":                {Activation: relu, TrainOutputBias: true},
		"relu, b and c":          {Activation: relu, TrainEncoderBias: true, TrainOutputBias: true},
		"erf, tied, b and c":     {Activation: erf, Tied: true, TrainEncoderBias: true, TrainOutputBias: true},
		"relu, truncated, b, c":  {Activation: relu, Rule: Truncated, TrainEncoderBias: true, TrainOutputBias: true},
		"erf, decay, schedule":   {Activation: erf, WeightDecay: 3, Schedule: Schedule{Power: 0.5, Onset: 2}},
		"erf, batches of 2":      {Activation: erf, BatchSize: 2},
		"relu, c, batches of 3":  {Activation: relu, Rule: Truncated, TrainOutputBias: true, BatchSize: 3},
	}
}

// twoLevels are the eigenvalues of 60 inputs with two levels of many modes, one of few, and two single
// modes.
func twoLevels() []float64 {
	eigenvalues := []float64{40, 25}
	for i := range 58 {
		eigenvalues = append(eigenvalues, []float64{2, 1, 0.5}[min(2, (i+26)/29)])
	}
	return eigenvalues
}

// Fed the same inputs, a simulation in few columns and one over all inputs have the same
// error and order parameters, but for rounding errors, at every step: a simulation by levels is
// stochastic gradient descent itself, so that it has its law where its inputs have theirs.
func TestLevelSimulatorIsTheSimulatorRotated(t *testing.T) {
	const steps, tolerance = 600, 1e-13
	for name, l := range learners() {
		t.Run(name, func(t *testing.T) {
			l.LearningRate = 0.5
			eigenvalues := twoLevels()
			start := normalWeights(2, len(eigenvalues), 0.5)
			if l.tied() {
				copy(start.V, start.W)
			}
			if l.TrainEncoderBias {
				start.B = []float64{0.2, -0.1}
			}
			c := newCoupled(t, l, start, eigenvalues)
			before := evaluate(t, c.reduced.Evaluator(), c.reduced.Network(), order.NewParameters(2))
			worst := c.compare(t)
			for range steps {
				c.step(t)
				worst = max(worst, c.compare(t))
			}
			after := evaluate(t, c.reduced.Evaluator(), c.reduced.Network(), order.NewParameters(2))
			if !(worst < tolerance) {
				t.Errorf("off by %.1e", worst)
			}
			if math.Abs(after/before-1) < 0.01 {
				t.Errorf("the error is %v and was %v: nothing was learnt, nothing compared", after, before)
			}
			t.Logf("off by %.1e, error %.3f from %.3f, cycle %d of %d slots", worst, after, before, c.reduced.cycle, width(c.reduced.slots))
		})
	}
}
