package setup

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"slices"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/theory/order"
)

// given is what of a file with start weights can be known at once: its sizes and biases.
type given struct {
	dim  int
	b, c []float64 // nil where absent, or 0 and not trained
}

// readWeights reads start weights over D = dim inputs from an NPZ file.
func (p Parameters) readWeights(path string, dim int) (order.Weights, error) {
	w := order.Weights{Hidden: p.Hidden, Dim: dim}
	file, err := npz.Open(path)
	if err != nil {
		return w, err
	}
	defer file.Close()
	about, err := p.inspect(file, path)
	if err != nil {
		return w, err
	}
	if about.dim != dim {
		return w, fmt.Errorf("%s: arrays W and V have %d columns, but there are D = %d dimensions", path, about.dim, dim)
	}
	w.B, w.C = about.b, about.c
	if w.W, _, err = file.Float64("W"); err != nil {
		return w, err
	}
	if w.V, err = p.readDecoder(file, path, w.W); err != nil {
		return w, err
	}
	if err := w.Check(); err != nil {
		return w, fmt.Errorf("%s: %w", path, err)
	}
	return w, nil
}

// readDecoder reads V, which is W where the weights are tied.
func (p Parameters) readDecoder(file *npz.File, path string, encoder []float64) ([]float64, error) {
	if p.IsTied() && !file.Has("V") {
		return slices.Clone(encoder), nil
	}
	decoder, _, err := file.Float64("V")
	if err == nil && p.IsTied() && !slices.Equal(decoder, encoder) {
		err = fmt.Errorf("%s: array %q differs from %q, but the weights are tied: leave V out", path, "V", "W")
	}
	return decoder, err
}

// inspect checks the arrays' shapes and reads the biases, which are short.
func (p Parameters) inspect(file *npz.File, path string) (given, error) {
	dim, err := p.shape(file, path)
	if err != nil {
		return given{}, err
	}
	about := given{dim: dim}
	if about.b, err = readBias(file, path, "b", p.Hidden, p.EncoderBias.Train); err != nil {
		return given{}, err
	}
	about.c, err = readBias(file, path, "c", dim, p.OutputBias.Train)
	return about, err
}

// readBias reads a bias of that many numbers. It returns nil where the file has
// none, or where it is 0 and stays so.
func readBias(file *npz.File, path, name string, length int, train bool) ([]float64, error) {
	if !file.Has(name) {
		return nil, nil
	}
	bias, shape, err := file.Float64(name)
	if err != nil {
		return nil, err
	}
	if len(shape) != 1 || shape[0] != length {
		return nil, fmt.Errorf("%s: array %q has the shape %v, want [%d]", path, name, shape, length)
	}
	for i, x := range bias {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, fmt.Errorf("%s: bias %s[%d] is %v", path, name, i, x)
		}
	}
	if !train && !slices.ContainsFunc(bias, func(x float64) bool { return x != 0 }) {
		return nil, nil
	}
	return bias, nil
}

// shape returns D, or what is wrong with the shapes of W and V.
func (p Parameters) shape(file *npz.File, path string) (dim int, err error) {
	names := []string{"W", "V"}
	if p.IsTied() && !file.Has("V") {
		names = names[:1]
	}
	for _, name := range names {
		shape, err := file.Shape(name)
		if err != nil {
			return 0, err
		}
		if len(shape) != 2 || shape[0] != p.Hidden || dim != 0 && shape[1] != dim {
			want := fmt.Sprintf("%d×D", p.Hidden)
			if dim != 0 {
				want = fmt.Sprintf("%d×%d as W has", p.Hidden, dim)
			}
			return 0, fmt.Errorf("%s: array %q has the shape %v, want %s", path, name, shape, want)
		}
		dim = shape[1]
	}
	if dim < p.Hidden {
		return 0, fmt.Errorf("%s: arrays W and V are of K = %d hidden units over D = %d dimensions: there must be at least as many dimensions", path, p.Hidden, dim)
	}
	return dim, nil
}

// inspectGiven opens the file that "init:" names and inspects it. There is nothing
// to find where it names none, or one that isn't there: whoever read the pipeline
// file has reported that, with its place.
func (p Parameters) inspectGiven() (given, error) {
	path := p.GivenWeights()
	if path == "" {
		return given{}, nil
	}
	file, err := npz.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return given{}, nil
	}
	if err != nil {
		return given{}, err
	}
	defer file.Close()
	return p.inspect(file, path)
}

// HasBiases reports which biases the network has: those that learn, and those that
// aren't 0. What is wrong with a given file is Validate's to say.
func (p Parameters) HasBiases() (encoder, output bool) {
	about, _ := p.inspectGiven()
	return about.b != nil || p.StartEncoderBias() != nil, about.c != nil || p.OutputBias.Train
}
