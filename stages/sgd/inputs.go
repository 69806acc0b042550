package sgd

import (
	"errors"
	"fmt"

	"autoencoder-dynamics/internal/dataset"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// inputs is what is wired to the stage: the law of normal inputs, or images.
type inputs struct {
	stage      string             // that they come from, for messages
	port       string             // where they come in; part of the samples' stream, so that data and its surrogates are drawn independently
	law        spectrum.Any       // of normal inputs
	images     *dataset.Images    // to learn from; nil for normal inputs
	components *spectrum.Spectrum // of the images, nil where it isn't wired
	test       *dataset.Images    // nil where there are none
	testStage  string             // that they come from
}

// kind returns what run.json says of the inputs.
func (in *inputs) kind() string {
	if in.images != nil {
		return run.Images
	}
	return run.Normal
}

// dim returns D.
func (in *inputs) dim() float64 {
	if in.images != nil {
		return float64(in.images.Dim)
	}
	return in.law.Dim()
}

// readInputs reads what is wired to the stage.
func readInputs(call *stages.Call) (*inputs, error) {
	in, err := readLearnt(call)
	if err != nil {
		return nil, err
	}
	if in.images != nil {
		if err := in.readComponents(call); err != nil {
			return nil, err
		}
	}
	return in, in.readTest(call)
}

// readLearnt reads what the network learns from.
func readLearnt(call *stages.Call) (*inputs, error) {
	if from, ok := call.Input(covariancePort); ok {
		law, err := readSpectrum(from)
		return &inputs{stage: from.Stage, port: covariancePort, law: law}, err
	}
	from, ok := call.Input(dataPort)
	if !ok {
		return nil, errors.New("neither covariance nor data is wired to the stage")
	}
	in := &inputs{stage: from.Stage, port: dataPort}
	if dataset.HasLaw(from) {
		law, err := dataset.ReadLaw(from)
		in.law.Spectrum = law
		return in, err
	}
	images, err := dataset.ReadImages(from, dataset.TrainFile)
	in.images = &images
	return in, err
}

func readSpectrum(from stages.Input) (spectrum.Any, error) {
	path, err := from.Path("spectrum.npz")
	if err != nil {
		return spectrum.Any{}, err
	}
	s, err := spectrum.ReadAny(path)
	if err != nil {
		return spectrum.Any{}, fmt.Errorf("spectrum of stage %s: %w", from.Stage, err)
	}
	return s, nil
}

// readComponents reads the eigenvectors of the images' covariance.
func (in *inputs) readComponents(call *stages.Call) error {
	from, ok := call.Input(componentsPort)
	if !ok {
		return nil
	}
	s, err := readSpectrum(from)
	if err != nil {
		return err
	}
	if s.Levels != nil || s.Spectrum.Dim() != in.images.Dim {
		return fmt.Errorf("images of %d pixels (stage %s), components of D = %v dimensions (stage %s)", in.images.Dim, in.stage, s.Dim(), from.Stage)
	}
	in.components = &s.Spectrum
	return nil
}

// readTest reads the images to test on. Where the embedded moments stand in for them there are none, and
// normal inputs have their error in closed form.
func (in *inputs) readTest(call *stages.Call) error {
	from, ok := call.Input(testPort)
	if !ok {
		return nil
	}
	if dataset.HasLaw(from) || in.images == nil && in.port == dataPort {
		call.Progress.Note("no pmse_test: the embedded moments stand in for the images")
		return nil
	}
	test, err := dataset.ReadImages(from, dataset.TestFile)
	if err != nil {
		return err
	}
	in.test, in.testStage = &test, from.Stage
	return in.checkTest()
}

// checkTest returns an error where test images aren't in the coordinates of the inputs.
func (in *inputs) checkTest() error {
	switch {
	case float64(in.test.Dim) != in.dim():
		return fmt.Errorf("inputs of D = %v dimensions to learn from (stage %s), images of %d pixels to test on (stage %s)", in.dim(), in.stage, in.test.Dim, in.testStage)
	case in.images == nil && in.law.Spectrum.Eigenvectors == nil:
		return fmt.Errorf("the spectrum of stage %s has no eigenvectors: nothing says what its inputs have to do with the pixels of stage %s; leave test out", in.stage, in.testStage)
	}
	return nil
}
