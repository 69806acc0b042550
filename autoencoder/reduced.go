package autoencoder

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"autoencoder-dynamics/autoencoder/random"
)

// LevelProblem is a network, its start, and normal inputs known by the levels of their
// covariance, of any dimension D.
type LevelProblem struct {
	Learning
	Initial LevelWeights // of [ReduceWeights] or [WeightsOfColumns]; not changed

	// The sources of chance, used, and moved on, by the simulator: Normals for the inputs
	// along the columns of weights, Radii for the lengths of what is orthogonal to them. Normals
	// are of float32, off by less than 5e-7, before they are scaled: order parameters, which
	// fluctuate by D^{-1/2}, don't show it up to D = 1e12. Radii are of float64, because in
	// r² = n + O(√n) it isn't r² that must be precise, but its fluctuation.
	Normals *random.Normals
	Radii   *random.Stream
}

// LargestLevelBatch is the most inputs a step of a [LevelSimulator]. Each input of a batch has
// a column of its own in every level, so that both the width of the rows of weights and the
// number of inputs grow with the batch, and the cost of a step with its square.
const LargestLevelBatch = 1024

// Check returns an error for each mistake in the problem, joined, or nil.
func (p LevelProblem) Check() error {
	mistakes := []error{p.Learning.check(p.Initial.Weights, p.Initial.Dim())}
	if err := p.Initial.Check(); err != nil {
		mistakes = append(mistakes, fmt.Errorf("start weights: %w", err))
	} else {
		mistakes = append(mistakes, p.checkTied(p.Initial.Weights))
	}
	if p.BatchSize > LargestLevelBatch && p.BatchSize <= LargestBatch {
		mistakes = append(mistakes, fmt.Errorf("batch size %d: exactly in law it is at most %d, since a batch needs as many columns: take smaller batches, or simulate all D inputs", p.BatchSize, LargestLevelBatch))
	}
	if p.Adam != nil {
		mistakes = append(mistakes, errors.New("the optimiser Adam has a rate for each weight by itself, so that what it learns changes with rotations of equal modes, "+
			"and in fewer coordinates it has another law: take plain gradient descent, or simulate all D inputs"))
	}
	if p.Precision == Single {
		mistakes = append(mistakes, errors.New("weights of single precision can't hold what rotations of equal modes leave of them: take precision double or automatic"))
	}
	if p.Normals == nil || p.Radii == nil {
		mistakes = append(mistakes, errors.New("the problem has no sources of random numbers: it needs Normals and Radii"))
	}
	return errors.Join(mistakes...)
}

// LevelSimulator takes steps of stochastic gradient descent on normal inputs, exactly in
// law, at a cost that doesn't depend on D. What it simulates is SGD itself with all
// fluctuations of its finite D, and not a limit or an approximation: its weights over the
// levels have the law of those of a [Simulator] fed by [Gaussian], but for rotations among modes
// of one eigenvalue, which change no error and no order parameter.
//
// It keeps the weights on modes of one eigenvalue in few columns: the directions in
// which there are weights. A step adds one direction, that of the input's part in no column.
// After some steps the rows of weights are rotated back into as many columns as there are
// rows. A step costs O(K (R + K)) operations, with R the number of modes of other eigenvalues.
//
// It isn't safe for use from several goroutines; replicas are simulators of their own.
type LevelSimulator struct {
	core     *core[float64]
	learning Learning
	levels   []Level
	dim      float64 // D
	trace    float64 // tr Ω
	slots    []slots
	cycle    int // samples between compressions, whole batches
	fresh    int // samples since the last one
	normals  *random.Normals
	radii    *random.Stream
	rotation *triangulariser

	deviations      []float64   // √ρ of the slots
	input, previous []float64   // in the slots, padded
	noise           []float32   // of the slots
	rows            [][]float64 // working space of compress
}

// NewLevelSimulator returns a simulator at step 0, or what is wrong with the problem.
func NewLevelSimulator(p LevelProblem) (*LevelSimulator, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	start, rows := p.start()
	cycle := chooseCycle(start.Levels, rows, p.batchSize())
	s := &LevelSimulator{
		learning: p.Learning, levels: slices.Clone(start.Levels), dim: start.Dim(), trace: start.Trace(),
		slots: arrange(start.Levels, rows, cycle), cycle: cycle, normals: p.Normals, radii: p.Radii,
	}
	s.core = newCore[float64](p.Learning, spread(start, s.slots), s.dim)
	n := width(s.slots)
	s.rotation = newTriangulariser(p.Instructions, n)
	s.deviations, s.noise = make([]float64, n), make([]float32, n)
	s.input, s.previous = s.core.inputs[0], s.core.inputs[1]
	for _, level := range s.slots {
		for j := range level.count {
			s.deviations[level.first+j] = level.deviation
		}
	}
	return s, nil
}

// start returns the start weights with an output bias where it is to be learnt, and how many
// rows of weights there are.
func (p LevelProblem) start() (start LevelWeights, rows int) {
	start = p.Initial
	if p.TrainOutputBias && start.Weights.C == nil {
		start.Weights.C = make([]float64, start.Weights.Dim)
	}
	rows = start.Weights.Hidden
	if !p.tied() {
		rows *= 2
	}
	if start.Weights.C != nil {
		rows++
	}
	return start, rows
}

// Steps returns how many steps have been taken.
func (s *LevelSimulator) Steps() int64 { return s.core.taken }

// Time returns t = steps/D.
func (s *LevelSimulator) Time() float64 { return float64(s.core.taken) / s.dim }

// Run takes steps until there are as many as given in all. It returns a
// [*DivergenceError] where the weights leave the numbers, at once when it is called again,
// or an error that wraps ctx.Err() when ctx is done. The weights don't depend on how the
// steps are divided into runs.
func (s *LevelSimulator) Run(ctx context.Context, steps int64) error { return runSteps(ctx, s, steps) }

func (s *LevelSimulator) hasDiverged() bool  { return s.core.diverged }
func (s *LevelSimulator) inputsPerStep() int { return s.learning.batchSize() }

// take takes n steps, or those until something computed isn't finite.
func (s *LevelSimulator) take(n int64) {
	for end := s.core.taken + n; s.core.taken < end && !s.core.diverged; {
		s.draw()
		if s.learn() && s.fresh == s.cycle {
			s.compress()
		}
	}
}

// learn learns from the input, which the core reads again at its next step. It reports
// whether all is finite: an input from which nothing is learnt takes up no column.
func (s *LevelSimulator) learn() bool {
	ok := s.core.learn(s.input)
	s.input, s.previous = s.previous, s.input
	if ok {
		s.fresh++
	}
	return ok
}

// draw sets the input to the next one. It takes a fresh column of each compressed level.
func (s *LevelSimulator) draw() {
	s.normals.Fill(s.noise)
	for i, z := range s.noise {
		s.input[i] = float64(s.deviations[i] * float64(z))
	}
	for i := range s.slots {
		s.slots[i].draw(s.input, s.fresh, s.radii)
	}
}

// compress rotates the weights in each compressed level into its resting columns.
func (s *LevelSimulator) compress() {
	encoder, decoder, output := s.core.rows()
	s.rows = append(append(s.rows[:0], encoder...), decoder...)
	if output != nil {
		s.rows = append(s.rows, output)
	}
	for i := range s.slots {
		if level := &s.slots[i]; level.compressed() {
			s.rotation.apply(s.rows, level.first, level.first+level.count, len(s.rows))
		}
	}
	s.fresh = 0
}

// Network returns the network as it is, over the slots; see [LevelSimulator.Eigenvalues]. Its
// Dim is D. The weights are a copy.
func (s *LevelSimulator) Network() Network {
	return Network{Activation: s.learning.Activation, Weights: s.core.weights(), Dim: s.dim}
}

// Eigenvalues returns the eigenvalue of each column of [LevelSimulator.Network]'s weights. A
// column that isn't in use has weights of 0.
func (s *LevelSimulator) Eigenvalues() []float64 {
	eigenvalues := make([]float64, width(s.slots))
	for i, level := range s.slots {
		for j := range level.count {
			eigenvalues[level.first+j] = s.levels[i].Eigenvalue
		}
	}
	return eigenvalues
}

// Evaluator returns the evaluator of the simulator's networks: the closed form for its normal
// inputs over all D modes.
func (s *LevelSimulator) Evaluator() ClosedForm {
	return ClosedForm{Eigenvalues: s.Eigenvalues(), Trace: s.trace}
}

func (s *LevelSimulator) divergence() error {
	return &DivergenceError{LearningRate: s.learning.LearningRate, Time: s.Time()}
}
