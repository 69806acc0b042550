package sgd

import (
	"fmt"
	"reflect"

	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// Kind is the stage kind "sgd". The zero value is ready for use.
type Kind struct{}

// Parameters are what "with:" may say.
type Parameters struct {
	setup.Parameters `yaml:",inline"`
	Replicas         int `yaml:"replicas" doc:"Number of independent runs from the same start weights, at most 10,000. Default 5."`
}

// Names of the ports.
const (
	covariancePort = "covariance"
	dataPort       = "data"
	testPort       = "test"
)

// maxReplicas is far beyond what averages need.
const maxReplicas = 10_000

var _ stages.InputChecker = Kind{}

// Name returns "sgd".
func (Kind) Name() string { return "sgd" }

// Summary says what the kind does.
func (Kind) Summary() string {
	return "Simulates online stochastic gradient descent on images or on normal inputs."
}

// Defaults returns the default [Parameters].
func (Kind) Defaults(string) any { return &Parameters{Parameters: setup.Defaults(), Replicas: 5} }

// Ports returns covariance and data, one of which is needed, and test.
func (Kind) Ports(any) []stages.Port {
	return []stages.Port{
		{Name: covariancePort, Doc: "The covariance of normal inputs; this or data is needed.", Kinds: []string{"covariance"}},
		{Name: dataPort, Doc: "The images to learn from; this or covariance is needed.", Kinds: []string{"whiten"}},
		{Name: testPort, Doc: "The images to take the error on, in place of the training images.", Kinds: []string{"whiten"}},
	}
}

// Validate checks the parameters, and that the inputs come from one place.
func (Kind) Validate(parameters any, wired map[string][]string) []stages.Problem {
	p := parameters.(*Parameters)
	problems := append(p.Parameters.Validate(), unbuilt(p)...)
	if p.Replicas < 1 || p.Replicas > maxReplicas {
		problems = append(problems, stages.Problem{
			Path: "with.replicas", Message: fmt.Sprintf("replicas is %d", p.Replicas), Expected: fmt.Sprintf("a whole number from 1 to %d", maxReplicas),
		})
	}
	covariance, data := len(wired[covariancePort]) > 0, len(wired[dataPort]) > 0
	switch {
	case covariance && data:
		problems = append(problems, stages.Problem{
			Path: "needs", Message: "needs has both covariance and data", Expected: "one of them: covariance for normal inputs, data for images",
		})
	case !covariance && !data:
		problems = append(problems, stages.Problem{
			Path: "needs", Message: "needs has neither covariance nor data", Expected: "one of them: covariance for normal inputs, data for images",
		})
	}
	if covariance && len(wired[testPort]) > 0 {
		problems = append(problems, stages.Problem{
			Path: "needs.test", Message: "test is given with covariance: the error of normal inputs has a closed form", Expected: "test together with data, or no test",
		})
	}
	return problems
}

// ValidateInputs checks the parameters against the dimension of the inputs.
func (Kind) ValidateInputs(parameters any, inputs map[string][]stages.Upstream) []stages.Problem {
	p := parameters.(*Parameters)
	var problems []stages.Problem
	for _, port := range []string{covariancePort, dataPort} {
		for _, from := range inputs[port] {
			problems = append(problems, p.Parameters.ValidateInputs(from)...)
			switch dimension := from.Dimension(); {
			case dimension.Levels:
				problems = append(problems, stages.Problem{
					Path:     "needs." + port,
					Message:  fmt.Sprintf("a simulation has a number for each of D inputs, but the spectrum of stage %s has D = %v and is known by its levels", from.Stage, dimension),
					Expected: fmt.Sprintf("a covariance of dim up to %d", spectrum.LargestDim),
				})
			case dimension.Known():
				problems = append(problems, p.ValidateSteps(int(dimension.D))...)
			}
		}
	}
	return append(problems, checkTest(inputs)...)
}

// checkTest returns a problem where the test images are transformed otherwise than
// those learnt from: an error on them says nothing.
func checkTest(inputs map[string][]stages.Upstream) []stages.Problem {
	var problems []stages.Problem
	for _, data := range inputs[dataPort] {
		for _, test := range inputs[testPort] {
			if test.Stage != data.Stage && !reflect.DeepEqual(test.Parameters, data.Parameters) {
				problems = append(problems, stages.Problem{
					Path:     "needs." + testPort,
					Message:  fmt.Sprintf("the images of stage %s are transformed otherwise than those of stage %s, which the network learns from", test.Stage, data.Stage),
					Expected: fmt.Sprintf("stage %s, or one with the same parameters", data.Stage),
				})
			}
		}
	}
	return problems
}
