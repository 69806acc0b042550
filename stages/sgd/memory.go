package sgd

import (
	"fmt"

	"autoencoder-dynamics/internal/dataset"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

var _ stages.MemoryEstimator = Kind{}

// How many copies of a network's weights there are at once, in double precision.
const (
	startCopies  = 3 // of the start: drawn, turned, and as it is kept
	directCopies = 6 // of each replica that runs: the network, its gradient or pending step, what is saved, what is evaluated
	adamCopies   = 4 // besides these: two moments, and the gradient
	keptCopies   = 3 // of the last weights and snapshots: as they are kept, in the data's coordinates, and as one array
)

// Memory counts the inputs, the replicas that run at the same time with their training sets, and what is
// kept of all of them.
func (Kind) Memory(call *stages.Call) (m stages.Memory, err error) {
	p := call.Parameters.(*Parameters)
	in, err := sizeInputs(call)
	if err != nil {
		return m, err
	}
	width := in.width(p)
	weights, running := 2*8*p.Hidden*width, max(1, min(call.Workers, p.Replicas))
	m.Add("the images that are learnt from or tested on", 4, in.images)
	m.Add("the spectrum", in.spectrum)
	m.Add("the start weights (hidden)", startCopies, 2*8*p.Hidden, in.dim)
	copies := directCopies
	if p.usesAdam() {
		copies += adamCopies
	}
	m.Add(fmt.Sprintf("the networks of %d replicas at a time (hidden)", running), copies, running, weights)
	if samples := p.ownSamples(in.count); samples > 0 {
		// Replicas end together, and their sets may not be collected yet when the next ones begin.
		sets := min(2*running, p.Replicas)
		m.Add(fmt.Sprintf("the training sets of %d replicas (samples)", sets), sets*4*samples, in.dim+1)
	}
	kept := 1
	if len(p.Snapshots) > 0 {
		kept += len(p.Snapshots)
	}
	m.Add("the weights kept of all replicas (replicas, snapshots, hidden)", keptCopies, kept, p.Replicas, weights)
	// Order parameters Q and T, the columns of curves.csv, and overlaps; some of them as they grow.
	perTime := 4*p.Hidden*p.Hidden + 8*p.Hidden + 4*p.wantedModes()
	m.Add("what is recorded over time (points, replicas, hidden)", 8*perTime, p.MostTimes(), p.Replicas)
	return m, nil
}

// ownSamples is how many inputs the training set of each replica has that isn't the images themselves, 0 where there is none.
func (p *Parameters) ownSamples(images int) int {
	switch {
	case !p.isFinite(), images > 0 && (p.Samples == 0 || p.Samples == images):
		return 0
	case p.Samples == 0:
		return trainingImages
	}
	return p.Samples
}

// inputSizes is what the memory depends on of what is wired to the stage.
type inputSizes struct {
	dim      int // D; 0 where the spectrum is known by its levels
	count    int // of the images learnt from, 0 for normal inputs
	images   int // numbers in all images held
	spectrum int // bytes that reading it takes
	levels   spectrum.Size
}

// width is how many numbers a row of the weights has in a simulation.
func (in inputSizes) width(p *Parameters) int {
	if in.dim == 0 || p.Simulator == inLaw {
		return in.levels.Columns(4*p.Hidden + 2)
	}
	return in.dim
}

// sizeInputs looks into the headers of what is wired to the stage.
func sizeInputs(call *stages.Call) (in inputSizes, err error) {
	if from, ok := call.Input(dataPort); ok && !dataset.HasLaw(from) {
		in.count, in.dim, err = dataset.Size(from, dataset.TrainFile)
		in.images = in.count * in.dim
	}
	for _, law := range []struct{ port, file string }{
		{componentsPort, "spectrum.npz"}, {covariancePort, "spectrum.npz"}, {dataPort, dataset.LawFile}, // the last one says what D is
	} {
		from, ok := call.Input(law.port)
		if !ok || err != nil || law.port == dataPort && in.count > 0 {
			continue
		}
		err = in.addSpectrum(from, law.file)
	}
	if from, ok := call.Input(testPort); ok && err == nil && from.Has(dataset.TestFile) {
		var count, dim int
		count, dim, err = dataset.Size(from, dataset.TestFile)
		in.images += count * dim
	}
	return in, err
}

func (in *inputSizes) addSpectrum(from stages.Input, name string) error {
	path, err := from.Path(name)
	if err != nil {
		return err
	}
	size, err := spectrum.FileSize(path)
	if err != nil {
		return fmt.Errorf("spectrum of stage %s: %w", from.Stage, err)
	}
	in.spectrum += size.Reading()
	if in.count == 0 {
		in.dim, in.levels = size.Dim, size
	}
	return nil
}
