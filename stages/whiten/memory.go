package whiten

import (
	"errors"

	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/internal/dataset"
	"autoencoder-dynamics/stages"
)

var _ stages.MemoryEstimator = Kind{}

// matrices is how many D×D matrices there are at once where the map is made from eigenvectors: the covariance, the
// eigensolver's reflections, rotations (1.7 of them) and vectors, the map and what it is multiplied from, or the checks of
// a spectrum that is written.
const matrices = 8

// Memory counts the training images, which are held in colour and transformed, and the matrices of the map.
func (Kind) Memory(call *stages.Call) (m stages.Memory, err error) {
	data, ok := call.Input("data")
	if !ok {
		return m, errors.New("nothing is wired to the port data")
	}
	images := data.Has(dataset.TrainFile)
	if images {
		count, _, err := dataset.Size(data, dataset.TrainFile)
		if err != nil {
			return m, err
		}
		m.Add("the training images, in colour and transformed", count, cifar10.ImageBytes+4*cifar10.Pixels)
	}
	if !images || needsCovariance(call.Parameters.(*Parameters).Method) {
		m.Add("the covariance of the pixels and its eigenvectors", matrices, 8*cifar10.Pixels, cifar10.Pixels)
	}
	return m, nil
}
