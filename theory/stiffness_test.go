package theory

import (
	"testing"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/integrate"
)

// Where most steps are bounded by stability, but not every one, the explicit method
// is left all the same: a solution that stays with it takes 400,000 right-hand sides here.
func TestStiffFlowsLeaveTheExplicitMethod(t *testing.T) {
	p := Problem{Activation: gaussian.Erf{}, Eigenvalues: powerLaw(100), LearningRate: 1, Initial: startWeights(2, 100, 0.1, 0)}
	result := mustSolve(t, p, Settings{Times: []float64{3e5}, Tolerance: 1e-5, Method: integrate.Automatic{}})
	if result.Statistics.Evaluations > 60_000 {
		t.Errorf("%d right-hand sides", result.Statistics.Evaluations)
	}
}
