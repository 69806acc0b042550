package autoencoder

import (
	"math"
	"strings"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
)

func TestSamplersRefuse(t *testing.T) {
	stream, nan, infinite := random.New(1, "samples", 0), float32(math.NaN()), float32(math.Inf(-1))
	for want, err := range map[string]error{
		"eigenvalue 2 is NaN":       second(NewGaussian([]float64{1, math.NaN()}, stream)),
		"stream of random numbers":  second(NewGaussian([]float64{1}, nil)),
		"a stream of random":        second(NewImages([]float32{1}, 1, nil)),
		"7 numbers":                 second(NewImages(make([]float32, 7), 3, stream)),
		"pixel 2 of image 2 is NaN": second(NewImages([]float32{1, 2, 3, nan}, 2, stream)),
		"image 1 is -Inf":           second(NewImages([]float32{infinite, 2}, 2, stream)),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
}
