package sgd

import (
	"fmt"
	"math/bits"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// experiment is what all replicas have in common.
type experiment struct {
	*Parameters
	in               *inputs
	seed             uint64
	learning         autoencoder.Learning
	steps, snapshots []int64
	start            order.Weights            // in the coordinates of the samples, unless it is exact in law
	levels           autoencoder.LevelWeights // the start where it is exact in law
	population       autoencoder.Evaluator    // over the law of inputs; nil where it is exact in law
	test             autoencoder.Evaluator    // nil where there are no test images
	components       *autoencoder.Components  // nil where they aren't known, or it is exact in law
}

// newExperiment sets up what all replicas have in common.
func newExperiment(call *stages.Call) (*experiment, error) {
	in, err := readInputs(call)
	if err != nil {
		return nil, err
	}
	e := &experiment{Parameters: call.Parameters.(*Parameters), in: in, seed: call.Seed}
	if e.learning, err = e.Parameters.learning(); err != nil {
		return nil, err
	}
	for _, set := range []func() error{e.setSteps, e.setStart, e.setPopulation, e.setTest, e.setComponents} {
		if err := set(); err != nil {
			return nil, fmt.Errorf("inputs of stage %s: %w", in.stage, err)
		}
	}
	if e.FlipSigns && !e.flips() {
		call.Progress.Note("flip_signs changes nothing: the normal inputs that stand in for the images are symmetric as they are")
	}
	return e, nil
}

// learning returns how the network learns.
func (p *Parameters) learning() (l autoencoder.Learning, err error) {
	l = autoencoder.Learning{
		LearningRate: p.LearningRate, Tied: p.IsTied(), TrainEncoderBias: p.EncoderBias.Train, TrainOutputBias: p.OutputBias.Train,
		WeightDecay: p.WeightDecay, BatchSize: p.BatchSize,
	}
	if p.Schedule.Power != 0 {
		l.Schedule = autoencoder.Schedule(p.Schedule)
	}
	if o := p.Optimizer; p.usesAdam() {
		l.Adam = &autoencoder.Adam{Beta1: o.Beta1, Beta2: o.Beta2, Epsilon: o.Epsilon}
	}
	switch p.Precision {
	case single:
		l.Precision = autoencoder.Single
	case double:
		l.Precision = autoencoder.Double
	}
	if l.Rule, err = autoencoder.RuleByName(p.Rule); err != nil {
		return l, err
	}
	l.Activation, err = gaussian.ByName(p.Activation)
	return l, err
}

// isInLaw reports whether the replicas are simulated exact in law.
func (e *experiment) isInLaw() bool {
	return e.Simulator == inLaw || e.Simulator == chosen && e.in.law.Levels != nil
}

// setSteps finds the steps at which the replicas are recorded.
func (e *experiment) setSteps() (err error) {
	if e.in.dim() > autoencoder.LargestLevelDim {
		return fmt.Errorf("a simulation takes D = %v steps a unit of time: take a finite dim, up to %g", e.in.dim(), float64(autoencoder.LargestLevelDim))
	}
	e.steps, err = e.Steps(int(e.in.dim()))
	e.snapshots = setup.StepsAt(e.Snapshots, int(e.in.dim()))
	return err
}

// setStart finds the start weights.
func (e *experiment) setStart() (err error) {
	switch {
	case e.in.images != nil && !e.IsInformed():
		e.start, err = e.StartWeights(e.seed, e.in.images.Dim)
	case e.in.images != nil:
		e.start, err = e.StartInEigenbasis(e.seed, *e.in.components)
		e.start = setup.FromEigenbasis(*e.in.components, e.start)
	case e.in.law.Levels == nil:
		e.start, err = e.StartInEigenbasis(e.seed, e.in.law.Spectrum)
	default:
		return e.startLevels()
	}
	if err == nil && e.isInLaw() {
		e.levels, err = autoencoder.ReduceWeights(e.start, e.in.law.Spectrum.Eigenvalues)
	}
	return err
}

// startLevels finds the start weights over levels.
func (e *experiment) startLevels() error {
	if !e.isInLaw() {
		return fmt.Errorf("the spectrum is known by its levels and has no number for each of D = %v inputs: take simulator: in_law", e.in.dim())
	}
	columns, err := e.StartColumns(e.seed, *e.in.law.Levels)
	if err != nil {
		return err
	}
	e.levels, err = autoencoder.WeightsOfColumns(columns)
	return err
}

// setPopulation finds what pmse is an average over.
func (e *experiment) setPopulation() (err error) {
	switch {
	case e.in.images != nil:
		e.population, err = newPopulation(e.in.images.Pixels, e.in.images.Dim, e.FlipSigns)
	case !e.isInLaw():
		e.population = autoencoder.ClosedForm{Eigenvalues: e.in.law.Spectrum.Eigenvalues}
	}
	return err
}

// setTest finds what pmse_test is an average over.
func (e *experiment) setTest() error {
	if e.in.test == nil {
		return nil
	}
	images, err := newPopulation(e.in.test.Pixels, e.in.test.Dim, e.FlipSigns)
	if err != nil {
		return fmt.Errorf("images of stage %s: %w", e.in.testStage, err)
	}
	e.test = images
	if e.in.images == nil {
		e.test = inPixels{images, e.in.law.Spectrum}
	}
	return nil
}

// setComponents finds the principal components whose overlaps are recorded.
func (e *experiment) setComponents() (err error) {
	switch {
	case e.isInLaw(): // a replica's simulator knows its columns
	case e.in.images == nil:
		e.components, err = autoencoder.LeadingComponents(e.in.law.Spectrum.Eigenvalues, nil, e.wantedModes())
	case e.in.components != nil:
		e.components, err = autoencoder.ComponentsAlong(leading(*e.in.components, e.wantedModes()), e.in.images.Dim)
	}
	return err
}

// pauseEvery is the number of steps between checkpoints: a power of two that takes some
// seconds, at less than a nanosecond for each weight that an input meets.
func (e *experiment) pauseEvery(width int) int64 {
	const (
		weightsPerPause = 1 << 33
		overhead        = 1024 // of a step, in weights
	)
	perStep := int64(e.BatchSize) * (2*int64(e.Hidden)*int64(width) + overhead)
	return 1 << max(6, bits.Len64(uint64(weightsPerPause/perStep))-1)
}
