package setup

import (
	"fmt"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/theory/order"
)

// StartWeights returns the start weights over D = dim inputs in the data's
// coordinates: those of the file where "init:" names one, normal ones otherwise,
// W and then V, row by row, from the stream "initial weights" of the seed. Errors
// name the file and the array, or the parameter.
func (p Parameters) StartWeights(seed uint64, dim int) (order.Weights, error) {
	if dim < p.Hidden {
		return order.Weights{}, fmt.Errorf("hidden is K = %d, but there are D = %d dimensions: take at most as many hidden units", p.Hidden, dim)
	}
	if p.Init != nil && p.Init.Weights != "" {
		return p.readWeights(string(p.Init.Weights), dim)
	}
	scale := defaultScale
	if p.Init != nil {
		scale = p.Init.Scale
	}
	w, stream := order.NewWeights(p.Hidden, dim), random.New(seed, "initial weights", 0)
	stream.Normals(w.W, scale)
	stream.Normals(w.V, scale)
	return w, nil
}

func (p Parameters) readWeights(path string, dim int) (order.Weights, error) {
	w := order.Weights{Hidden: p.Hidden, Dim: dim}
	file, err := npz.Open(path)
	if err != nil {
		return w, err
	}
	defer file.Close()
	switch columns, err := p.shape(file, path); {
	case err != nil:
		return w, err
	case columns != dim:
		return w, fmt.Errorf("%s: arrays W and V have %d columns, but there are D = %d dimensions", path, columns, dim)
	}
	if err := refuseBiases(file, path); err != nil {
		return w, err
	}
	if w.W, _, err = file.Float64("W"); err != nil {
		return w, err
	}
	if w.V, _, err = file.Float64("V"); err != nil {
		return w, err
	}
	if err := w.Check(); err != nil {
		return w, fmt.Errorf("%s: %w", path, err)
	}
	return w, nil
}

// refuseBiases returns an error where the file has biases other than 0.
func refuseBiases(file *npz.File, path string) error {
	for _, name := range []string{"b", "c"} {
		if !file.Has(name) {
			continue
		}
		values, _, err := file.Float64(name)
		if err != nil {
			return err
		}
		for _, x := range values {
			if x != 0 {
				return fmt.Errorf("%s: array %q has biases other than 0: biases aren't built in this version", path, name)
			}
		}
	}
	return nil
}

// ToEigenbasis returns the weights, given in the data's coordinates, in the eigenbasis.
func ToEigenbasis(s spectrum.Spectrum, w order.Weights) order.Weights {
	w.W, w.V = s.ToEigenbasis(w.W), s.ToEigenbasis(w.V)
	return w
}

// FromEigenbasis returns the weights, given in the eigenbasis, in the data's coordinates.
func FromEigenbasis(s spectrum.Spectrum, w order.Weights) order.Weights {
	w.W, w.V = s.FromEigenbasis(w.W), s.FromEigenbasis(w.V)
	return w
}
