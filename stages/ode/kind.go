package ode

import (
	"fmt"

	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory"
	"autoencoder-dynamics/theory/integrate"
)

// Kind is the stage kind "ode". The zero value is ready for use.
type Kind struct{}

// Parameters are what "with:" may say.
type Parameters struct {
	setup.Parameters `yaml:",inline"`
	Tolerance        float64 `yaml:"tolerance" doc:"Relative accuracy aimed at in pmse, from 1e-11 to 0.1. Default 1e-7."`
	Method           string  `yaml:"method" enum:"automatic dopri5 rkc2 rodas5p" doc:"Integration method: explicit (dopri5), stabilised explicit for stiff flows (rkc2), linearly implicit (rodas5p), or the one that suits the flow (automatic). Default automatic."`
	Modes            int     `yaml:"modes" doc:"Number of leading eigenmodes whose weights and overlaps are recorded over time. Default 0, which is hidden + 4, or D where that is less."`
}

// covariancePort is where the spectrum comes in.
const covariancePort = "covariance"

// automatic leaves the choice of the integration method to package theory.
const automatic = "automatic"

var _ stages.Kind = Kind{}

// Name returns "ode".
func (Kind) Name() string { return "ode" }

// Summary says what the kind does.
func (Kind) Summary() string {
	return "Solves the equations of learning in the limit of many input dimensions."
}

// Defaults returns the default [Parameters].
func (Kind) Defaults(string) any {
	return &Parameters{Parameters: setup.Defaults(), Tolerance: theory.DefaultTolerance, Method: automatic}
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
	refuse := func(bad bool, key, message, expected string) {
		if bad {
			problems = append(problems, stages.Problem{Path: "with." + key, Message: message, Expected: expected})
		}
	}
	refuse(!(p.Tolerance >= theory.SmallestTolerance && p.Tolerance <= 0.1), "tolerance",
		fmt.Sprintf("tolerance is %v", p.Tolerance), fmt.Sprintf("a number from %g to 0.1", theory.SmallestTolerance))
	_, err := p.method()
	refuse(err != nil, "method", fmt.Sprint(err), "automatic, dopri5, rkc2 or rodas5p")
	refuse(p.Modes < 0, "modes", fmt.Sprintf("modes is %d", p.Modes), "a whole number from 0 on")
	return problems
}

// method returns the integration method, nil for the one that package theory chooses.
func (p *Parameters) method() (integrate.Method, error) {
	switch p.Method {
	case automatic:
		return nil, nil
	case "dopri5":
		return integrate.DormandPrince{}, nil
	case "rkc2":
		return integrate.Chebyshev{}, nil
	case "rodas5p":
		return integrate.Rosenbrock{}, nil
	}
	return nil, fmt.Errorf("there is no method %q", p.Method)
}

// wantedModes returns how many leading modes are recorded where there are so many.
func (p *Parameters) wantedModes() int {
	if p.Modes > 0 {
		return p.Modes
	}
	return p.Hidden + 4
}
