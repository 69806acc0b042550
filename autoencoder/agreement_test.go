package autoencoder_test

import (
	"math"
	"testing"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// An experiment is how simulations are compared with the theory: their size, and what
// simulates.
type experiment struct {
	dim, hidden, spikes int
	replicas            int
	records             int // times at which they are compared
	simulator           func(t *testing.T, p autoencoder.Problem, eigenvalues []float64) replicas

	// systematic times η/D is by how much the mean over replicas may be off whatever
	// their number, relative to the size of the quantity: fluctuations of the order
	// D^{-1/2} enter the mean in the second order. About half of it was
	// measured.
	systematic float64
}

// replicas makes the simulation of a replica, with what evaluates it.
type replicas func(replica uint64) (autoencoder.Simulation, autoencoder.Evaluator)

// falseAlarm is the probability that one comparison or more of an experiment fails with other
// seeds although theory and simulation agree.
const falseAlarm = 1e-3

// run compares all cases, each in parallel with the others.
//
// Whatever is compared is a smooth function of weights that differ from the flow's by normal
// fluctuations of the order D^{-1/2}, so that to leading order its mean over n replicas,
// in units of the standard error that is estimated from them, follows Student's law with
// n − 1 degrees of freedom. With N comparisons in all the bound is that of the
// probability falseAlarm/N, so that all hold together but for a probability of falseAlarm,
// however they depend on one another (Bonferroni).
func (e experiment) run(t *testing.T, cases []agreement) {
	comparisons := 0
	for _, c := range cases {
		comparisons += e.records * len(c.quantities(e.hidden))
	}
	student := distuv.StudentsT{Sigma: 1, Nu: float64(e.replicas - 1)}
	errors := -student.Quantile(falseAlarm / float64(2*comparisons))
	t.Logf("%d cases, %d comparisons, each within %.2f standard errors and %g η/D", len(cases), comparisons, errors, e.systematic)
	for _, c := range cases {
		t.Run(c.String(), func(t *testing.T) {
			t.Parallel()
			e.compare(t, c, errors)
		})
	}
}

// compare fails where the mean over replicas is off by more than the systematic part and
// so many standard errors, or where nothing is learnt.
func (e experiment) compare(t *testing.T, c agreement, errors float64) {
	p, eigenvalues := c.problem(e.dim, e.hidden, e.spikes)
	want, sizes := e.theory(t, c, p, eigenvalues)
	mustLearn(t, want)
	got := e.simulate(t, e.simulator(t, p, eigenvalues))
	var worst float64
	var bounds []float64
	values := make([]float64, e.replicas)
	for i, name := range c.quantities(e.hidden) {
		for at, time := range times(e.records) {
			for replica := range got {
				values[replica] = got[replica][at+1][i]
			}
			mean, deviation := stat.MeanStdDev(values, nil)
			exact, size := want[at+1][i], sizes[at+1][i]
			bound := e.systematic*c.LearningRate/float64(e.dim)*size + errors*deviation/math.Sqrt(float64(e.replicas))
			off := math.Abs(mean - exact)
			worst, bounds = max(worst, off/bound), append(bounds, bound/size)
			if !(off <= bound) {
				t.Errorf("t = %g: %s is %.6g, one replica ± %.2g, theory %.6g of size %.3g: off by %.2g, bound %.2g", time, name, mean, deviation, exact, size, off, bound)
			}
		}
	}
	t.Logf("at worst %.2f of the bound, which is %.2g %% of the size on average and %.2g %% at most; pmse from %.3f to %.3f",
		worst, 100*stat.Mean(bounds, nil), 100*floats.Max(bounds), want[0][0], want[e.records][0])
}

// theory returns what the theory says about the quantities at time 0 and the times recorded, and
// the sizes that they are compared to.
func (e experiment) theory(t *testing.T, c agreement, p autoencoder.Problem, eigenvalues []float64) (rows, sizes [][]float64) {
	t.Helper()
	points := []float64{0}
	for _, time := range times(e.records) {
		points = append(points, c.rescaled(time))
	}
	result := solve(t, p, eigenvalues, points)
	var size sizeOf
	for i, parameters := range result.Parameters {
		rows = append(rows, row(result.Error[i], parameters))
		size.widen(result.Error[i], parameters)
		sizes = append(sizes, size.row(parameters))
	}
	return rows, sizes
}

// solve returns the theory's solution of the flow.
func solve(t *testing.T, p autoencoder.Problem, eigenvalues, times []float64) theory.Result {
	t.Helper()
	rule, err := theory.RuleByName(p.Rule.String())
	if err != nil {
		t.Fatal(err)
	}
	flow := theory.Problem{
		Activation: p.Activation, LearningRate: p.LearningRate, Rule: rule, Tied: p.Tied,
		TrainEncoderBias: p.TrainEncoderBias, TrainOutputBias: p.TrainOutputBias, WeightDecay: p.WeightDecay,
		Eigenvalues: eigenvalues, Initial: p.Initial,
	}
	result, err := theory.Solve(t.Context(), flow, theory.Settings{Times: times, Tolerance: 1e-5})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// simulate returns the quantities of each replica at time 0 and the times recorded.
func (e experiment) simulate(t *testing.T, simulator replicas) [][][]float64 {
	t.Helper()
	steps := []int64{0}
	for _, time := range times(e.records) {
		steps = append(steps, int64(time*float64(e.dim)))
	}
	all := make([][][]float64, e.replicas)
	for i := range all {
		for _, record := range record(t, simulator, uint64(i), steps) {
			all[i] = append(all[i], row(record.Error, record.Parameters))
		}
	}
	return all
}

// record returns the records of one replica.
func record(t *testing.T, simulator replicas, replica uint64, steps []int64) []autoencoder.Record {
	t.Helper()
	simulation, evaluator := simulator(replica)
	recorder := autoencoder.Recorder{Simulator: simulation, Evaluator: evaluator, Steps: steps}
	if err := recorder.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return recorder.Records
}

// direct simulates all D inputs. Replicas have one simulator, which goes back to the start:
// to check a smooth activation for every one would take longer than their steps.
func direct(t *testing.T, p autoencoder.Problem, eigenvalues []float64) replicas {
	t.Helper()
	inputs := &exchangeable{}
	exchange := func(replica uint64) {
		t.Helper()
		var err error
		if inputs.Sampler, err = autoencoder.NewGaussian(eigenvalues, random.NewNormals(8, "samples", replica)); err != nil {
			t.Fatal(err)
		}
	}
	exchange(0)
	p.Sampler = inputs
	simulator, err := autoencoder.NewSimulator(p)
	if err != nil {
		t.Fatal(err)
	}
	start, err := simulator.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return func(replica uint64) (autoencoder.Simulation, autoencoder.Evaluator) {
		t.Helper()
		exchange(replica)
		if err := simulator.UnmarshalBinary(start); err != nil {
			t.Fatal(err)
		}
		return simulator, autoencoder.ClosedForm{Eigenvalues: eigenvalues}
	}
}

// exchangeable is a sampler that another one can take the place of: it isn't part of the
// state.
type exchangeable struct{ autoencoder.Sampler }

func (*exchangeable) MarshalBinary() ([]byte, error) { return nil, nil }
func (*exchangeable) UnmarshalBinary([]byte) error   { return nil }

// byLevels simulates few columns, exactly in law.
func byLevels(t *testing.T, p autoencoder.Problem, eigenvalues []float64) replicas {
	t.Helper()
	start, err := autoencoder.ReduceWeights(p.Initial, eigenvalues)
	if err != nil {
		t.Fatal(err)
	}
	return func(replica uint64) (autoencoder.Simulation, autoencoder.Evaluator) {
		t.Helper()
		simulator, err := autoencoder.NewLevelSimulator(autoencoder.LevelProblem{
			Learning: p.Learning, Initial: start,
			Normals: random.NewNormals(9, "samples", replica), Radii: random.New(9, "samples", replica),
		})
		if err != nil {
			t.Fatal(err)
		}
		return simulator, simulator.Evaluator()
	}
}
