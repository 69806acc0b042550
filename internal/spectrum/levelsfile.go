package spectrum

import (
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/internal/npz"

	"gonum.org/v1/gonum/floats"
)

// Names of the arrays in a file of levels.
const (
	ratesName          = "rates"
	multiplicitiesName = "multiplicities"
	sharesName         = "shares"
	dimName            = "dim"
)

// WriteFile writes the levels to an NPZ file: the arrays "rates", "multiplicities" and "shares", and "dim" of one number.
func (l Levels) WriteFile(path string) error {
	column := func(name string, data any) npz.Array {
		return npz.Array{Name: name, Shape: []int{len(l.Rates)}, Data: data}
	}
	return npz.WriteFile(path, column(ratesName, l.Rates), column(multiplicitiesName, npz.Sizes(l.Multiplicities)),
		column(sharesName, l.Shares), npz.Array{Name: dimName, Shape: []int{1}, Data: npz.Sizes{l.Dim}})
}

// fileHoldsLevels reports whether an NPZ file holds levels in place of eigenvalues.
func fileHoldsLevels(path string) (bool, error) {
	file, err := npz.Open(path)
	if err != nil {
		return false, err
	}
	return holdsLevels(file), file.Close()
}

func holdsLevels(file *npz.File) bool { return file.Has(ratesName) && !file.Has(eigenvaluesName) }

// readLevelsFile reads the levels of a spectrum from an NPZ file: the arrays "rates" and "multiplicities", in which equal
// rates don't repeat and the largest comes first, and maybe "shares" and "dim", which follow from the two where D is
// finite; or, where the file has eigenvalues, what [ReadFile] and [Spectrum.Levels] make of it. Errors name the file.
func readLevelsFile(path string) (Levels, error) {
	file, err := npz.Open(path)
	if err != nil {
		return Levels{}, err
	}
	if !holdsLevels(file) {
		if err := file.Close(); err != nil {
			return Levels{}, err
		}
		s, err := ReadFile(path)
		return s.Levels(), err
	}
	levels, err := readLevels(file, path)
	if err == nil {
		err = at(path, levels.Check())
	}
	return levels, errors.Join(err, file.Close())
}

// readLevels reads the arrays and fills in what may be left out.
func readLevels(file *npz.File, path string) (l Levels, err error) {
	dim := []float64{math.NaN()}
	for _, array := range []struct {
		name  string
		into  *[]float64
		given bool
	}{
		{ratesName, &l.Rates, true}, {multiplicitiesName, &l.Multiplicities, true},
		{sharesName, &l.Shares, file.Has(sharesName)}, {dimName, &dim, file.Has(dimName)},
	} {
		if !array.given {
			continue
		}
		shape, err := file.Shape(array.name)
		if err == nil && len(shape) > 0 { // one number may stand alone
			err = checkLength(file, path, array.name, maxLevels)
		}
		if err != nil {
			return l, err
		}
		if *array.into, _, err = file.Float64(array.name); err != nil {
			return l, err
		}
	}
	if l.Shares == nil && len(l.Rates) == len(l.Multiplicities) {
		l.Shares = make([]float64, len(l.Rates))
		floats.MulTo(l.Shares, l.Rates, l.Multiplicities)
		if math.IsNaN(floats.Sum(l.Shares)) {
			return l, at(path, fmt.Errorf("array %q is missing: where a multiplicity is infinite, the share of tr Ω/D doesn't follow from the rate", sharesName))
		}
	}
	if len(dim) != 1 {
		return l, at(path, fmt.Errorf("array %q has %d numbers: one is needed", dimName, len(dim)))
	}
	if l.Dim = dim[0]; !file.Has(dimName) {
		l.Dim = floats.Sum(l.Multiplicities)
	}
	return l, nil
}
