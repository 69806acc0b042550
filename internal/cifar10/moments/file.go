package moments

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"

	"autoencoder-dynamics/internal/npz"
)

// Names of the arrays in a file of moments.
const (
	meanArray       = "mean"             // float64, D
	covarianceArray = "covariance_lower" // float32, D(D+1)/2: rows of the lower triangle, one after the other
	countArray      = "count"            // int64, one number
)

// Write writes the moments as an NPZ file of about 2 MB. The covariance is kept as its lower triangle
// (0,0), (1,0), (1,1), (2,0) … in float32, which rounds each entry by less than
// one part in 10⁷. The same moments give the same bytes.
func Write(w io.Writer, m *Moments) error {
	if len(m.Mean) != Pixels || len(m.Covariance) != Pixels*Pixels {
		return fmt.Errorf("moments: a mean of %d and a covariance of %d numbers, want %d and %d",
			len(m.Mean), len(m.Covariance), Pixels, Pixels*Pixels)
	}
	lower := make([]float32, 0, Pixels*(Pixels+1)/2)
	for i := range Pixels {
		for _, c := range m.Covariance[i*Pixels : i*Pixels+i+1] {
			lower = append(lower, float32(c))
		}
	}
	return npz.Write(w,
		npz.Array{Name: meanArray, Shape: []int{Pixels}, Data: m.Mean},
		npz.Array{Name: covarianceArray, Shape: []int{len(lower)}, Data: lower},
		npz.Array{Name: countArray, Shape: []int{}, Data: []int64{int64(m.Count)}},
	)
}

// Read reads what [Write] wrote. It returns an error where an array is missing
// or has the wrong length, and where a number isn't finite.
func Read(file []byte) (*Moments, error) {
	archive, err := npz.NewFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, fmt.Errorf("moments: %w", err)
	}
	mean, _, meanErr := archive.Float64(meanArray)
	lower, _, covarianceErr := archive.Float64(covarianceArray)
	count, _, countErr := archive.Int64(countArray)
	if err := errors.Join(meanErr, covarianceErr, countErr); err != nil {
		return nil, fmt.Errorf("moments: %w", err)
	}
	if len(mean) != Pixels || len(lower) != Pixels*(Pixels+1)/2 || len(count) != 1 || count[0] < 1 {
		return nil, fmt.Errorf("moments: %d means, %d covariances and %d counts, want %d, %d and one above 0",
			len(mean), len(lower), len(count), Pixels, Pixels*(Pixels+1)/2)
	}
	for _, numbers := range [][]float64{mean, lower} {
		for i, v := range numbers {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, fmt.Errorf("moments: number %d is %v", i, v)
			}
		}
	}
	return &Moments{Count: int(count[0]), Mean: mean, Covariance: symmetric(lower)}, nil
}

// symmetric returns the full matrix of a packed lower triangle.
func symmetric(lower []float64) []float64 {
	full := make([]float64, Pixels*Pixels)
	next := 0
	for i := range Pixels {
		for j := range i + 1 {
			full[i*Pixels+j], full[j*Pixels+i] = lower[next], lower[next]
			next++
		}
	}
	return full
}
