package autoencoder

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

func startWeights(hidden, dim int, scale float64) order.Weights {
	w, stream := order.NewWeights(hidden, dim), random.New(1, "test weights", 0)
	stream.Normals(w.W, scale)
	stream.Normals(w.V, scale)
	return w
}

// powerLaw returns ρ_τ ∝ τ^{-1.5} with trace D.
func powerLaw(dim int) []float64 {
	eigenvalues := make([]float64, dim)
	for i := range eigenvalues {
		eigenvalues[i] = math.Pow(float64(i+1), -1.5)
	}
	floats.Scale(float64(dim)/floats.Sum(eigenvalues), eigenvalues)
	return eigenvalues
}

func newGaussian(t testing.TB, eigenvalues []float64, replica uint64) *Gaussian {
	t.Helper()
	sampler, err := NewGaussian(eigenvalues, random.New(1, "samples", replica))
	if err != nil {
		t.Fatal(err)
	}
	return sampler
}

func newImages(t testing.TB, count, dim int) ([]float32, *Images) {
	t.Helper()
	stream, rows := random.New(2, "test images", 0), make([]float32, count*dim)
	for i := range rows {
		rows[i] = float32(stream.NormFloat64() * float64(1+i%dim%3))
	}
	sampler, err := NewImages(rows, dim, random.New(1, "samples", 0))
	if err != nil {
		t.Fatal(err)
	}
	return rows, sampler
}

func newSimulator(t testing.TB, g gaussian.Activation, w order.Weights, s Sampler) *Simulator {
	t.Helper()
	simulator, err := NewSimulator(Problem{Activation: g, LearningRate: 0.8, Initial: w, Sampler: s})
	if err != nil {
		t.Fatal(err)
	}
	return simulator
}

// A step goes down the gradient of ‖x − x̂‖²/2 at the rates η/D and η/D², for
// every size of network that the kernels treat apart.
func TestStepIsTheGradientOfTheSampleLoss(t *testing.T) {
	for _, g := range []gaussian.Activation{gaussian.Erf{}, gaussian.Linear{}} {
		for _, hidden := range []int{1, 3, 4, 6, 9} {
			const dim = 11
			w := startWeights(hidden, dim, 0.7)
			simulator := newSimulator(t, g, w, newGaussian(t, powerLaw(dim), 0))
			x := make([]float64, dim)
			newGaussian(t, powerLaw(dim), 0).Sample(x)
			if err := simulator.Step(); err != nil {
				t.Fatal(err)
			}
			network, after := Network{g, w}, simulator.Network().Weights
			slope := func(p *float64) float64 {
				h, at := 1e-3, *p
				loss := func(d float64) float64 {
					*p = at + d
					defer func() { *p = at }()
					return dim * network.SampleError(x) / 2
				}
				return (8*(loss(h)-loss(-h)) - (loss(2*h) - loss(-2*h))) / (12 * h)
			}
			for i := range w.W {
				nearStep(t, fmt.Sprintf("%s, K = %d: ΔV", g.Name(), hidden), (after.V[i]-w.V[i])*dim/0.8, -slope(&w.V[i]))
				nearStep(t, fmt.Sprintf("%s, K = %d: ΔW", g.Name(), hidden), (after.W[i]-w.W[i])*dim*dim/0.8, -slope(&w.W[i]))
			}
		}
	}
}

func nearStep(t *testing.T, name string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-8*(1+math.Abs(want)) {
		t.Errorf("%s = %v, finite differences %v", name, got, want)
	}
}

// However the steps are divided into runs, the weights are the same bits.
func TestStepsDontDependOnTheRuns(t *testing.T) {
	for _, hidden := range []int{1, 4, 7} {
		w := startWeights(hidden, 50, 0.5)
		whole := newSimulator(t, gaussian.Erf{}, w, newGaussian(t, powerLaw(50), 0))
		parts := newSimulator(t, gaussian.Erf{}, w, newGaussian(t, powerLaw(50), 0))
		if err := whole.Run(t.Context(), 3000); err != nil {
			t.Fatal(err)
		}
		for _, until := range []int64{1, 2, 3, 700, 700, 2999} {
			if err := parts.Run(t.Context(), until); err != nil {
				t.Fatal(err)
			}
		}
		if err := parts.Step(); err != nil {
			t.Fatal(err)
		}
		same(t, whole, parts)
	}
}

func same(t *testing.T, a, b *Simulator) {
	t.Helper()
	wa, wb := a.Network().Weights, b.Network().Weights
	if a.Steps() != b.Steps() || !slices.Equal(wa.W, wb.W) || !slices.Equal(wa.V, wb.V) {
		t.Errorf("the simulations differ (steps %d and %d)", a.Steps(), b.Steps())
	}
}

func TestResumeGivesTheSameBits(t *testing.T) {
	rows, _ := newImages(t, 30, 20)
	samplers := map[string]func(seed uint64) Sampler{
		"normal": func(seed uint64) Sampler {
			s, _ := NewGaussian(powerLaw(20), random.New(seed, "samples", 0))
			return s
		},
		"images": func(seed uint64) Sampler {
			s, _ := NewImages(rows, 20, random.New(seed, "samples", 0))
			return s
		},
	}
	for name, sampler := range samplers {
		t.Run(name, func(t *testing.T) {
			whole := newSimulator(t, gaussian.Erf{}, startWeights(4, 20, 0.5), sampler(1))
			if err := whole.Run(t.Context(), 777); err != nil {
				t.Fatal(err)
			}
			state, err := whole.MarshalBinary()
			if err != nil {
				t.Fatal(err)
			}
			resumed := newSimulator(t, gaussian.Erf{}, order.NewWeights(4, 20), sampler(99))
			if err := resumed.UnmarshalBinary(state); err != nil {
				t.Fatal(err)
			}
			for _, s := range []*Simulator{whole, resumed} {
				if err := s.Run(t.Context(), 2000); err != nil {
					t.Fatal(err)
				}
			}
			same(t, whole, resumed)
		})
	}
}

func TestUnmarshalRefusesOtherStates(t *testing.T) {
	simulator := newSimulator(t, gaussian.Erf{}, startWeights(4, 20, 0.5), newGaussian(t, powerLaw(20), 0))
	state, err := simulator.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	other, err := newSimulator(t, gaussian.Erf{}, startWeights(5, 16, 0.5), newGaussian(t, powerLaw(16), 0)).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{
		"empty": nil, "cut": state[:len(state)/2], "no sampler": state[:len(state)-30], "other size": other, "text": []byte("hello"),
	} {
		if err := simulator.UnmarshalBinary(bad); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestDivergenceNamesCauseAndRemedy(t *testing.T) {
	p := Problem{Activation: gaussian.Linear{}, LearningRate: 50, Initial: startWeights(2, 10, 3), Sampler: newGaussian(t, powerLaw(10), 0)}
	simulator, err := NewSimulator(p)
	if err != nil {
		t.Fatal(err)
	}
	err = simulator.Run(t.Context(), 1e6)
	if divergence, ok := errors.AsType[*DivergenceError](err); !ok || divergence.LearningRate != 50 || !strings.Contains(err.Error(), "smaller learning rate") {
		t.Errorf("error %v", err)
	}
}

func TestRunStopsWithTheContext(t *testing.T) {
	simulator := newSimulator(t, gaussian.Erf{}, startWeights(2, 10, 1), newGaussian(t, powerLaw(10), 0))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := simulator.Run(ctx, 1e9); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestMistakesAreNamed(t *testing.T) {
	good := Problem{Activation: gaussian.Erf{}, LearningRate: 1, Initial: startWeights(2, 10, 1), Sampler: newGaussian(t, powerLaw(10), 0)}
	for want, change := range map[string]func(*Problem){
		"no activation":    func(p *Problem) { p.Activation = nil },
		"learning rate -1": func(p *Problem) { p.LearningRate = -1 },
		"no sampler":       func(p *Problem) { p.Sampler = nil },
		"length 9":         func(p *Problem) { p.Sampler = newGaussian(t, powerLaw(9), 0) },
		"0 hidden units":   func(p *Problem) { p.Initial = order.Weights{} },
	} {
		p := good
		change(&p)
		if _, err := NewSimulator(p); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestNetworkReconstructs(t *testing.T) {
	w := order.NewWeights(1, 2)
	copy(w.W, []float64{math.Sqrt2, 0})
	copy(w.V, []float64{0.5, -1})
	network := Network{gaussian.Linear{}, w}
	got := make([]float64, 2)
	network.Reconstruct(got, []float64{3, 7})
	if !floats.EqualApprox(got, []float64{1.5, -3}, 1e-14) {
		t.Errorf("reconstruction %v", got)
	}
	if e := network.SampleError([]float64{3, 7}); math.Abs(e-(1.5*1.5+100)/2) > 1e-12 {
		t.Errorf("error %v", e)
	}
}
