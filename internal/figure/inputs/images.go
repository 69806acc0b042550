package inputs

import (
	"fmt"
	"math"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/internal/dataset"
	"autoencoder-dynamics/stages"
)

// Samples are inputs as the network sees them.
type Samples struct {
	Inputs     [][]float64 // one row of D values each
	Surrogates bool        // drawn from N(0, Ω), because there are no images
}

// surrogateSeed draws the same surrogates whenever there are no images to show.
const surrogateSeed = 20220106

// Samples returns the first n inputs of the training set wired to the port. Where the stage
// has the embedded law instead of images, they are drawn from it, always the same.
func (s Set) Samples(port string, n int) (Samples, error) {
	in, err := s.one(port)
	if err != nil {
		return Samples{}, err
	}
	read := firstImages
	if dataset.HasLaw(in) {
		read = drawSurrogates
	}
	inputs, err := read(in, n)
	if err != nil {
		return Samples{}, fmt.Errorf("images of stage %s: %w", in.Stage, err)
	}
	return Samples{Inputs: inputs, Surrogates: dataset.HasLaw(in)}, nil
}

func firstImages(in stages.Input, n int) ([][]float64, error) {
	images, err := dataset.ReadImages(in, dataset.TrainFile)
	if err != nil {
		return nil, err
	}
	if images.Count < n {
		return nil, fmt.Errorf("there are %d images, want at least %d", images.Count, n)
	}
	if err := checkPixels(images, n); err != nil {
		return nil, err
	}
	inputs := make([][]float64, n)
	for i := range inputs {
		inputs[i] = make([]float64, images.Dim)
		for j := range inputs[i] {
			inputs[i][j] = float64(images.Pixels[i*images.Dim+j])
		}
	}
	return inputs, nil
}

// checkPixels refuses the first of n images in which something isn't finite: as a tile it would be black or white there.
func checkPixels(images dataset.Images, n int) error {
	for i, pixel := range images.Pixels[:n*images.Dim] {
		if !finite(float64(pixel)) {
			return fmt.Errorf("%s: pixel %d of image %d is %g", dataset.TrainFile, i%images.Dim+1, i/images.Dim+1, pixel)
		}
	}
	return nil
}

// drawSurrogates draws from N(0, Ω): amplitudes √ρ_τ z_τ in the eigenbasis, turned into pixels.
func drawSurrogates(in stages.Input, n int) ([][]float64, error) {
	law, err := dataset.ReadLaw(in)
	if err != nil {
		return nil, err
	}
	draws := random.New(surrogateSeed, "surrogates to show", 0)
	inputs := make([][]float64, n)
	for i := range inputs {
		amplitudes := make([]float64, law.Dim())
		draws.Normals(amplitudes, 1)
		for mode := range amplitudes {
			amplitudes[mode] *= math.Sqrt(law.Eigenvalues[mode])
		}
		inputs[i] = law.FromEigenbasis(amplitudes)
	}
	return inputs, nil
}
