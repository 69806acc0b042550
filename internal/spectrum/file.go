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
	orderName        = "order"
)

// WriteFile writes the spectrum to an NPZ file; the arrays "eigenvectors" and "order" (int64) are left out where they are nil.
func (s Spectrum) WriteFile(path string) error {
	dim := s.Dim()
	arrays := []npz.Array{{Name: eigenvaluesName, Shape: []int{dim}, Data: s.Eigenvalues}}
	if s.Eigenvectors != nil {
		arrays = append(arrays, npz.Array{Name: eigenvectorsName, Shape: []int{dim, dim}, Data: s.Eigenvectors})
	}
	if s.Order != nil {
		order := make([]int64, dim)
		for tau, i := range s.Order {
			order[tau] = int64(i)
		}
		arrays = append(arrays, npz.Array{Name: orderName, Shape: []int{dim}, Data: order})
	}
	return npz.WriteFile(path, arrays...)
}

// ReadFile reads a spectrum from an NPZ file with the array "eigenvalues" (one dimension) and maybe
// "eigenvectors" (square; columns, as numpy.linalg.eigh returns them) or "order" (a permutation of 0 … D−1). They are
// checked and sorted as [New] does it; errors name the file and the array.
func ReadFile(path string) (Spectrum, error) {
	var s Spectrum
	err := inspect(path, func(file *npz.File, values []float64, order []int64) error {
		var vectors []float64
		var err error
		if file.Has(eigenvectorsName) {
			if vectors, _, err = file.Float64(eigenvectorsName); err != nil {
				return err
			}
		}
		if order != nil {
			s, err = newOrdered(values, order)
		} else {
			s, err = New(values, vectors)
		}
		return at(path, err)
	})
	if err != nil {
		return Spectrum{}, err
	}
	return s, nil
}

// checkFile returns the dimension D of the spectrum in a file, and the error that [ReadFile] would, but
// for the numbers of the eigenvectors: it is fast for any D.
func checkFile(path string) (dim int, err error) {
	err = inspect(path, func(_ *npz.File, values []float64, order []int64) error {
		dim = len(values)
		if err := checkOrder(order); err != nil {
			return at(path, err)
		}
		_, err := checkedValues(values)
		return at(path, err)
	})
	return dim, err
}

// FileDim returns the dimension D of the spectrum in a file, maybe infinite, and whether the file holds levels. Of
// eigenvalues it reads their number alone; what is wrong with them is for [CheckAny] to say.
func FileDim(path string) (dim float64, levels bool, err error) {
	file, err := npz.Open(path)
	if err != nil {
		return 0, false, err
	}
	if holdsLevels(file) {
		l, err := readLevels(file, path)
		return l.Dim, true, errors.Join(err, file.Close())
	}
	shape, err := file.Shape(eigenvaluesName)
	if err == nil && len(shape) == 1 {
		dim = float64(shape[0])
	}
	return dim, false, errors.Join(err, file.Close())
}

// inspect opens the file, checks the shapes of its arrays, and hands on all but the eigenvectors.
func inspect(path string, use func(file *npz.File, values []float64, order []int64) error) error {
	file, err := npz.Open(path)
	if err != nil {
		return err
	}
	if holdsLevels(file) {
		return errors.Join(at(path, fmt.Errorf("the file holds the levels of a spectrum, and not an eigenvalue for each input: a covariance of dim up to %d is needed", LargestDim)), file.Close())
	}
	var values []float64
	err = checkLength(file, path, eigenvaluesName, LargestDim)
	if err == nil {
		values, _, err = file.Float64(eigenvaluesName)
	}
	var order []int64
	if err == nil {
		order, err = readOrder(file, path, len(values))
	}
	if err == nil {
		err = checkVectorShape(file, path, len(values))
	}
	if err == nil {
		err = use(file, values, order)
	}
	return errors.Join(err, file.Close())
}

// readOrder returns nil where the file has no order.
func readOrder(file *npz.File, path string, dim int) ([]int64, error) {
	if !file.Has(orderName) {
		return nil, nil
	}
	if file.Has(eigenvectorsName) {
		return nil, at(path, fmt.Errorf("there are both %q and %q: one of them says which eigenvalue is whose", eigenvectorsName, orderName))
	}
	shape, err := file.Shape(orderName)
	if err == nil && (len(shape) != 1 || shape[0] != dim) {
		err = at(path, fmt.Errorf("array %q has the shape %v: %d numbers are needed, one for each eigenvalue", orderName, shape, dim))
	}
	if err != nil {
		return nil, err
	}
	order, _, err := file.Int64(orderName)
	return order, err
}

// checkLength returns an error unless an array has one dimension of at most so many numbers. It is asked before
// they are read: a file may claim far more of them than it has bytes.
func checkLength(file *npz.File, path, name string, most int) error {
	shape, err := file.Shape(name)
	switch {
	case err != nil:
		return err
	case len(shape) != 1:
		return at(path, fmt.Errorf("array %q has the shape %v: one dimension is needed", name, shape))
	case shape[0] > most:
		return at(path, fmt.Errorf("array %q has %d numbers: at most %d are read", name, shape[0], most))
	}
	return nil
}

func checkVectorShape(file *npz.File, path string, dim int) error {
	if !file.Has(eigenvectorsName) {
		return nil
	}
	shape, err := file.Shape(eigenvectorsName)
	if err == nil && (len(shape) != 2 || shape[0] != dim || shape[1] != dim) {
		err = at(path, fmt.Errorf("array %q has the shape %v: %d×%d is needed, one column for each eigenvalue", eigenvectorsName, shape, dim, dim))
	}
	if err == nil && dim > LargestVectorDim {
		err = at(path, fmt.Errorf("array %q has D = %d dimensions: eigenvectors are read of at most %d", eigenvectorsName, dim, LargestVectorDim))
	}
	return err
}

// at names the file in an error; those of package npz name it themselves.
func at(path string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", path, err)
}
