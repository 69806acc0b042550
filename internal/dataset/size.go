package dataset

import (
	"errors"
	"fmt"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/stages"
)

// Size returns how many images a set has, and of how many pixels, without reading them.
func Size(in stages.Input, name string) (count, dim int, err error) {
	path, err := in.Path(name)
	if err != nil {
		return 0, 0, err
	}
	file, err := npz.Open(path)
	if err != nil {
		return 0, 0, err
	}
	shape, err := file.Shape(imagesArray)
	if err := errors.Join(err, file.Close()); err != nil {
		return 0, 0, err
	}
	if len(shape) < 2 {
		return 0, 0, fmt.Errorf("%s of stage %s: images of the shape %v; N×D is needed", name, in.Stage, shape)
	}
	dim = 1
	for _, n := range shape[1:] {
		dim *= n
	}
	return shape[0], dim, nil
}
