package inputs

import (
	"encoding/json"
	"fmt"
	"os"

	"autoencoder-dynamics/internal/spectrum"
)

// Spectrum is what a covariance stage found.
type Spectrum struct {
	Eigenvalues []float64 // decreasing
	About       AboutSpectrum
}

// AboutSpectrum is what a covariance stage says of itself; what doesn't apply is zero.
type AboutSpectrum struct {
	Model   string `json:"model"`   // "spiked", "sinusoidal", or "" for a data set
	Spikes  int    `json:"spikes"`  // R
	Samples int    `json:"samples"` // of the sample covariance; 0 where the covariance is the model's own
}

// Trace returns the total variance, tr Ω.
func (s Spectrum) Trace() float64 {
	return spectrum.Spectrum{Eigenvalues: s.Eigenvalues}.TotalVariance()
}

// Spectrum reads the spectrum of the stage wired to the port.
func (s Set) Spectrum(port string) (Spectrum, error) {
	in, err := s.one(port)
	if err != nil {
		return Spectrum{}, err
	}
	path, err := in.Path("spectrum.npz")
	if err != nil {
		return Spectrum{}, err
	}
	decomposed, err := spectrum.ReadFile(path)
	if err != nil {
		return Spectrum{}, fmt.Errorf("spectrum of stage %s: %w", in.Stage, err)
	}
	read := Spectrum{Eigenvalues: decomposed.Eigenvalues}
	aboutPath, err := in.Path("about.json")
	if err != nil {
		return Spectrum{}, err
	}
	text, err := os.ReadFile(aboutPath)
	if err != nil {
		return Spectrum{}, fmt.Errorf("about.json of stage %s: %w", in.Stage, err)
	}
	if err := json.Unmarshal(text, &read.About); err != nil {
		return Spectrum{}, fmt.Errorf("about.json of stage %s: %w", in.Stage, err)
	}
	return read, nil
}
