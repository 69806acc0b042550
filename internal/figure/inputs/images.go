package inputs

import (
	"fmt"
	"math"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/spectrum"
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
	read, name := firstImages, "train.npz"
	if !in.Has(name) {
		read, name = drawSurrogates, "law.npz"
	}
	path, err := in.Path(name)
	if err != nil {
		return Samples{}, err
	}
	inputs, err := read(path, n)
	if err != nil {
		return Samples{}, fmt.Errorf("images of stage %s: %w", in.Stage, err)
	}
	return Samples{Inputs: inputs, Surrogates: name == "law.npz"}, nil
}

func firstImages(path string, n int) ([][]float64, error) {
	arrays, err := npz.Open(path)
	if err != nil {
		return nil, err
	}
	defer arrays.Close()
	pixels, shape, err := arrays.Float32("images")
	if err != nil {
		return nil, err
	}
	if len(shape) != 2 || shape[0] < n {
		return nil, fmt.Errorf("images have the shape %v, want at least %d rows", shape, n)
	}
	inputs := make([][]float64, n)
	for i := range inputs {
		inputs[i] = make([]float64, shape[1])
		for j := range inputs[i] {
			inputs[i][j] = float64(pixels[i*shape[1]+j])
		}
	}
	return inputs, nil
}

// drawSurrogates draws from N(0, Ω): amplitudes √ρ_τ z_τ in the eigenbasis, turned into pixels.
func drawSurrogates(path string, n int) ([][]float64, error) {
	law, err := spectrum.ReadFile(path)
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
