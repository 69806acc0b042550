package theory

import (
	"math"
	"slices"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// Flow is the right-hand side of the dynamics. A state is one vector y of Size()
// numbers, in the D-free variables of [Modes]: with r = ρ/D, ω = √r w, v̂ = v/√D
// and ĉ = c/√D for each column, the order parameters per dimension Ŝ = S/D,
// T̂ = T/D and z = Vc/D, and the averages of package gaussian,
//
//	dω/dt = η r (√r a∘v̂ + C ω) − κ ω        dv̂/dt = η (√r a∘ω − M v̂ − m ĉ) − κ v̂
//	dĉ/dt = −η (ĉ + Σ_k m_k v̂_k)            db/dt = η (e∘Ŝ − (T̂∘H)1 − a∘z)
//	C = diag(f∘Ŝ − (T̂∘P)1 − e∘z) − T̂∘N
//
// in each column. These are the equations of section 3 of the paper (Refinetti &
// Goldt 2022, arXiv:2201.02115) with biases and weight decay. For the truncated
// rule M and T̂ are lower triangles here. Tied weights, v = w, learn through both paths,
// with ω = √(Dr) v̂ and Ŝ_k = Q_kk/√D:
//
//	dv̂/dt = η [2r a∘v̂ + √D r C v̂ − (M v̂ + m ĉ)/√D] − κ v̂
//
// and Sanger's rule is dv̂/dt = η [r v̂ − tril(Q) v̂/√D] − κ v̂. The vanilla flow
// without weight decay is the gradient flow of pmse/2 in ω/√r, v̂, ĉ and b at the
// rate η; where the weights are tied v̂ moves at the rate η/√D, and ĉ and b at η.
//
// A right-hand side costs O(K²n) for n columns, all of it matrix products. A Flow has
// working space of its own: it isn't safe for use from several goroutines.
type Flow struct {
	layout
	activation   gaussian.Activation
	rule         Rule
	learningRate float64
	decay        float64
	dim          float64 // D, maybe infinite
	variance     float64 // tr Ω/D
	trainBias    bool    // ĉ learns
	rates        []float64
	roots        []float64 // √r
	fixedBias    []float64 // b where it doesn't learn; nil for none
	start        []float64
	reduction    *reduction // nil where the problem came as modes
	modes        *Modes     // the start

	macroscopic  macroscopic
	averages     *gaussian.Averages
	coefficients coefficients
	loadings     []float64 // K×n: √r v̂, or ω where the weights are tied
}

// NewFlow returns the flow of a problem. Modes of equal eigenvalue are merged: it has as
// many columns as are needed, [Flow.Columns]. It returns an error where the problem is
// mistaken.
func NewFlow(p Problem) (*Flow, error) { return newFlow(p, true) }

func newFlow(p Problem, merge bool) (*Flow, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	modes, reduction := p.Modes, (*reduction)(nil)
	if modes == nil {
		reduction = newReduction(p, merge)
		modes = reduction.modes()
	}
	l := p.layout(modes)
	f := &Flow{
		layout: l, activation: p.Activation, rule: p.Rule, learningRate: p.LearningRate, decay: p.WeightDecay,
		dim: modes.Dim, variance: modes.Variance, trainBias: p.TrainOutputBias,
		rates: modes.Rates, roots: make([]float64, l.columns), modes: modes,
		reduction: reduction, start: make([]float64, l.size()),
		macroscopic: newMacroscopic(l.hidden), averages: gaussian.NewAverages(l.hidden),
		coefficients: newCoefficients(l.hidden), loadings: make([]float64, l.hidden*l.columns),
	}
	for j, r := range f.rates {
		f.roots[j] = math.Sqrt(r)
	}
	if !l.encoderBias {
		f.fixedBias = modes.EncoderBias
	}
	y := f.view(f.start)
	copy(y.encoder, modes.Encoder)
	copy(y.decoder, modes.Decoder)
	copy(y.output, modes.OutputBias)
	copy(y.bias, modes.EncoderBias)
	return f, nil
}

// layout returns the layout of the problem's states.
func (p Problem) layout(m *Modes) layout {
	return layout{
		hidden: m.Hidden, columns: m.Columns(), tied: p.tied(),
		outputBias: p.TrainOutputBias || m.OutputBias != nil, encoderBias: p.TrainEncoderBias,
	}
}

// Size is the length of a state.
func (f *Flow) Size() int { return f.size() }

// Columns is the number n of columns: of modes, where those of equal eigenvalue are
// merged.
func (f *Flow) Columns() int { return f.columns }

// Start returns a copy of the start state.
func (f *Flow) Start() []float64 { return slices.Clone(f.start) }

// biases returns b in a state, or nil where there is none.
func (f *Flow) biases(y state) []float64 {
	if f.encoderBias {
		return y.bias
	}
	return f.fixedBias
}

// Measure returns the order parameters and the error pmse of a state. At D = ∞ the
// order parameters S, T, V·c and ‖c‖² are per dimension: S/D, T/D, V·c/D and ‖c‖²/D.
//
// The error is a difference of numbers of the order of tr Ω/D, and is good to about
// 1e-16·tr Ω/D in absolute terms: a network that reconstructs everything, such as linear
// units with K = D, may end at an error that is rounding, and below 0.
func (f *Flow) Measure(y []float64) (parameters *order.Parameters, pmse float64) {
	at := f.view(y)
	f.measure(at)
	dim := f.dim
	if math.IsInf(dim, 1) {
		dim = 1
	}
	return f.macroscopic.parameters(dim, f.biases(at), f.outputBias), f.pmse()
}

// pmse is the error at the macroscopic parameters and averages that measure left.
func (f *Flow) pmse() float64 {
	m, v := &f.macroscopic, f.averages
	return f.variance - 2*floats.Dot(v.A, m.S) + floats.Dot(m.T, v.M) + 2*floats.Dot(v.Mean, m.Z) + m.C2
}

// measure sets the loadings, the macroscopic parameters and the averages.
func (f *Flow) measure(at state) {
	m := &f.macroscopic
	m.clear()
	for from := 0; from < f.columns; from += blockWidth {
		f.measureBlock(at, from, min(from+blockWidth, f.columns))
	}
	symmetrise(m.Q, f.hidden)
	symmetrise(m.T, f.hidden)
	if f.tied {
		for k := range f.hidden {
			m.S[k] = m.Q[k*f.hidden+k] / math.Sqrt(f.dim)
		}
	}
	f.averages.Compute(f.activation, m.Q, f.biases(at))
}

// measureBlock adds the columns from … to.
func (f *Flow) measureBlock(at state, from, to int) {
	m := &f.macroscopic
	for k := range f.hidden {
		decoder, loading := f.row(at.decoder, k, from, to), f.row(f.loadings, k, from, to)
		floats.MulTo(loading, f.roots[from:to], decoder)
		if f.tied {
			floats.Scale(math.Sqrt(f.dim), loading)
		} else {
			m.S[k] += floats.Dot(loading, f.row(at.encoder, k, from, to))
		}
		if f.outputBias {
			m.Z[k] += floats.Dot(decoder, at.output[from:to])
		}
	}
	if f.outputBias {
		m.C2 += floats.Dot(at.output[from:to], at.output[from:to])
	}
	encoder := at.encoder
	if f.tied {
		encoder = f.loadings
	}
	f.addProducts(m.Q, encoder[from:], to-from)
	f.addProducts(m.T, at.decoder[from:], to-from)
}
