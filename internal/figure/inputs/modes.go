package inputs

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// State is where a theory ended: all weights, in the eigenbasis ordered by decreasing eigenvalue.
type State struct {
	Stage       string // that it comes from, for messages
	Run         run.Run
	Time        float64   // t = steps/D
	Eigenvalues []float64 // D
	Weights
}

// Modes are the weights of a theory along the leading eigenmodes over time.
type Modes struct {
	Stage       string
	Run         run.Run
	Times       []float64     // increasing
	Components  []int         // the modes' numbers, from 1
	Eigenvalues []float64     // of these modes
	W, V        [][][]float64 // at each time K rows of as many as there are modes
}

// The files in which a theory keeps weights.
const (
	stateFile = "state.npz"
	modesFile = "modes.npz"
)

// layers are the arrays of the encoder's and the decoder's weights, in the order in which they are read: what is wrong
// with a file is always said of the first that is.
var layers = [...]string{"W", "V"}

// States reads the last weights of every theory wired to the port, in order.
func (s Set) States(port string) ([]State, error) {
	return each(s, port, stateFile, func(in stages.Input, described run.Run, file *npz.File) (State, error) {
		state := State{Stage: in.Stage, Run: described}
		if file.Has("encoder") {
			return state, errors.New("it holds weights over levels of equal eigenvalues, not one for each mode: take a covariance of fewer dimensions")
		}
		time, err := array(file, "t", nil)
		if err != nil {
			return state, err
		}
		state.Time = time[0]
		if err := checkTimes(time, nil); err != nil {
			return state, err
		}
		if state.Eigenvalues, err = array(file, "eigenvalues", []int{-1}); err != nil {
			return state, err
		}
		dim := len(state.Eigenvalues)
		if err := checkEigenvalues(state.Eigenvalues); err != nil {
			return state, err
		}
		for i, target := range []*[][]float64{&state.W, &state.V} {
			data, err := array(file, layers[i], []int{-1, dim})
			if err != nil {
				return state, err
			}
			*target = rows(data, dim)
		}
		if len(state.W) != len(state.V) {
			return state, fmt.Errorf("the arrays W and V are of %d and %d units", len(state.W), len(state.V))
		}
		return state, readBiases(file, &state.Weights, dim)
	})
}

// readBiases reads the biases of a network of one state, where it has some.
func readBiases(file *npz.File, w *Weights, dim int) (err error) {
	if file.Has("b") {
		if w.B, err = array(file, "b", []int{len(w.W)}); err != nil {
			return err
		}
	}
	if file.Has("c") {
		w.C, err = array(file, "c", []int{dim})
	}
	return err
}

// Modes reads the recorded modes of every theory wired to the port, in order.
func (s Set) Modes(port string) ([]Modes, error) {
	return each(s, port, modesFile, func(in stages.Input, described run.Run, file *npz.File) (Modes, error) {
		modes := Modes{Stage: in.Stage, Run: described}
		var err error
		if modes.Times, err = array(file, "t", []int{-1}); err != nil {
			return modes, err
		}
		if err := checkTimes(modes.Times, nil); err != nil {
			return modes, err
		}
		if modes.Eigenvalues, err = array(file, "eigenvalues", []int{-1}); err != nil {
			return modes, err
		}
		if err := checkEigenvalues(modes.Eigenvalues); err != nil {
			return modes, err
		}
		numbers, err := array(file, "m", []int{len(modes.Eigenvalues)})
		if err != nil {
			return modes, err
		}
		for _, m := range numbers {
			if !isComponent(m) {
				return modes, fmt.Errorf("the array m has %g: components are numbered from 1", m)
			}
			modes.Components = append(modes.Components, int(m))
		}
		width := len(modes.Components)
		for i, target := range []*[][][]float64{&modes.W, &modes.V} {
			data, err := array(file, layers[i], []int{len(modes.Times), -1, width})
			if err != nil {
				return modes, err
			}
			for at := range slices.Chunk(data, len(data)/len(modes.Times)) {
				*target = append(*target, rows(at, width))
			}
		}
		if len(modes.W[0]) != len(modes.V[0]) {
			return modes, fmt.Errorf("the arrays W and V are of %d and %d units", len(modes.W[0]), len(modes.V[0]))
		}
		return modes, nil
	})
}

// checkEigenvalues refuses what no covariance has.
func checkEigenvalues(eigenvalues []float64) error {
	if i := slices.IndexFunc(eigenvalues, func(x float64) bool { return x < 0 }); i >= 0 {
		return fmt.Errorf("the array eigenvalues has %g at element %d: a covariance has none below 0", eigenvalues[i], i+1)
	}
	return nil
}

// isComponent reports whether a number read from a file numbers a principal component.
func isComponent(m float64) bool { return m >= 1 && m == math.Trunc(m) && m <= 1<<53 }

// array reads a whole array of finite numbers; a size of −1 may be any but 0. A shape of nil is a single number.
func array(file *npz.File, name string, want []int) ([]float64, error) {
	data, shape, err := file.Float64(name)
	if err != nil {
		return nil, err
	}
	if want == nil && len(data) == 1 {
		shape = nil
	}
	fits := len(shape) == len(want) && len(data) > 0
	for i := 0; fits && i < len(want); i++ {
		fits = shape[i] == want[i] || want[i] == -1
	}
	if !fits {
		return nil, fmt.Errorf("the array %s has the shape %v", name, shape)
	}
	return data, checkFinite(name, data, shape)
}

// checkFinite names the first number of an array that isn't finite.
func checkFinite(name string, data []float64, shape []int) error {
	i := slices.IndexFunc(data, func(x float64) bool { return !finite(x) })
	if i < 0 {
		return nil
	}
	return fmt.Errorf("the array %s isn't finite throughout: element %d of the shape %v, counted from 1, is %g", name, i+1, shape, data[i])
}

// checkTimes refuses times that no stage has written.
func checkTimes(times []float64, shape []int) error {
	for i, t := range times {
		if t < 0 || i > 0 && !(t > times[i-1]) {
			return fmt.Errorf("the array t has %g at element %d: times increase from 0 on", t, i+1)
		}
	}
	return checkFinite("t", times, shape)
}
