package plot

import (
	"os"
	"strings"

	"autoencoder-dynamics/internal/dataset"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

var _ stages.MemoryEstimator = Kind{}

const (
	drawing = 48 << 20 // the picture's pixels and shapes
	perByte = 2        // of a table as it is read: its numbers, and those that grow
)

// Memory counts the picture, the images and spectra as if the figure held all of them at once, and the largest table: of
// a table a figure keeps few columns.
func (Kind) Memory(call *stages.Call) (m stages.Memory, err error) {
	m.Add("the picture", drawing)
	largest := int64(0)
	for _, ins := range call.Inputs {
		for _, in := range ins {
			table, err := addInput(&m, in)
			if err != nil {
				return m, err
			}
			largest = max(largest, table)
		}
	}
	m.Add("the largest table", perByte, int(largest))
	return m, nil
}

// addInput adds the images or spectrum of an input, and returns how many bytes its largest table has.
func addInput(m *stages.Memory, in stages.Input) (largest int64, err error) {
	if in.Has(dataset.TrainFile) {
		count, dim, err := dataset.Size(in, dataset.TrainFile)
		m.Add("the images", count, dim, 4)
		return 0, err
	}
	for name, path := range in.Files {
		switch {
		case name == "spectrum.npz" || name == dataset.LawFile:
			size, err := spectrum.FileSize(path)
			if err != nil {
				return 0, err
			}
			m.Add("the spectra", size.Reading())
		case strings.HasSuffix(name, ".csv"), strings.HasSuffix(name, ".npz"):
			info, err := os.Stat(path)
			if err != nil {
				return 0, err
			}
			largest = max(largest, info.Size())
		}
	}
	return largest, nil
}
