package autoencoder

import (
	"encoding"
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/autoencoder/random"
)

// Sampler draws the inputs that a simulator learns from. Its binary form is the
// state of its source of chance: restored, it goes on with the same inputs.
type Sampler interface {
	encoding.BinaryMarshaler
	encoding.BinaryUnmarshaler

	// Dim returns D, the length of an input.
	Dim() int

	// Sample sets dst, of length D, to the next input.
	Sample(dst []float64)
}

// Gaussian draws from N(0, diag(ρ)): normal inputs in the eigenbasis of their
// covariance, at the cost of D normal numbers a sample.
type Gaussian struct {
	deviations []float64
	*random.Stream
}

// NewGaussian returns a sampler of inputs with these eigenvalues ρ of their
// covariance, none of them negative, from the stream.
func NewGaussian(eigenvalues []float64, stream *random.Stream) (*Gaussian, error) {
	if stream == nil {
		return nil, errNoStream
	}
	deviations := make([]float64, len(eigenvalues))
	for i, rho := range eigenvalues {
		if !(rho >= 0) || math.IsInf(rho, 1) {
			return nil, fmt.Errorf("eigenvalue %d is %v: a covariance has eigenvalues that are finite and not negative", i+1, rho)
		}
		deviations[i] = math.Sqrt(rho)
	}
	return &Gaussian{deviations: deviations, Stream: stream}, nil
}

// Dim returns the number of eigenvalues.
func (g *Gaussian) Dim() int { return len(g.deviations) }

// Sample draws the next input.
func (g *Gaussian) Sample(dst []float64) {
	for i, deviation := range g.deviations {
		dst[i] = deviation * g.NormFloat64()
	}
}

// Images draws rows of a data set, each independently and with replacement:
// online learning on its empirical law.
type Images struct {
	rows []float32
	dim  int
	*random.Stream
}

// errNoStream says that a sampler can't draw.
var errNoStream = errors.New("a sampler needs a stream of random numbers")

// NewImages returns a sampler of the rows of an N×dim array, which it keeps and
// doesn't change, drawn by the stream. It returns an error where the numbers
// aren't rows of that length, or one of them isn't finite.
func NewImages(rows []float32, dim int, stream *random.Stream) (*Images, error) {
	if stream == nil {
		return nil, errNoStream
	}
	if err := checkRows(rows, dim); err != nil {
		return nil, err
	}
	return &Images{rows: rows, dim: dim, Stream: stream}, nil
}

func checkRows(rows []float32, dim int) error {
	if dim < 1 || len(rows) == 0 || len(rows)%dim != 0 {
		return fmt.Errorf("%d numbers can't be split into images of %d pixels", len(rows), dim)
	}
	for i, x := range rows {
		if x-x != 0 { // for NaN and the infinities alone
			return fmt.Errorf("pixel %d of image %d is %v: pixels must be finite", i%dim+1, i/dim+1, x)
		}
	}
	return nil
}

// Dim returns the number of pixels.
func (s *Images) Dim() int { return s.dim }

// Sample draws the next image.
func (s *Images) Sample(dst []float64) {
	from := s.IntN(len(s.rows)/s.dim) * s.dim
	for i, x := range s.rows[from : from+s.dim] {
		dst[i] = float64(x)
	}
}
