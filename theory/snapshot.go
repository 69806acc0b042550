package theory

import (
	"math"
	"slices"

	"autoencoder-dynamics/theory/order"
)

// Snapshot is the solution at one time.
type Snapshot struct {
	Time       float64
	Error      float64           // pmse = E‖x − x̂‖²/D, to an absolute accuracy of about 1e-16·tr Ω/D at best
	Parameters *order.Parameters // see [Flow.Measure] for D = ∞

	flow  *Flow
	state []float64
}

func (f *Flow) snapshot(t float64, y []float64) Snapshot {
	parameters, pmse := f.Measure(y)
	return Snapshot{Time: t, Error: pmse, Parameters: parameters, flow: f, state: slices.Clone(y)}
}

// Modes returns the weights as columns.
func (s Snapshot) Modes() *Modes {
	f := s.flow
	y := f.view(s.state)
	m := &Modes{
		Hidden: f.hidden, Dim: f.dim, Variance: f.variance, Rates: slices.Clone(f.rates),
		Encoder: slices.Clone(y.encoder), Decoder: slices.Clone(y.decoder),
		OutputBias: slices.Clone(y.output), EncoderBias: slices.Clone(f.biases(y)),
		Multiplicities: slices.Clone(f.modes.Multiplicities),
	}
	if f.reduction != nil {
		m.Multiplicities = f.reduction.multiplicities()
	}
	if f.tied {
		m.Encoder = slices.Clone(y.decoder)
		for i := range m.Encoder {
			m.Encoder[i] *= math.Sqrt(f.dim) * f.roots[i%f.columns]
		}
	}
	return m
}

// HasWeights reports whether there are weights over all D inputs: whether the
// problem came with them, and not as Modes.
func (s Snapshot) HasWeights() bool { return s.flow.reduction != nil }

// Weights returns the weights over the D inputs in the eigenbasis, in the order of
// the problem's eigenvalues. It panics where there are none; see [Snapshot.HasWeights].
func (s Snapshot) Weights() order.Weights {
	if !s.HasWeights() {
		panic("theory: the problem came as modes, which have no weights over all inputs")
	}
	return s.flow.reduction.weights(s.Modes(), s.decayed())
}

// decayed returns what weight decay alone has left of a weight: 1 without decay, also
// at a fixed point, at t = ∞.
func (s Snapshot) decayed() float64 {
	if s.flow.decay == 0 {
		return 1
	}
	return math.Exp(-s.flow.decay * s.Time)
}

// multiplicities returns for how many modes each column stands.
func (r *reduction) multiplicities() []float64 {
	var multiplicities []float64
	for _, g := range r.groups {
		multiplicities = append(multiplicities, slices.Repeat([]float64{float64(len(g.modes)) / float64(g.columns)}, g.columns)...)
	}
	return multiplicities
}
