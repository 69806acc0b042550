package figures

import (
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
)

// inFlowTime returns curves over η t, of which the flow depends alone: at twice the rate it gets as far in half the time.
func inFlowTime(c inputs.Curves) inputs.Curves {
	c.Times = slices.Clone(c.Times)
	for i := range c.Times {
		c.Times[i] *= c.Run.LearningRate
	}
	return c
}

// epochsPerTime is how many epochs of CIFAR10 a simulation goes through in a unit of t = steps/D.
func epochsPerTime(r run.Run) float64 {
	return float64(r.Dim) * float64(max(1, r.BatchSize)) / trainingImages
}

// epochs are the times of a simulation, in epochs of CIFAR10.
func epochs(c inputs.Curves) []float64 {
	all := slices.Clone(c.Times)
	for i := range all {
		all[i] *= epochsPerTime(c.Run)
	}
	return all
}

// epochsPerFlowTime is how many epochs SGD takes for a unit of η t: as many with batches of B inputs, at B times the
// rate, as with single inputs. Where there is no SGD it is that of single inputs at the rate 1.
func (n trainedNetwork) epochsPerFlowTime() float64 {
	if len(n.sgd) == 0 {
		return epochsPerTime(run.Run{Dim: n.theory.Run.Dim})
	}
	r := n.sgd[0].curves.Run
	return epochsPerTime(r) / r.LearningRate
}

// followsFlow reports whether the network's theory describes a training: plain gradient descent at a constant rate, on
// fresh inputs or on a training set as large as CIFAR10's.
func (n trainedNetwork) followsFlow(r run.Run) bool {
	plain := r.Optimizer == nil && r.Schedule == nil && (r.WeightDecay == 0 || r.LearningRate == n.theory.Run.LearningRate)
	return plain && (orElse(r.Sampling, run.Online) == run.Online || r.Samples >= trainingImages)
}

// deviation is how far a training is from the theory, over η t. ok is false where the theory doesn't describe it, or
// there is none.
func (n trainedNetwork) deviation(one trainedRun) (d inputs.Deviation, ok bool, err error) {
	if n.theory == nil || !n.followsFlow(one.curves.Run) {
		return d, false, nil
	}
	d, err = inputs.RelativeDeviation(inFlowTime(one.curves), inFlowTime(*n.theory), errorColumn)
	if err != nil {
		return d, false, fmt.Errorf("stage %s, which ends at η t = %s, against the theory of stage %s: %w",
			one.curves.Stage, figure.Number(slices.Max(inFlowTime(one.curves).Times), 4), n.theory.Stage, err)
	}
	return d, true, nil
}

// lastFlowTime is η t at the end of the theory.
func (n trainedNetwork) lastFlowTime() float64 {
	return slices.Max(inFlowTime(*n.theory).Times)
}

// theoryAt is the theory's error at a flow time.
func (n trainedNetwork) theoryAt(time float64) (float64, error) {
	values, err := inFlowTime(*n.theory).At(errorColumn, []float64{time})
	if err != nil {
		return 0, err
	}
	return values[0], nil
}

// ended is the error of a training when it ends, and the epoch.
func (one trainedRun) ended() (measured measurement, epoch float64) {
	last := len(one.curves.Times) - 1
	return measuredAt(one.curves, last), epochs(one.curves)[last]
}

// measurement is a mean over replicas with its standard error, NaN for one replica.
type measurement struct{ mean, standardError float64 }

// String writes "0.0877 ± 0.0002".
func (m measurement) String() string {
	if math.IsNaN(m.standardError) {
		return figure.Number(m.mean, 4)
	}
	return fmt.Sprintf("%s ± %s", figure.Number(m.mean, 4), figure.Number(m.standardError, 1))
}

// measuredAt is the error at the i-th time of curves that have one.
func measuredAt(c inputs.Curves, i int) measurement {
	s, err := c.Statistic(errorColumn)
	if err != nil {
		panic(err) // readTraining has refused such curves
	}
	m := measurement{s.Mean[i], math.NaN()}
	if s.Spread != nil {
		m.standardError = s.Spread[i] / math.Sqrt(float64(s.Replicas))
	}
	return m
}

// atSameEpoch returns the errors of two simulations at the last epoch that was recorded of both; ok is false where there is none.
func atSameEpoch(a, b inputs.Curves) (atA, atB measurement, epoch float64, ok bool) {
	ofA, ofB := epochs(a), epochs(b)
	for i := len(ofA) - 1; i > 0; i-- {
		j := slices.IndexFunc(ofB, func(e float64) bool { return math.Abs(e-ofA[i]) <= 1e-3*ofA[i] })
		if j >= 0 {
			return measuredAt(a, i), measuredAt(b, j), ofA[i], true
		}
	}
	return atA, atB, 0, false
}
