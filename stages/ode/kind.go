package ode

import (
	"fmt"
	"math"

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
	Method           string  `yaml:"method" enum:"automatic dopri5 rkc2 rodas5p" doc:"Integration method: explicit (dopri5), stabilised explicit for stiff flows (rkc2), linearly implicit (rodas5p, up to 16 hidden units), or the one that suits the flow (automatic). Default automatic."`
	Verify           bool    `yaml:"verify" doc:"Whether to solve a second time, at ten times the tolerance, and to fail where the curves differ by more than a hundred tolerances: errors outgrow any tolerance where learning depends on the last digits of the start. It about doubles the time. Default true."`
	Modes            int     `yaml:"modes" doc:"Number of leading eigenmodes whose weights and overlaps are recorded over time, at most 10,000; all where the spectrum has fewer. Default 0, which is hidden + 4."`
}

// covariancePort is where the spectrum comes in.
const covariancePort = "covariance"

// automatic leaves the choice of the integration method to package theory.
const automatic = "automatic"

// implicit is the method of implicit steps.
const implicit = "rodas5p"

// maxModes is the largest number of modes that can be asked for.
const maxModes = 10_000

var _ stages.InputChecker = Kind{}

// Name returns "ode".
func (Kind) Name() string { return "ode" }

// Summary says what the kind does.
func (Kind) Summary() string {
	return "Solves the equations of learning in the limit of many input dimensions."
}

// Defaults returns the default [Parameters].
func (Kind) Defaults(string) any {
	return &Parameters{Parameters: setup.Defaults(), Tolerance: theory.DefaultTolerance, Method: automatic, Verify: true}
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
	refuse(!(p.Tolerance >= theory.SmallestTolerance && p.Tolerance <= theory.LargestTolerance), "tolerance",
		fmt.Sprintf("tolerance is %v", p.Tolerance), fmt.Sprintf("a number from %g to %g", theory.SmallestTolerance, theory.LargestTolerance))
	_, err := p.method()
	refuse(err != nil, "method", fmt.Sprint(err), "automatic, dopri5, rkc2 or rodas5p")
	refuse(p.Method == implicit && p.Hidden > theory.MostImplicit, "method",
		fmt.Sprintf("method rodas5p with hidden = K = %d: each of its steps solves about K² equations, too many above K = %d", p.Hidden, theory.MostImplicit),
		fmt.Sprintf("automatic, dopri5 or rkc2, or at most %d hidden units", theory.MostImplicit))
	refuse(p.Modes < 0 || p.Modes > maxModes, "modes", fmt.Sprintf("modes is %d", p.Modes), fmt.Sprintf("a whole number from 0 to %d", maxModes))
	refuse(p.Modes <= maxModes && p.TooMany(2*p.wantedModes()), "modes",
		fmt.Sprintf("weights of K = %d hidden units along %d modes at all times recorded are too many numbers to keep", p.Hidden, p.wantedModes()),
		"fewer modes, times or hidden units")
	return problems
}

// ValidateInputs checks the parameters against the dimension of the covariance.
func (Kind) ValidateInputs(parameters any, inputs map[string][]stages.Upstream) []stages.Problem {
	p := parameters.(*Parameters)
	var problems []stages.Problem
	for _, from := range inputs[covariancePort] {
		problems = append(problems, p.Parameters.ValidateInputs(from)...)
		if !p.IsTied() || !math.IsInf(from.Dimension().D, 1) {
			continue
		}
		key, other := "tied", "tied: false"
		if !p.Tied {
			key, other = "rule", "the rule vanilla or truncated"
		}
		problems = append(problems, stages.Problem{
			Path:     "with." + key,
			Message:  fmt.Sprintf("tied weights have no limit of infinitely many dimensions, which the inputs of stage %s have", from.Stage),
			Expected: fmt.Sprintf("a finite dim of stage %s, as large as you like, or %s", from.Stage, other),
		})
	}
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
	case implicit:
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
