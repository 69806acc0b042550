package dataset

import (
	"errors"
	"fmt"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// Names of the files.
const (
	TrainFile = "train.npz"
	TestFile  = "test.npz"
	LawFile   = "law.npz"
)

// Names of the arrays in a set.
const (
	imagesArray = "images"
	labelsArray = "labels"
)

// Images are the images of a set.
type Images struct {
	Pixels []float32 // N×D, row by row
	Count  int       // N
	Dim    int       // D
}

// HasLaw reports whether the law stands in for the images: there is one, and there are no training images.
func HasLaw(in stages.Input) bool { return in.Has(LawFile) && !in.Has(TrainFile) }

// ReadLaw reads the law.
func ReadLaw(in stages.Input) (spectrum.Spectrum, error) {
	path, err := in.Path(LawFile)
	if err != nil {
		return spectrum.Spectrum{}, err
	}
	return spectrum.ReadFile(path)
}

// ReadImages reads the images of a set, TrainFile or TestFile. It returns an error
// where there is no such file or its images aren't N×D with N and D of at least 1.
func ReadImages(in stages.Input, name string) (Images, error) {
	path, err := in.Path(name)
	if err != nil {
		return Images{}, err
	}
	file, err := npz.Open(path)
	if err != nil {
		return Images{}, err
	}
	pixels, shape, err := file.Float32(imagesArray)
	if err := errors.Join(err, file.Close()); err != nil {
		return Images{}, err
	}
	if len(shape) != 2 || shape[0] == 0 || shape[1] == 0 {
		return Images{}, fmt.Errorf("%s of stage %s: images of the shape %v; N×D is needed", name, in.Stage, shape)
	}
	return Images{Pixels: pixels, Count: shape[0], Dim: shape[1]}, nil
}

// WriteImages writes a set of images with their N labels to a file.
func WriteImages(path string, images Images, labels []uint8) error {
	return npz.WriteFile(path,
		npz.Array{Name: imagesArray, Shape: []int{images.Count, images.Dim}, Data: images.Pixels},
		npz.Array{Name: labelsArray, Shape: []int{len(labels)}, Data: labels})
}
