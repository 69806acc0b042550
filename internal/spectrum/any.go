package spectrum

import "autoencoder-dynamics/theory/pca"

// Any is a spectrum in one of its two forms: an eigenvalue for each input, or its levels.
type Any struct {
	Spectrum Spectrum
	Levels   *Levels // in place of Spectrum where it isn't nil
}

// ReadAny reads a spectrum in the form that the file has it: levels, or the eigenvalues that [ReadFile] reads.
func ReadAny(path string) (Any, error) {
	switch levels, err := fileHoldsLevels(path); {
	case err != nil:
		return Any{}, err
	case levels:
		l, err := readLevelsFile(path)
		if err != nil {
			return Any{}, err
		}
		return Any{Levels: &l}, nil
	}
	s, err := ReadFile(path)
	return Any{Spectrum: s}, err
}

// CheckAny returns the dimension D of the spectrum in a file, maybe infinite, and the error that [ReadAny] would,
// but for the numbers of the eigenvectors: it is fast for any D.
func CheckAny(path string) (dim float64, err error) {
	switch levels, err := fileHoldsLevels(path); {
	case err != nil:
		return 0, err
	case levels:
		l, err := readLevelsFile(path)
		return l.Dim, err
	}
	n, err := checkFile(path)
	return float64(n), err
}

// WriteFile writes the spectrum to an NPZ file in the form that it has.
func (a Any) WriteFile(path string) error {
	if a.Levels != nil {
		return a.Levels.WriteFile(path)
	}
	return a.Spectrum.WriteFile(path)
}

// Dim returns D, which may be infinite.
func (a Any) Dim() float64 {
	if a.Levels != nil {
		return a.Levels.Dim
	}
	return float64(a.Spectrum.Dim())
}

// TotalVariance returns tr Ω, which is infinite where D is.
func (a Any) TotalVariance() float64 {
	if a.Levels != nil {
		return a.Levels.Dim * a.Levels.Variance()
	}
	return a.Spectrum.TotalVariance()
}

// Variance returns tr Ω/D, the variance per input.
func (a Any) Variance() float64 {
	if a.Levels != nil {
		return a.Levels.Variance()
	}
	return a.Spectrum.TotalVariance() / a.Dim()
}

// PCAErrors returns pmse_PCA(m) for m = 0 … D; of levels for m = 0 … most alone, of which there may be very many.
func (a Any) PCAErrors(most int) []float64 {
	if a.Levels != nil {
		return a.Levels.PCAErrors(most)
	}
	return pca.Errors(a.Spectrum.Eigenvalues)
}
