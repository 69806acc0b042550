package whiten

import (
	"context"
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/stages"
)

// The methods.
const (
	standardize = "standardize"
	center      = "center"
	pca         = "pca"
	zca         = "zca"
)

// Kind is the stage kind "whiten". The zero value is ready for use.
type Kind struct{}

// Parameters are what "with:" may say.
type Parameters struct {
	Method  string  `yaml:"method" enum:"standardize center pca zca" doc:"How greyscale images are rescaled: standardize (global mean removed, divided by twice the standard deviation), center (each pixel's mean removed), pca or zca (whitened). Default standardize."`
	Epsilon float64 `yaml:"epsilon" doc:"Added to each eigenvalue before the division by its root, for pca and zca, in units of squared pixel values from 0 to 1. Default 0."`
}

var _ stages.Dimensioned = Kind{}

// Name returns "whiten".
func (Kind) Name() string { return "whiten" }

// Summary says what the kind does.
func (Kind) Summary() string {
	return "Turns images to greyscale and standardises, centres or whitens them."
}

// Defaults returns the default [Parameters].
func (Kind) Defaults(string) any { return &Parameters{Method: standardize} }

// Ports returns the one port, data.
func (Kind) Ports(any) []stages.Port {
	return []stages.Port{{
		Name: "data", Doc: "The images, or the embedded moments in their place.", Kinds: []string{"download"}, Required: true,
	}}
}

// Validate checks the method, and epsilon against it.
func (Kind) Validate(parameters any, _ map[string][]string) []stages.Problem {
	p := parameters.(*Parameters)
	var problems []stages.Problem
	switch p.Method {
	case pca, zca:
	case standardize, center:
		if p.Epsilon != 0 {
			problems = append(problems, stages.Problem{
				Path:     "with.epsilon",
				Message:  fmt.Sprintf("epsilon is %v, which has no meaning for the method %s", p.Epsilon, p.Method),
				Expected: "no epsilon, or the method pca or zca",
			})
		}
	default:
		problems = append(problems, stages.Problem{
			Path: "with.method", Message: fmt.Sprintf("method is %q", p.Method), Expected: "standardize, center, pca or zca",
		})
	}
	if !(p.Epsilon >= 0) || math.IsInf(p.Epsilon, 0) {
		problems = append(problems, stages.Problem{
			Path: "with.epsilon", Message: fmt.Sprintf("epsilon is %v", p.Epsilon), Expected: "a number from 0 on",
		})
	}
	return problems
}

// Dimension returns the number of pixels of a CIFAR10 image; there is no other data set.
func (Kind) Dimension(any, map[string][]stages.Upstream) stages.Dimension {
	return stages.Dimension{D: cifar10.Pixels}
}

// Run transforms the images, or the moments where there are no images.
func (Kind) Run(ctx context.Context, call *stages.Call) error {
	data, ok := call.Input("data")
	if !ok {
		return errors.New("nothing is wired to the port data")
	}
	if data.Has("train.npz") {
		return transformImages(ctx, call, data)
	}
	return transformMoments(ctx, call, data)
}
