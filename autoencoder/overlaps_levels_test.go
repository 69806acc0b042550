package autoencoder

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// A simulation by levels has the overlaps of all its inputs: those of modes that it keeps one
// by one, and the sums of the others.
func TestOverlapsOfLevels(t *testing.T) {
	const hidden, dim, m = 2, 103, 9
	eigenvalues := slices.Concat([]float64{50, 20, 20}, slices.Repeat([]float64{1}, 40), slices.Repeat([]float64{0.1}, 60))
	w := startWeights(hidden, dim, 0.5)
	reduced := must[LevelWeights](t)(ReduceWeights(w, eigenvalues))
	simulator := newLevelSimulator(t, Learning{Activation: gaussian.Linear{}, LearningRate: 0.1}, reduced, 0)
	components := must[*Components](t)(simulator.Components(m))
	all := must[*Components](t)(LeadingComponents(eigenvalues, nil, dim))
	p := order.NewParameters(hidden)
	p.Measure(w, eigenvalues)
	full := must[[]float64](t)(all.Overlaps(w, p.T))
	want := append(slices.Clone(full[:3]), sum(full[3:43]), sum(full[43:103]))
	for k := range hidden {
		want = append(want, full[dim+k*dim:][:3]...)
	}
	got := must[[]float64](t)(components.Overlaps(simulator.Network().Weights, p.T))
	if names := fmt.Sprint(components.ColumnNames(hidden)); names != "[overlap_1 overlap_2 overlap_3 overlap_4_to_43 overlap_44_to_103 cosine_1_1 cosine_1_2 cosine_1_3 cosine_2_1 cosine_2_2 cosine_2_3]" {
		t.Fatal(names)
	}
	for i, x := range got {
		if math.Abs(x-want[i]) > 1e-12 {
			t.Errorf("%s is %v, want %v", components.ColumnNames(hidden)[i], x, want[i])
		}
	}
	// The overlaps with all components add up to the dimension of the span, at any step.
	for _, steps := range []int64{1, 7, 50, 51, 3000} {
		if err := simulator.Run(t.Context(), steps); err != nil {
			t.Fatal(err)
		}
		evaluate(t, ClosedForm{Eigenvalues: simulator.Eigenvalues(), Trace: reduced.Trace()}, simulator.Network(), p)
		got := must[[]float64](t)(components.Overlaps(simulator.Network().Weights, p.T))
		if total := sum(got[:5]); math.Abs(total-hidden) > 1e-10 {
			t.Errorf("step %d: overlaps %v add up to %v", steps, got[:5], total)
		}
	}
}

func sum(numbers []float64) float64 {
	var sum float64
	for _, x := range numbers {
		sum += x
	}
	return sum
}

// A recorder takes a simulation by levels as it takes one of all inputs.
func TestRecorderOfLevels(t *testing.T) {
	create := func() *Recorder {
		start := spikedStart(t, 1e6, 2, 3, false)
		simulator := newLevelSimulator(t, Learning{Activation: gaussian.Erf{}, LearningRate: 0.5}, start, 0)
		return &Recorder{
			Simulator: simulator, Evaluator: simulator.Evaluator(), Components: must[*Components](t)(simulator.Components(5)),
			Steps: []int64{0, 10, 3000}, SnapshotSteps: []int64{10, 2000}, PauseEvery: 512,
		}
	}
	r := create()
	var states [][]byte
	r.Pause = func() error {
		state, err := r.MarshalBinary()
		states = append(states, state)
		return err
	}
	if err := r.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(r.Records) != 3 || len(r.Snapshots) != 2 || len(r.Records[0].Overlaps) != 3+3*2 {
		t.Fatalf("records %+v, snapshots %+v", r.Records, r.Snapshots)
	}
	for i, state := range states {
		resumed := create()
		resumed.Snapshots = slices.Clone(r.Snapshots)
		if err := resumed.UnmarshalBinary(state); err != nil {
			t.Fatal(err)
		}
		if err := resumed.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if fmt.Sprintf("%x", must[[]byte](t)(resumed.MarshalBinary())) != fmt.Sprintf("%x", must[[]byte](t)(r.MarshalBinary())) {
			t.Errorf("resumed from pause %d: another end", i)
		}
	}
}
