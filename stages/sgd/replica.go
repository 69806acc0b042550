package sgd

import (
	"fmt"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/autoencoder/random"
)

// trainingImages is the number of training images of CIFAR10, for which its embedded moments may stand in.
const trainingImages = 50_000

// replica sets up one of the replicas at its start, numbered from 0.
func (e *experiment) replica(number int) (*autoencoder.Recorder, error) {
	r := &autoencoder.Recorder{Evaluator: e.population, Steps: e.steps, SnapshotSteps: e.snapshots, Components: e.components}
	var err error
	if e.isInLaw() {
		err = e.setInLaw(r, number)
	} else {
		err = e.setDirect(r, number)
	}
	if err != nil {
		return nil, fmt.Errorf("inputs of stage %s: %w", e.in.stage, err)
	}
	if e.test != nil {
		r.Errors = append(r.Errors, autoencoder.FurtherError{Name: "test images", Evaluator: e.test})
	}
	return r, nil
}

// setDirect gives the recorder a simulation of every weight.
func (e *experiment) setDirect(r *autoencoder.Recorder, number int) error {
	sampler, set, err := e.sampler(number)
	if err != nil {
		return err
	}
	if e.isFinite() && !e.takesAll() {
		train, err := newPopulation(set, sampler.Dim(), e.flips())
		if err != nil {
			return err
		}
		r.Errors = append(r.Errors, autoencoder.FurtherError{Name: "training set", Evaluator: train})
	}
	r.Simulator, err = autoencoder.NewSimulator(autoencoder.Problem{Learning: e.learning, Initial: e.start, Sampler: sampler})
	r.PauseEvery = e.pauseEvery(sampler.Dim())
	return err
}

// setInLaw gives the recorder a simulation that is exact in law.
func (e *experiment) setInLaw(r *autoencoder.Recorder, number int) error {
	purpose := "samples of " + e.in.port
	simulator, err := autoencoder.NewLevelSimulator(autoencoder.LevelProblem{
		Learning: e.learning, Initial: e.levels,
		Normals: random.NewNormals(e.seed, purpose, uint64(number)), Radii: random.New(e.seed, purpose, uint64(number)),
	})
	if err != nil {
		return err
	}
	r.Simulator, r.Evaluator, r.PauseEvery = simulator, simulator.Evaluator(), e.pauseEvery(len(simulator.Eigenvalues()))
	r.Components, err = simulator.Components(e.wantedModes())
	return err
}

// flips reports whether inputs get random signs. Normal inputs, which may stand in for images, are symmetric as they are.
func (e *experiment) flips() bool { return e.FlipSigns && e.in.images != nil }

// takesAll reports whether the training set is all images, the population itself.
func (e *experiment) takesAll() bool {
	return e.isFinite() && e.in.images != nil && (e.Samples == 0 || e.Samples == e.in.images.Count)
}

// samples returns P, the number of inputs in the training set, or 0 where each input is a fresh draw.
func (e *experiment) samples() int {
	switch {
	case !e.isFinite():
		return 0
	case e.takesAll():
		return e.in.images.Count
	case e.Samples == 0:
		return trainingImages
	}
	return e.Samples
}

// sampler returns the source of inputs of one replica, and its training set where that is finite.
func (e *experiment) sampler(number int) (sampler autoencoder.Sampler, set []float32, err error) {
	stream := random.New(e.seed, "samples of "+e.in.port, uint64(number))
	switch {
	case e.isFinite():
		if set, err = e.trainingSet(number); err != nil {
			return nil, nil, err
		}
		if e.BatchSize > e.samples() {
			return nil, nil, fmt.Errorf("batch_size is %d, but the training set has %d inputs: take smaller batches", e.BatchSize, e.samples())
		}
		sampler, err = autoencoder.NewEpochs(set, int(e.in.dim()), stream)
	case e.in.images != nil:
		sampler, err = autoencoder.NewImages(e.in.images.Pixels, e.in.images.Dim, stream)
	default:
		sampler, err = autoencoder.NewGaussian(e.in.law.Spectrum.Eigenvalues, random.NewNormals(e.seed, "samples of "+e.in.port, uint64(number)))
	}
	if err != nil || !e.flips() {
		return sampler, set, err
	}
	sampler, err = autoencoder.NewFlipped(sampler, random.New(e.seed, "signs of "+e.in.port, uint64(number)))
	return sampler, set, err
}

// trainingSet returns the finite training set of one replica.
func (e *experiment) trainingSet(number int) ([]float32, error) {
	purpose := "training set of " + e.in.port
	if e.in.images != nil {
		return autoencoder.ChooseImages(e.in.images.Pixels, e.in.images.Dim, e.samples(), random.New(e.seed, purpose, uint64(number)))
	}
	return autoencoder.DrawGaussian(e.in.law.Spectrum.Eigenvalues, e.samples(), random.NewNormals(e.seed, purpose, uint64(number)))
}
