package sgd

import (
	"errors"
	"fmt"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/internal/dataset"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory/order"
)

// inputs is what the network learns from and is evaluated on.
type inputs struct {
	stage     string // that they come from, for messages
	port      string // where they come in; part of the samples' stream, so that data and its surrogates are drawn independently
	kind      string // run.Normal or run.Images
	error     string // what pmse is an average over, for run.json
	dim       int
	evaluator autoencoder.Evaluator
	spectrum  *spectrum.Spectrum // of normal inputs; nil for images
	images    []float32          // training images N×D; nil for normal inputs
}

// readInputs reads what is wired to the stage.
func readInputs(call *stages.Call) (*inputs, error) {
	if in, ok := call.Input(covariancePort); ok {
		path, err := in.Path("spectrum.npz")
		if err != nil {
			return nil, err
		}
		s, err := spectrum.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("spectrum of stage %s: %w", in.Stage, err)
		}
		return fromNormal(in.Stage, covariancePort, s), nil
	}
	in, ok := call.Input(dataPort)
	if !ok {
		return nil, errors.New("neither covariance nor data is wired to the stage")
	}
	if dataset.HasLaw(in) {
		s, err := dataset.ReadLaw(in)
		return fromNormal(in.Stage, dataPort, s), err
	}
	test, hasTest := call.Input(testPort)
	return readImages(in, test, hasTest)
}

func fromNormal(stage, port string, s spectrum.Spectrum) *inputs {
	return &inputs{
		stage: stage, port: port, kind: run.Normal, error: run.ClosedForm, dim: s.Dim(), spectrum: &s,
		evaluator: autoencoder.ClosedForm{Eigenvalues: s.Eigenvalues},
	}
}

func readImages(train, test stages.Input, hasTest bool) (*inputs, error) {
	images, err := dataset.ReadImages(train, dataset.TrainFile)
	if err != nil {
		return nil, err
	}
	in := &inputs{stage: train.Stage, port: dataPort, kind: run.Images, error: run.TrainingSet, dim: images.Dim, images: images.Pixels}
	population, from := images, train
	if hasTest {
		if population, err = dataset.ReadImages(test, dataset.TestFile); err != nil {
			return nil, err
		}
		if population.Dim != images.Dim {
			return nil, fmt.Errorf("images of %d pixels to learn from (stage %s), of %d to test on (stage %s)", images.Dim, train.Stage, population.Dim, test.Stage)
		}
		in.error, from = run.TestSet, test
	}
	if in.evaluator, err = autoencoder.NewPopulation(population.Pixels, population.Dim); err != nil {
		return nil, fmt.Errorf("images of stage %s: %w", from.Stage, err)
	}
	return in, nil
}

// sampler returns the source of inputs of one replica.
func (in *inputs) sampler(seed uint64, replica int) (autoencoder.Sampler, error) {
	stream := random.New(seed, "samples of "+in.port, uint64(replica))
	if in.spectrum != nil {
		return autoencoder.NewGaussian(in.spectrum.Eigenvalues, stream)
	}
	images, err := autoencoder.NewImages(in.images, in.dim, stream)
	if err != nil {
		return nil, fmt.Errorf("images to learn from: %w", err)
	}
	return images, nil
}

// toSampled turns weights from the data's coordinates into those of the samples.
func (in *inputs) toSampled(w order.Weights) order.Weights {
	if in.spectrum == nil {
		return w
	}
	return setup.ToEigenbasis(*in.spectrum, w)
}

// fromSampled turns them back.
func (in *inputs) fromSampled(w order.Weights) order.Weights {
	if in.spectrum == nil {
		return w
	}
	return setup.FromEigenbasis(*in.spectrum, w)
}

// pcaErrors returns pmse_PCA(m) where the spectrum is known.
func (in *inputs) pcaErrors() []float64 {
	if in.spectrum == nil {
		return nil
	}
	return order.PCAErrors(in.spectrum.Eigenvalues)
}
