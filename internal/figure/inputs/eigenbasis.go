package inputs

import (
	"fmt"

	"autoencoder-dynamics/internal/spectrum"
)

// Eigenbasis reads the eigenvalues and eigenvectors of the covariance wired to the port, which turn inputs and weights
// from the data's coordinates into principal components and back.
func (s Set) Eigenbasis(port string) (spectrum.Spectrum, error) {
	in, err := s.one(port)
	if err != nil {
		return spectrum.Spectrum{}, err
	}
	path, err := in.Path("spectrum.npz")
	if err != nil {
		return spectrum.Spectrum{}, err
	}
	basis, err := spectrum.ReadFile(path)
	if err != nil {
		return spectrum.Spectrum{}, fmt.Errorf("spectrum of stage %s: %w", in.Stage, err)
	}
	return basis, nil
}
