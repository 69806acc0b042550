package autoencoder_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// agreement is a case in which theory and simulation are to agree.
type agreement struct {
	autoencoder.Learning
	fixedEncoderBias, fixedOutputBias bool // which is there and doesn't learn
}

// String says what is special about the case.
func (c agreement) String() string {
	parts := []string{c.Activation.Name(), c.Rule.String()}
	for _, special := range []struct {
		is   bool
		name string
	}{
		{c.Tied, "tied"}, {c.fixedEncoderBias, "fixed b"}, {c.fixedOutputBias, "fixed c"}, {c.TrainEncoderBias, "b"}, {c.TrainOutputBias, "c"},
		{c.WeightDecay > 0, fmt.Sprintf("decay %g", c.WeightDecay)}, {c.Schedule.Power > 0, fmt.Sprintf("power %g", c.Schedule.Power)},
		{c.BatchSize > 1, fmt.Sprintf("batches of %d", c.BatchSize)},
	} {
		if special.is {
			parts = append(parts, special.name)
		}
	}
	return strings.Join(parts, ", ")
}

// ways are the settings of rule, tying and biases that every activation is tried with.
func ways() []agreement {
	var all []agreement
	for _, rule := range []autoencoder.Rule{autoencoder.Vanilla, autoencoder.Truncated} {
		for _, tied := range []bool{false, true} {
			l := autoencoder.Learning{Rule: rule, Tied: tied, LearningRate: 1.5}
			if tied {
				l.LearningRate = 3
			}
			both := l
			both.TrainEncoderBias, both.TrainOutputBias = true, true
			encoder, output := both, both
			encoder.TrainOutputBias, output.TrainEncoderBias = false, false
			all = append(all, agreement{Learning: l}, agreement{Learning: l, fixedEncoderBias: true},
				agreement{Learning: encoder}, agreement{Learning: output}, agreement{Learning: both})
		}
	}
	return all
}

// further are cases beside those of every activation: a fixed output bias, weight decay,
// schedules, mini-batches and Sanger's rule.
func further() []agreement {
	erf, relu, linear := gaussian.Erf{}, gaussian.ReLU{}, gaussian.Linear{}
	schedule := autoencoder.Schedule{Power: 0.7, Onset: 1}
	const truncated = autoencoder.Truncated
	all := []agreement{
		{autoencoder.Learning{Activation: relu, LearningRate: 1.5}, true, true},
		{autoencoder.Learning{Activation: relu, LearningRate: 3, Rule: truncated, Tied: true, BatchSize: 2}, true, true},
	}
	for _, l := range []autoencoder.Learning{
		{Activation: linear, Rule: autoencoder.Sanger},
		{Activation: linear, Rule: autoencoder.Sanger, WeightDecay: 0.2, BatchSize: 2},
		{Activation: erf, WeightDecay: 0.1},
		{Activation: relu, Rule: truncated, WeightDecay: 0.3, TrainEncoderBias: true, TrainOutputBias: true},
		{Activation: relu, Tied: true, WeightDecay: 0.3, TrainEncoderBias: true, TrainOutputBias: true},
		{Activation: erf, Schedule: schedule, TrainOutputBias: true},
		{Activation: relu, Rule: truncated, Tied: true, Schedule: schedule, TrainEncoderBias: true},
		{Activation: erf, Rule: truncated, BatchSize: 2},
		{Activation: relu, BatchSize: 2, TrainEncoderBias: true, TrainOutputBias: true},
		{Activation: linear, Tied: true, BatchSize: 2, WeightDecay: 0.3, TrainOutputBias: true},
	} {
		l.LearningRate = 1.5
		if l.Tied {
			l.LearningRate = 3
		}
		all = append(all, agreement{Learning: l})
	}
	return all
}

// activations returns one of each that the theory knows.
func activations(t *testing.T) []gaussian.Activation {
	t.Helper()
	var all []gaussian.Activation
	for _, name := range gaussian.Names() {
		g, err := gaussian.ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, g)
	}
	return all
}

// times returns the times recorded but 0, each twice the last, up to t = 4: whole numbers of
// steps for every D that is a multiple of 8.
func times(records int) []float64 {
	all := make([]float64, records)
	for i := range all {
		all[i] = math.Ldexp(4, i+1-records)
	}
	return all
}

// rescaled returns the time at which the flow of a constant learning rate is where that of the
// schedule is at t: all of the flow but weight decay is proportional to the rate.
func (c agreement) rescaled(t float64) float64 {
	s := c.Schedule
	if s.Power == 0 {
		return t
	}
	return s.Onset / (1 - s.Power) * (math.Pow(1+t/s.Onset, 1-s.Power) - 1)
}

// problem returns the case over a spiked model, with random start weights and biases. They are
// large enough that learning begins at once, no rectified unit is dead, and the flow
// doesn't pass close by a saddle: from there fluctuations grow until they aren't small. (The
// stream's index is chosen for it: that of 10 passes close by one, tied truncated linear with
// b and c; there too deviations fall like D^{-1/2}: at D = 10³, 10⁴, 10⁵, 10⁶ the exact-in-law
// simulator has standard deviations of 0.039, 0.016, 0.006, 0.002 in a replica's pmse at t = 1.)
func (c agreement) problem(dim, hidden, spikes int) (autoencoder.Problem, []float64) {
	w, stream := order.NewWeights(hidden, dim), random.New(1, "start weights", 1)
	stream.Normals(w.W, 0.5)
	stream.Normals(w.V, 0.5)
	tied := c.Tied || c.Rule == autoencoder.Sanger
	for k := range hidden {
		floats.Scale(0.5*math.Sqrt(float64(dim)), w.Decoder(k)[:spikes])
		if tied {
			size := math.Pow(float64(dim), 0.25) // of linear units that have learnt
			floats.Scale(size, w.Encoder(k)[:spikes])
			floats.Scale(1/size, w.Encoder(k)[spikes:])
		}
	}
	if tied {
		copy(w.V, w.W)
	}
	if c.TrainEncoderBias || c.fixedEncoderBias {
		w.B = make([]float64, hidden)
		stream.Normals(w.B, 0.5)
	}
	if c.TrainOutputBias || c.fixedOutputBias {
		w.C = make([]float64, dim)
		stream.Normals(w.C, 0.5)
	}
	return autoencoder.Problem{Learning: c.Learning, Initial: w}, spikedEigenvalues(dim, spikes)
}

// spikedEigenvalues returns eigenvalues (2^m + 1)² D + 1 and a bulk of 1, divided so that the
// trace is D.
func spikedEigenvalues(dim, spikes int) []float64 {
	eigenvalues := make([]float64, dim)
	for i := range eigenvalues {
		eigenvalues[i] = 1
		if i < spikes {
			deviation := math.Pow(2, float64(spikes-i)) + 1
			eigenvalues[i] += deviation * deviation * float64(dim)
		}
	}
	floats.Scale(float64(dim)/floats.Sum(eigenvalues), eigenvalues)
	return eigenvalues
}

// mustLearn fails where the error in the last row isn't an eighth below that in the first: too
// little would be compared.
func mustLearn(t *testing.T, rows [][]float64) {
	t.Helper()
	if first, last := rows[0][0], rows[len(rows)-1][0]; !(last < first*7/8) {
		t.Errorf("pmse falls from %.3f to %.3f only: too little is learnt", first, last)
	}
}
