package sgd

import (
	"fmt"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory/order"
)

// inputs is what the network learns from and is evaluated on.
type inputs struct {
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
		return readNormal(covariancePort, in, "spectrum.npz")
	}
	in, ok := call.Input(dataPort)
	if !ok {
		return nil, fmt.Errorf("neither covariance nor data is wired to the stage")
	}
	if !in.Has("train.npz") && in.Has("law.npz") {
		return readNormal(dataPort, in, "law.npz")
	}
	test, hasTest := call.Input(testPort)
	return readImages(in, test, hasTest)
}

func readNormal(port string, in stages.Input, name string) (*inputs, error) {
	path, err := in.Path(name)
	if err != nil {
		return nil, err
	}
	s, err := spectrum.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return &inputs{
		port: port, kind: run.Normal, error: run.ClosedForm, dim: s.Dim(), spectrum: &s,
		evaluator: autoencoder.ClosedForm{Eigenvalues: s.Eigenvalues},
	}, nil
}

func readImages(train, test stages.Input, hasTest bool) (*inputs, error) {
	images, dim, err := readRows(train, "train.npz")
	if err != nil {
		return nil, err
	}
	in := &inputs{port: dataPort, kind: run.Images, error: run.TrainingSet, dim: dim, images: images}
	population := images
	if hasTest {
		var testDim int
		if population, testDim, err = readRows(test, "test.npz"); err != nil {
			return nil, err
		}
		if testDim != dim {
			return nil, fmt.Errorf("images of %d pixels to learn from (stage %s), of %d to test on (stage %s)", dim, train.Stage, testDim, test.Stage)
		}
		in.error = run.TestSet
	}
	if in.evaluator, err = autoencoder.NewPopulation(population, dim); err != nil {
		return nil, fmt.Errorf("images of stage %s: %w", train.Stage, err)
	}
	return in, nil
}

// readRows reads the array "images", N×D.
func readRows(in stages.Input, name string) (rows []float32, dim int, err error) {
	path, err := in.Path(name)
	if err != nil {
		return nil, 0, err
	}
	file, err := npz.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer file.Close()
	rows, shape, err := file.Float32("images")
	if err != nil {
		return nil, 0, err
	}
	if len(shape) != 2 || shape[0] == 0 || shape[1] == 0 {
		return nil, 0, fmt.Errorf("%s: array \"images\" has the shape %v, want N×D", path, shape)
	}
	return rows, shape[1], nil
}

// sampler returns the source of inputs of one replica.
func (in *inputs) sampler(seed uint64, replica int) (autoencoder.Sampler, error) {
	stream := random.New(seed, "samples of "+in.port, uint64(replica))
	if in.spectrum != nil {
		return autoencoder.NewGaussian(in.spectrum.Eigenvalues, stream)
	}
	return autoencoder.NewImages(in.images, in.dim, stream)
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
