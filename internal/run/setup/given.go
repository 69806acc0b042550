package setup

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strings"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/theory/order"
)

// given is what of a file with start weights can be known at once: its sizes and biases.
type given struct {
	dim  int
	b, c []float64 // nil where absent, or 0 and not trained
}

// maxChecked is how many numbers of W and V are read before anything runs, to find mistakes in them: 64 MiB.
const maxChecked = 64 << 20 / 8

// readWeights reads start weights over D = dim inputs from an NPZ file.
func (p Parameters) readWeights(path string, dim int) (order.Weights, error) {
	file, err := npz.Open(path)
	if err != nil {
		return order.Weights{}, err
	}
	defer file.Close()
	about, err := p.inspect(file, path)
	if err != nil {
		return order.Weights{}, err
	}
	if about.dim != dim {
		return order.Weights{}, fmt.Errorf("%s: arrays W and V have %d columns, but there are D = %d dimensions", path, about.dim, dim)
	}
	return p.readArrays(file, path, about)
}

// readArrays reads W and V and checks every number.
func (p Parameters) readArrays(file *npz.File, path string, about given) (w order.Weights, err error) {
	w = order.Weights{Hidden: p.Hidden, Dim: about.dim, B: about.b, C: about.c}
	if w.W, _, err = file.Float64("W"); err != nil {
		return w, err
	}
	if w.V, err = p.readDecoder(file, path, w.W); err != nil {
		return w, err
	}
	if err := w.Check(); err != nil {
		return w, fmt.Errorf("%s: %w", path, err)
	}
	if !anyOther(w.W) && !anyOther(w.V) && !anyOther(w.C) {
		return w, fmt.Errorf("%s: arrays W and V are 0 throughout: an autoencoder of weight 0 doesn't learn", path)
	}
	return w, nil
}

// anyOther reports whether there is a number other than 0.
func anyOther(numbers []float64) bool {
	return slices.ContainsFunc(numbers, func(x float64) bool { return x != 0 })
}

// readDecoder reads V, which is W where the weights are tied.
func (p Parameters) readDecoder(file *npz.File, path string, encoder []float64) ([]float64, error) {
	if p.IsTied() && !file.Has("V") {
		return slices.Clone(encoder), nil
	}
	decoder, _, err := file.Float64("V")
	if err == nil && p.IsTied() && !slices.EqualFunc(decoder, encoder, same) {
		err = fmt.Errorf("%s: array %q differs from %q, but the weights are tied: leave V out", path, "V", "W")
	}
	return decoder, err
}

// same reports whether two weights are the same; NaN, which is refused later on, is no difference.
func same(v, w float64) bool { return v == w || math.IsNaN(v) && math.IsNaN(w) }

// inspect checks the arrays' names and shapes and reads the biases, which are short.
func (p Parameters) inspect(file *npz.File, path string) (given, error) {
	if err := checkNames(file.Names()); err != nil {
		return given{}, fmt.Errorf("%s: %w", path, err)
	}
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
	shape, err := file.Shape(name)
	if err != nil {
		return nil, err
	}
	if len(shape) != 1 || shape[0] != length {
		return nil, fmt.Errorf("%s: array %q has the shape %v, want [%d]", path, name, shape, length)
	}
	bias, _, err := file.Float64(name)
	if err != nil {
		return nil, err
	}
	for i, x := range bias {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, fmt.Errorf("%s: bias %s[%d] is %v", path, name, i, x)
		}
	}
	if !train && !anyOther(bias) {
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
	if dim > spectrum.LargestDim {
		return 0, fmt.Errorf("%s: arrays W and V have %d columns: weights are for inputs of at most D = %d dimensions", path, dim, spectrum.LargestDim)
	}
	if dim < p.Hidden {
		return 0, fmt.Errorf("%s: arrays W and V are of K = %d hidden units over D = %d dimensions: there must be at least as many dimensions", path, p.Hidden, dim)
	}
	return dim, nil
}

// checkNames refuses arrays that somebody may take for weights or biases and that
// would be passed over. What else a file holds, such as the eigenvalues and the time
// of a state.npz, may stay.
func checkNames(names []string) error {
	if slices.Contains(names, "rates") && slices.Contains(names, "encoder") {
		return errors.New("the file is the state of a network over inputs known by their levels, without a number for each input: no network can start from it")
	}
	for _, name := range names {
		if !slices.Contains([]string{"W", "V", "b", "c"}, name) && resembles(strings.ToLower(name)) {
			return fmt.Errorf("array %.60q isn't taken: the weights are W and V, and the biases b and c", name)
		}
	}
	return nil
}

// resembles reports whether a name in lower case speaks of weights or biases.
func resembles(name string) bool {
	for _, word := range []string{"bias", "weight", "encoder", "decoder"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return slices.Contains([]string{"w", "v", "b", "c"}, name)
}

// openGiven hands the file that "init:" names to use. There is nothing to find where
// it names none, or one that isn't there: whoever read the pipeline file has reported
// that, with its place.
func (p Parameters) openGiven(use func(file *npz.File, path string) error) error {
	path := p.givenWeights()
	if path == "" {
		return nil
	}
	file, err := npz.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(use(file, path), file.Close())
}

// inspectGiven inspects the file that "init:" names.
func (p Parameters) inspectGiven() (about given, err error) {
	err = p.openGiven(func(file *npz.File, path string) error {
		about, err = p.inspect(file, path)
		return err
	})
	return about, err
}

// checkGiven inspects the file that "init:" names, and looks at every number unless there are very many.
func (p Parameters) checkGiven() (about given, err error) {
	err = p.openGiven(func(file *npz.File, path string) error {
		if about, err = p.inspect(file, path); err == nil && p.Hidden*about.dim <= maxChecked/2 {
			_, err = p.readArrays(file, path, about)
		}
		return err
	})
	return about, err
}
