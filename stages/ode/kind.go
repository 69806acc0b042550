package ode

import (
	"fmt"

	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory"
)

// Kind is the stage kind "ode". The zero value is ready for use.
type Kind struct{}

// Parameters are what "with:" may say.
type Parameters struct {
	setup.Parameters `yaml:",inline"`
	Tolerance        float64 `yaml:"tolerance" doc:"Relative accuracy aimed at in pmse, from 1e-11 to 0.1. Default 1e-7."`
}

// covariancePort is where the spectrum comes in.
const covariancePort = "covariance"

var _ stages.Kind = Kind{}

// Name returns "ode".
func (Kind) Name() string { return "ode" }

// Summary says what the kind does.
func (Kind) Summary() string {
	return "Solves the equations of learning in the limit of many input dimensions."
}

// Defaults returns the default [Parameters].
func (Kind) Defaults(string) any {
	return &Parameters{Parameters: setup.Defaults(), Tolerance: theory.DefaultTolerance}
}

// Ports returns the covariance.
func (Kind) Ports(any) []stages.Port {
	return []stages.Port{{
		Name: covariancePort, Doc: "The covariance of the inputs.", Kinds: []string{"covariance"}, Required: true,
	}}
}

// Validate checks the parameters.
func (Kind) Validate(parameters any, _ map[string][]string) []stages.Problem {
	p := parameters.(*Parameters)
	problems := p.Parameters.Validate()
	if !(p.Tolerance >= theory.SmallestTolerance && p.Tolerance <= 0.1) {
		problems = append(problems, stages.Problem{
			Path: "with.tolerance", Message: fmt.Sprintf("tolerance is %v", p.Tolerance),
			Expected: fmt.Sprintf("a number from %g to 0.1", theory.SmallestTolerance),
		})
	}
	return problems
}
