package autoencoder

import (
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/autoencoder/random"
)

// Gaussian draws from N(0, diag(ρ)): normal inputs in the eigenbasis of their
// covariance, at the cost of D normal numbers a sample.
type Gaussian struct {
	deviations []float32
	normals    *random.Normals
	passes     kernel.Inputs
}

// NewGaussian returns a sampler of inputs with these eigenvalues ρ of their
// covariance, none of them negative, from the source of normal numbers. The standard
// deviations are rounded to float32, as the inputs are: the variance of what it draws is ρ
// to a relative 10⁻⁷.
func NewGaussian(eigenvalues []float64, normals *random.Normals) (*Gaussian, error) {
	if normals == nil {
		return nil, errNoStream
	}
	if err := checkEigenvalues(eigenvalues); err != nil {
		return nil, err
	}
	deviations := make([]float32, len(eigenvalues))
	for i, rho := range eigenvalues {
		deviations[i] = float32(math.Sqrt(rho))
		if math.IsInf(float64(deviations[i]), 1) {
			return nil, fmt.Errorf("eigenvalue %d is %v: inputs of such a variance are beyond float32", i+1, rho)
		}
	}
	return &Gaussian{deviations: deviations, normals: normals, passes: bestInputs()}, nil
}

// checkEigenvalues returns an error that names the first of the numbers that can't be an
// eigenvalue of a covariance, or nil.
func checkEigenvalues(eigenvalues []float64) error {
	for i, rho := range eigenvalues {
		if err := checkEigenvalue(rho); err != nil {
			return fmt.Errorf("eigenvalue %d is %w", i+1, err)
		}
	}
	return nil
}

// checkEigenvalue returns an error that begins with the number where it can't be an
// eigenvalue.
func checkEigenvalue(rho float64) error {
	if !(rho >= 0) || math.IsInf(rho, 1) {
		return fmt.Errorf("%v: a covariance has eigenvalues that are finite and not negative", rho)
	}
	return nil
}

// Dim returns the number of eigenvalues.
func (g *Gaussian) Dim() int { return len(g.deviations) }

// Sample draws the next input.
func (g *Gaussian) Sample(dst []float32) {
	dst = dst[:len(g.deviations)]
	g.normals.Fill(dst)
	multiply(g.passes, dst, g.deviations)
}

// MarshalBinary returns the state of the source of normal numbers.
func (g *Gaussian) MarshalBinary() ([]byte, error) { return g.normals.MarshalBinary() }

// UnmarshalBinary restores it.
func (g *Gaussian) UnmarshalBinary(state []byte) error { return g.normals.UnmarshalBinary(state) }

// LargestSet is the most numbers P·D that [DrawGaussian] draws: 1 GiB of float32.
const LargestSet = 1 << 28

// DrawGaussian draws a finite training set of count = P inputs from N(0, diag(ρ)), in the
// eigenbasis: a P×D array, for [NewEpochs] or [NewImages] to learn from and
// [NewPopulation] to take the training error over. It returns an error for eigenvalues that
// [NewGaussian] refuses, fewer than one input, and more than [LargestSet] numbers.
func DrawGaussian(eigenvalues []float64, count int, normals *random.Normals) ([]float32, error) {
	sampler, err := NewGaussian(eigenvalues, normals)
	if err != nil {
		return nil, err
	}
	dim := sampler.Dim()
	switch {
	case dim == 0:
		return nil, errors.New("a training set over no inputs: there are no eigenvalues")
	case count < 1:
		return nil, fmt.Errorf("a training set of %d inputs: there must be at least 1", count)
	case count > LargestSet/dim:
		return nil, fmt.Errorf("a training set of %d inputs of length %d: it is kept in memory, at most %d numbers, so %d inputs; draw online instead", count, dim, LargestSet, LargestSet/dim)
	}
	set := make([]float32, count*dim)
	for i := range count {
		sampler.Sample(set[i*dim : (i+1)*dim])
	}
	return set, nil
}
