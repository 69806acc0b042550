package spectrum

import (
	"errors"

	"autoencoder-dynamics/internal/npz"
)

// Size is what the memory that a spectrum takes depends on.
type Size struct {
	Dim     int   // D; 0 where the file holds levels
	Vectors bool  // there are eigenvectors, D×D
	Levels  []int // how many modes each distinct eigenvalue has; largestCount at most, also for infinitely many
}

// FileSize returns the size of the spectrum in a file, without reading its eigenvectors.
func FileSize(path string) (size Size, err error) {
	file, err := npz.Open(path)
	if err != nil {
		return size, err
	}
	var levels Levels
	if holdsLevels(file) {
		levels, err = readLevels(file, path)
	} else {
		var values []float64
		values, _, err = file.Float64(eigenvaluesName)
		size.Dim, size.Vectors = len(values), file.Has(eigenvectorsName)
		levels = Spectrum{Eigenvalues: values}.Levels()
	}
	for _, n := range levels.Multiplicities {
		size.Levels = append(size.Levels, int(min(n, largestCount)))
	}
	return size, errors.Join(err, file.Close())
}

// largestCount stands for any larger number of modes.
const largestCount = 1 << 52

// matrix is how many bytes the D×D eigenvectors take, if there are some.
func (s Size) matrix() int {
	if !s.Vectors {
		return 0
	}
	return 8 * s.Dim * s.Dim
}

// Reading is how many bytes [ReadAny] takes at its peak: the eigenvectors as read, their products, and the copy that is kept.
func (s Size) Reading() int { return 3*s.matrix() + 6*8*s.Dim }

// Held is how many bytes the spectrum takes once it is read.
func (s Size) Held() int { return s.matrix() + 2*8*s.Dim }

// Columns returns how many numbers a row of weights has that keeps at most that many of each level of equal eigenvalues.
func (s Size) Columns(most int) (columns int) {
	for _, n := range s.Levels {
		columns += min(n, most)
	}
	return columns
}
