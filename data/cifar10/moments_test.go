package cifar10_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"autoencoder-dynamics/data/cifar10"
)

const d = 1024

// The embedded moments are those of natural images in the unit range.
func TestMoments(t *testing.T) {
	mean, covariance, provenance, err := cifar10.Moments()
	if err != nil {
		t.Fatal(err)
	}
	if len(mean) != d || len(covariance) != d*d {
		t.Fatalf("%d means and %d covariances, want %d and %d", len(mean), len(covariance), d, d*d)
	}
	if provenance.Dataset == "" || provenance.Train.Count != 50_000 || !provenance.Official && !provenance.Comparison.Known() {
		t.Errorf("provenance is %+v, want 50,000 images that match the official ones where those are known", provenance)
	}
	total := 0.0
	for _, m := range mean {
		total += m / d
	}
	// The official channel means, 0.4914, 0.4822 and 0.4465, are published to four digits.
	if want := 0.299*0.4914 + 0.587*0.4822 + 0.114*0.4465; math.Abs(total-want) > 2e-4 {
		t.Errorf("the mean of all pixels is %v, want %v", total, want)
	}
}

// Surrogates can be drawn: the covariance is symmetric and, after rounding to
// float32, still positive definite.
func TestCovarianceIsPositiveDefinite(t *testing.T) {
	_, covariance, _, err := cifar10.Moments()
	if err != nil {
		t.Fatal(err)
	}
	for i := range d {
		for j := range i {
			if covariance[i*d+j] != covariance[j*d+i] {
				t.Fatalf("covariance of %d and %d isn't symmetric", i, j)
			}
		}
	}
	var cholesky mat.Cholesky
	if !cholesky.Factorize(mat.NewSymDense(d, covariance)) {
		t.Error("the covariance isn't positive definite")
	}
}

func ExampleMoments() {
	mean, covariance, provenance, err := cifar10.Moments()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(provenance.Dataset, provenance.Train.Count)
	fmt.Printf("top left pixel: %.3f ± %.3f\n", mean[0], math.Sqrt(covariance[0]))
	// Output:
	// CIFAR10 (JPEG re-encoding) 50000
	// top left pixel: 0.525 ± 0.283
}
