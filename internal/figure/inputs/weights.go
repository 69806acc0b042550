package inputs

import (
	"errors"
	"fmt"
	"slices"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// Weights are those of one network at one time. What simulations write is in the coordinates of the data, such as
// pixels; what theory writes is in the eigenbasis.
type Weights struct {
	W, V [][]float64 // encoder and decoder: K rows of D, the same where they are tied
	B    []float64   // K encoder biases, or nil
	C    []float64   // D output biases, or nil
}

// Trained is what one replica of a simulation ended with.
type Trained struct {
	Stage string // that it comes from, for messages
	Run   run.Run
	Weights
}

// Snapshots are the weights of one replica of a simulation at chosen times.
type Snapshots struct {
	Stage   string
	Run     run.Run
	Times   []float64 // increasing
	Weights []Weights // at these times
}

// The files that hold weights.
const (
	weightsFile   = "weights.npz"
	snapshotsFile = "snapshots.npz"
)

// Trained reads the last weights of one replica, counted from 1, of every simulation wired to the port, in order. Of
// the other replicas nothing is kept.
func (s Set) Trained(port string, replica int) ([]Trained, error) {
	return each(s, port, weightsFile, func(in stages.Input, described run.Run, file *npz.File) (Trained, error) {
		weights, err := readWeights(file, replica, 0)
		if err != nil {
			return Trained{}, err
		}
		return Trained{in.Stage, described, weights[0]}, nil
	})
}

// Snapshots reads the snapshots of one replica, counted from 1, of every simulation wired to the port, in order. Each of
// them must have been asked for some.
func (s Set) Snapshots(port string, replica int) ([]Snapshots, error) {
	return each(s, port, snapshotsFile, func(in stages.Input, described run.Run, file *npz.File) (Snapshots, error) {
		times, shape, err := file.Float64("t")
		if err != nil {
			return Snapshots{}, err
		}
		if err := checkTimes(times, shape); err != nil {
			return Snapshots{}, err
		}
		if len(times) == 0 {
			return Snapshots{}, errors.New("there is no snapshot")
		}
		weights, err := readWeights(file, replica, len(times))
		if err != nil {
			return Snapshots{}, err
		}
		return Snapshots{in.Stage, described, times, weights}, nil
	})
}

// each reads one NPZ file of every stage wired to the port, in order.
func each[T any](s Set, port, name string, read func(stages.Input, run.Run, *npz.File) (T, error)) ([]T, error) {
	if !s.Has(port) {
		return nil, nothingWired(port)
	}
	var all []T
	for _, in := range s.ports[port] {
		one, err := readOne(in, name, read)
		if err != nil {
			return nil, fmt.Errorf("%s of stage %s: %w", name, in.Stage, err)
		}
		all = append(all, one)
	}
	return all, nil
}

func readOne[T any](in stages.Input, name string, read func(stages.Input, run.Run, *npz.File) (T, error)) (one T, err error) {
	runPath, err := in.Path(run.FileName)
	if err != nil {
		return one, err
	}
	described, err := run.Read(runPath)
	if err != nil {
		return one, err
	}
	if err := checkRun(described); err != nil {
		return one, err
	}
	path, err := in.Path(name)
	if err != nil {
		return one, err
	}
	file, err := npz.Open(path)
	if err != nil {
		return one, err
	}
	one, err = read(in, described, file)
	return one, errors.Join(err, file.Close())
}

// readWeights reads the weights of one replica, at each of some times, or once where times is 0: arrays W and V
// (replicas×[times×]K×D) and, where the network has them, b (…×K) and c (…×D).
func readWeights(file *npz.File, replica, times int) ([]Weights, error) {
	if file.Has("encoder") {
		return nil, errors.New("it holds weights over levels of equal eigenvalues, not one for each input: take simulator: direct")
	}
	leading := []int{replica}
	if times > 0 {
		leading = append(leading, times)
	}
	all := make([]Weights, max(times, 1))
	encoder, err := replicaOf(file, "W", leading, 2)
	if err != nil {
		return nil, err
	}
	decoder, err := replicaOf(file, "V", leading, 2)
	if err != nil {
		return nil, err
	}
	if !slices.Equal(encoder.shape, decoder.shape) {
		return nil, fmt.Errorf("the arrays W and V hold weights of the shapes %v and %v", encoder.shape, decoder.shape)
	}
	hidden, dim := encoder.shape[0], encoder.shape[1]
	biases, err := replicaOf(file, "b", leading, 1)
	if err != nil {
		return nil, err
	}
	output, err := replicaOf(file, "c", leading, 1)
	if err != nil {
		return nil, err
	}
	if biases.data != nil && biases.shape[0] != hidden || output.data != nil && output.shape[0] != dim {
		return nil, fmt.Errorf("the arrays b and c hold biases of the shapes %v and %v, for W of %v", biases.shape, output.shape, encoder.shape)
	}
	for i := range all {
		all[i] = Weights{W: rows(encoder.at(i), dim), V: rows(decoder.at(i), dim), B: biases.at(i), C: output.at(i)}
	}
	return all, nil
}

// part is what belongs to one replica in an array: a block of the shape for each time.
type part struct {
	shape []int
	data  []float64 // nil where the file has no such array
}

// at returns the block of the i-th time.
func (p part) at(i int) []float64 {
	if p.data == nil {
		return nil
	}
	size := 1
	for _, n := range p.shape {
		size *= n
	}
	return p.data[i*size : (i+1)*size]
}

// replicaOf reads one replica's part of an array: leading is the replica's number and maybe how many times there are,
// inner how many sizes its blocks have. An array of biases may be missing. The rest of the array is given back at once.
func replicaOf(file *npz.File, name string, leading []int, inner int) (part, error) {
	if inner == 1 && !file.Has(name) {
		return part{}, nil
	}
	shape, err := file.Shape(name)
	if err != nil {
		return part{}, err
	}
	replica := leading[0]
	if len(shape) != len(leading)+inner || slices.Contains(shape, 0) || !slices.Equal(shape[1:len(leading)], leading[1:]) {
		return part{}, fmt.Errorf("the array %s has the shape %v", name, shape)
	}
	if replica < 1 || replica > shape[0] {
		return part{}, fmt.Errorf("replica %d of %d was asked for", replica, shape[0])
	}
	data, _, err := file.Float64(name)
	if err != nil {
		return part{}, err
	}
	if err := checkFinite(name, data, shape); err != nil {
		return part{}, err
	}
	size := len(data) / shape[0]
	return part{shape[len(leading):], slices.Clone(data[(replica-1)*size : replica*size])}, nil
}

// rows cuts a matrix into its rows.
func rows(data []float64, width int) [][]float64 {
	return slices.Collect(slices.Chunk(data, width))
}
