package sgd

import (
	"slices"
	"testing"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
)

// mustSet sets up an experiment.
func mustSet(t *testing.T, wired map[string]map[string]string, change func(*Parameters)) *experiment {
	t.Helper()
	e, err := newExperiment(newCall(t, wired, change))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// drawn returns inputs that a replica learns from, one after the other.
func drawn(t *testing.T, e *experiment, replica int) []float32 {
	t.Helper()
	sampler, _, err := e.sampler(replica)
	if err != nil {
		t.Fatal(err)
	}
	const count = 64
	dim := sampler.Dim()
	all := make([]float32, count*dim)
	for i := range count {
		sampler.Sample(all[i*dim : (i+1)*dim])
	}
	return all
}

// Each replica has its own inputs, its own training set, and its own order of one that all share.
func TestReplicasHaveTheirOwnInputs(t *testing.T) {
	pictures, plain := map[string]map[string]string{}, normal(t, "covariance", "spectrum.npz")
	images(t, pictures, "data", "train.npz", 40, 9)
	for name, c := range map[string]struct {
		wired  map[string]map[string]string
		change func(*Parameters)
	}{
		"normal":     {plain, nil},
		"images":     {pictures, nil},
		"all images": {pictures, func(p *Parameters) { p.Sampling = epochs }},
	} {
		e := mustSet(t, c.wired, c.change)
		if slices.Equal(drawn(t, e, 0), drawn(t, e, 1)) {
			t.Errorf("%s: two replicas learn from the same inputs", name)
		}
	}
	for name, wired := range map[string]map[string]map[string]string{"normal": plain, "images": pictures} {
		e := mustSet(t, wired, func(p *Parameters) { p.Sampling, p.Samples = epochs, 20 })
		var sets [2][]float32
		for r := range sets {
			set, err := e.trainingSet(r)
			if err != nil {
				t.Fatal(err)
			}
			sets[r] = slices.Sorted(slices.Values(set)) // whatever the order
		}
		if slices.Equal(sets[0], sets[1]) {
			t.Errorf("%s: two replicas have the same training set", name)
		}
	}
}

// Each replica has its own signs: there is one image, so that nothing else can differ.
func TestReplicasHaveTheirOwnSigns(t *testing.T) {
	wired := map[string]map[string]string{}
	images(t, wired, "data", "train.npz", 1, 9)
	for name, change := range map[string]func(*Parameters){
		"online": func(p *Parameters) { p.FlipSigns = true },
		"epochs": func(p *Parameters) { p.FlipSigns, p.Sampling = true, epochs },
	} {
		e := mustSet(t, wired, change)
		first, second := drawn(t, e, 0), drawn(t, e, 1)
		together, apart := 0, 0
		for i := 0; i < len(first); i += 9 {
			if first[i]*second[i] > 0 {
				together++
			} else {
				apart++
			}
		}
		if together == 0 || apart == 0 {
			t.Errorf("%s: of two replicas' signs %d agree and %d don't", name, together, apart)
		}
	}
}

// Each replica that is exact in law has its own normal numbers and its own radii.
func TestReplicasInLawHaveTheirOwnStreams(t *testing.T) {
	e := mustSet(t, levels(t, 150_000), func(p *Parameters) { p.Horizon, p.LearningRate = 0.01, 2 })
	after := func(s autoencoder.Simulation) []float64 {
		if err := s.Run(t.Context(), 500); err != nil {
			t.Fatal(err)
		}
		return s.Network().Weights.W
	}
	const purpose = "samples of covariance"
	for r := range uint64(2) {
		recorder, err := e.replica(int(r))
		if err != nil {
			t.Fatal(err)
		}
		learnt := after(recorder.Simulator)
		for _, streams := range [][2]uint64{{r, r}, {r, 1 - r}, {1 - r, r}} {
			simulator, err := autoencoder.NewLevelSimulator(autoencoder.LevelProblem{
				Learning: autoencoder.Learning{Activation: gaussian.Erf{}, LearningRate: 2}, Initial: e.levels,
				Normals: random.NewNormals(1, purpose, streams[0]), Radii: random.New(1, purpose, streams[1]),
			})
			if err != nil {
				t.Fatal(err)
			}
			if same := slices.Equal(learnt, after(simulator)); same != (streams == [2]uint64{r, r}) {
				t.Errorf("replica %d and the streams %v: the same is %v", r, streams, same)
			}
		}
	}
}
