package sgd

import "autoencoder-dynamics/stages"

// Kind is the stage kind "sgd". The zero value is ready for use.
type Kind struct{}

// Names of the ports.
const (
	covariancePort = "covariance"
	dataPort       = "data"
	testPort       = "test"
	componentsPort = "components"
)

var _ stages.InputChecker = Kind{}

// Name returns "sgd".
func (Kind) Name() string { return "sgd" }

// Summary says what the kind does.
func (Kind) Summary() string {
	return "Simulates stochastic gradient descent on images or on normal inputs."
}

// Ports returns covariance and data, one of which is needed, test and components.
func (Kind) Ports(any) []stages.Port {
	return []stages.Port{
		{Name: covariancePort, Doc: "The covariance of normal inputs; this or data is needed.", Kinds: []string{"covariance"}},
		{Name: dataPort, Doc: "The images to learn from; this or covariance is needed.", Kinds: []string{"whiten"}},
		{Name: testPort, Doc: "Images to take the error on as well, pmse_test.", Kinds: []string{"whiten"}},
		{Name: componentsPort, Doc: "The covariance of the images of data, which overlaps, PCA errors and informed start weights need.", Kinds: []string{"covariance"}},
	}
}
