package spectrum

import (
	"errors"
	"fmt"

	"autoencoder-dynamics/internal/npz"
)

// Names of the arrays in a spectrum's file.
const (
	eigenvaluesName  = "eigenvalues"
	eigenvectorsName = "eigenvectors"
)

// WriteFile writes the spectrum to an NPZ file; the array "eigenvectors" is left out where they are nil.
func (s Spectrum) WriteFile(path string) error {
	dim := s.Dim()
	arrays := []npz.Array{{Name: eigenvaluesName, Shape: []int{dim}, Data: s.Eigenvalues}}
	if s.Eigenvectors != nil {
		arrays = append(arrays, npz.Array{Name: eigenvectorsName, Shape: []int{dim, dim}, Data: s.Eigenvectors})
	}
	return npz.WriteFile(path, arrays...)
}

// ReadFile reads a spectrum from an NPZ file with the array "eigenvalues" (one dimension) and maybe
// "eigenvectors" (square; columns, as numpy.linalg.eigh returns them). They are checked and
// sorted as [New] does it; errors name the file and the array.
func ReadFile(path string) (Spectrum, error) {
	file, err := npz.Open(path)
	if err != nil {
		return Spectrum{}, err
	}
	s, err := read(file)
	if err = errors.Join(err, file.Close()); err != nil {
		return Spectrum{}, fmt.Errorf("spectrum in %s: %w", path, err)
	}
	return s, nil
}

func read(file *npz.File) (Spectrum, error) {
	values, shape, err := file.Float64(eigenvaluesName)
	if err != nil {
		return Spectrum{}, err
	}
	if len(shape) != 1 {
		return Spectrum{}, fmt.Errorf("array %q has the shape %v: one dimension is needed", eigenvaluesName, shape)
	}
	if !file.Has(eigenvectorsName) {
		return New(values, nil)
	}
	vectors, shape, err := file.Float64(eigenvectorsName)
	if err != nil {
		return Spectrum{}, err
	}
	if len(shape) != 2 || shape[0] != len(values) || shape[1] != len(values) {
		return Spectrum{}, fmt.Errorf("array %q has the shape %v: %d×%d is needed, one column for each eigenvalue",
			eigenvectorsName, shape, len(values), len(values))
	}
	return New(values, vectors)
}
