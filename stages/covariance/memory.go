package covariance

import (
	"errors"

	"autoencoder-dynamics/internal/dataset"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

var _ stages.MemoryEstimator = Kind{}

// How many D×D matrices there are at once.
const (
	checked     = 3 // eigenvectors, their products, and the copy that is kept
	decomposed  = 6 // the moment, the eigensolver's reflections, rotations (1.7 of them) and vectors, or these checked
	workingRows = 256
)

// Memory counts the data, and the D×D matrices that are made from them.
func (Kind) Memory(call *stages.Call) (m stages.Memory, err error) {
	p := call.Parameters.(*Parameters)
	dim, vectors := int(min(p.Dim, spectrum.LargestDim)), p.Model == modelSinusoidal
	if vectors {
		addMatrices(&m, checked, dim)
	}
	if !p.usesModel() {
		if m, dim, vectors, err = sourceMemory(call, p); err != nil {
			return m, err
		}
	}
	m.Add("the eigenvalues (dim)", 8*8, dim)
	if p.Samples > 0 {
		sampled := stages.Memory{}
		addMatrices(&sampled, decomposed, dim)
		if vectors {
			addMatrices(&sampled, 1, dim)
		}
		m = m.Larger(sampled)
	}
	return m, nil
}

// sourceMemory returns what reading the population takes, and what it is.
func sourceMemory(call *stages.Call, p *Parameters) (m stages.Memory, dim int, vectors bool, err error) {
	data, ok := call.Input("data")
	switch {
	case p.Spectrum != "":
		return fileMemory(string(p.Spectrum))
	case !ok:
		return m, 0, false, errors.New("there is neither data nor a model nor a spectrum")
	case dataset.HasLaw(data):
		path, err := data.Path(dataset.LawFile)
		if err != nil {
			return m, 0, false, err
		}
		return fileMemory(path)
	}
	count, dim, err := dataset.Size(data, dataset.TrainFile)
	m.Add("the training images", count, 4, dim)
	addMatrices(&m, decomposed, dim)
	return m, dim, true, err
}

func fileMemory(path string) (m stages.Memory, dim int, vectors bool, err error) {
	size, err := spectrum.FileSize(path)
	m.Add("the spectrum that is given", size.Reading())
	return m, size.Dim, size.Vectors, err
}

// addMatrices adds D×D matrices, and the rows of data that are multiplied at a time.
func addMatrices(m *stages.Memory, count, dim int) {
	m.Add("the covariance and its eigenvectors (dim)", count, 8*dim, dim)
	m.Add("data", 8*workingRows, dim)
}
