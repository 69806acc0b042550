package theory

import "math"

// row is one component of a column's state: ω_k, v̂_k or ĉ. Changed by δy, it
// changes a macroscopic parameter by Σ_j factor·δy for each term of gradient, times
// the parameter's weight; a changed coefficient δθ changes its derivative by
// factor·δθ for each term of source, times the coefficient's sign and rate ±η. Where the
// flow is the gradient of the error, the two lists run over the same terms.
type row struct{ gradient, source []term }

// term is one term of such a sum. The factor has one number per column.
type term struct {
	factor []float64
	index  int // of the macroscopic parameter, or of the coefficient
}

// setWeights sets the weights of the macroscopic parameters, 2 for squares and 1
// for products, and the signs of the coefficients, ±η.
func (s *linearised) setWeights() {
	m, eta := s.macro, s.flow.learningRate
	s.weights, s.signs = make([]float64, m.size), make([]float64, m.size)
	for i := range m.size {
		s.weights[i], s.signs[i] = 1, eta
		if kind := m.kind(i); kind == kindT || kind == kindZ || s.flow.rule == Sanger {
			s.signs[i] = -eta
		}
	}
	for k := range m.hidden {
		s.weights[m.q+m.pair(k, k)] = 2 // δ(ω_k²) = 2 ω_k δω_k
		if m.t >= 0 {
			s.weights[m.t+m.pair(k, k)] = 2
		}
	}
}

// The K×n matrices of weighted rows of untied weights …
const (
	rootDecoder  = iota // √r v̂
	rootEncoder         // √r ω
	rateEncoder         // r ω
	powerDecoder        // r√r v̂
	weightings
)

// … and of tied ones. The last has one row only.
const (
	wholeDecoder = iota // D r v̂
	rateDecoder         // √D r v̂
	pullDecoder         // v̂/√D
	pullOutput          // ĉ/√D
)

// weightedRow returns row k of the weighted matrix number i.
func (s *linearised) weightedRow(i, k int) []float64 {
	n := s.flow.columns
	return s.weighted[(i*s.flow.hidden+k)*n:][:n:n]
}

// weigh sets the weighted rows to those at the state.
func (s *linearised) weigh() {
	f, root := s.flow, math.Sqrt(s.flow.dim)
	at, n := f.view(s.state), f.columns
	for k := range f.hidden {
		row := func(i int) []float64 { return s.weightedRow(i, k)[:n] }
		decoder := f.row(at.decoder, k, 0, n)
		if f.tied {
			whole, rate, pull := row(wholeDecoder), row(rateDecoder), row(pullDecoder)
			for j, v := range decoder {
				whole[j], rate[j], pull[j] = f.dim*f.rates[j]*v, root*f.rates[j]*v, v/root
			}
			continue
		}
		rootV, powerV, rootW, rateW := row(rootDecoder), row(powerDecoder), row(rootEncoder), row(rateEncoder)
		for j, w := range f.row(at.encoder, k, 0, n) {
			rootV[j], powerV[j] = f.roots[j]*decoder[j], f.rates[j]*f.roots[j]*decoder[j]
			rootW[j], rateW[j] = f.roots[j]*w, f.rates[j]*w
		}
	}
	if f.tied && f.outputBias {
		pull := s.weightedRow(pullOutput, 0)
		for j, c := range at.output {
			pull[j] = c / root
		}
	}
}

// setRows lists the terms of all rows. Their factors lie in the state and in the
// weighted rows, which Linearise sets.
func (s *linearised) setRows() {
	f := s.flow
	s.weighted = make([]float64, weightings*f.hidden*f.columns)
	if f.tied {
		s.rows = s.tiedRows()
	} else {
		s.rows = append(s.encoderRows(), s.decoderRows()...)
	}
	if f.outputBias {
		s.rows = append(s.rows, s.outputRow())
	}
}

// pairs appends the terms of row k that belong to the pairs (k, l) of a symmetric
// parameter and of the coefficient numbered with it. Unit k doesn't see the units
// l > k under rules other than the vanilla one.
func (s *linearised) pairs(r *row, k, first int, gradient, source func(l int) []float64) {
	for l := range s.flow.hidden {
		index := first + s.macro.pair(k, l)
		r.gradient = append(r.gradient, term{gradient(l), index})
		if l < s.seen(k) {
			r.source = append(r.source, term{source(l), index})
		}
	}
}

// encoderRows are ω' = η r (√r a∘v̂ + C ω) + …
func (s *linearised) encoderRows() []row {
	f, rows := s.flow, make([]row, s.flow.hidden)
	encoder := f.view(s.state).encoder
	for k := range rows {
		r := &rows[k]
		s.pairs(r, k, s.macro.q,
			func(l int) []float64 { return f.row(encoder, l, 0, f.columns) },
			func(l int) []float64 { return s.weightedRow(rateEncoder, l) })
		r.gradient = append(r.gradient, term{s.weightedRow(rootDecoder, k), s.macro.s + k})
		r.source = append(r.source, term{s.weightedRow(powerDecoder, k), s.macro.s + k})
	}
	return rows
}

// decoderRows are v̂' = η (√r a∘ω − M v̂ − m ĉ) + …
func (s *linearised) decoderRows() []row {
	f, rows := s.flow, make([]row, s.flow.hidden)
	at := f.view(s.state)
	decoder := func(l int) []float64 { return f.row(at.decoder, l, 0, f.columns) }
	for k := range rows {
		r := &rows[k]
		s.pairs(r, k, s.macro.t, decoder, decoder)
		r.gradient = append(r.gradient, term{s.weightedRow(rootEncoder, k), s.macro.s + k})
		r.source = append(r.source, term{s.weightedRow(rootEncoder, k), s.macro.s + k})
		if f.outputBias {
			r.gradient = append(r.gradient, term{at.output, s.macro.z + k})
			r.source = append(r.source, term{at.output, s.macro.z + k})
		}
	}
	return rows
}

// tiedRows are v̂' = η [√D r (C + 2 diag(a)/√D) v̂ − (M v̂ + m ĉ)/√D] + …; the
// matrix in brackets takes the part that C has for untied weights. Sanger's rule
// has r instead of it, and M = tril(Q).
func (s *linearised) tiedRows() []row {
	f, rows := s.flow, make([]row, s.flow.hidden)
	at := f.view(s.state)
	decoder := func(l int) []float64 { return f.row(at.decoder, l, 0, f.columns) }
	weighted := func(i int) func(int) []float64 {
		return func(l int) []float64 { return s.weightedRow(i, l) }
	}
	for k := range rows {
		r := &rows[k]
		if f.rule == Sanger {
			s.pairs(r, k, s.macro.q, weighted(wholeDecoder), weighted(pullDecoder))
			continue
		}
		s.pairs(r, k, s.macro.q, weighted(wholeDecoder), weighted(rateDecoder))
		s.pairs(r, k, s.macro.t, decoder, weighted(pullDecoder))
		if f.outputBias {
			r.gradient = append(r.gradient, term{at.output, s.macro.z + k})
			r.source = append(r.source, term{s.weightedRow(pullOutput, 0), s.macro.z + k})
		}
	}
	return rows
}

// outputRow is ĉ' = −η (ĉ + Σ_k m_k v̂_k), or 0 where the output bias doesn't learn.
func (s *linearised) outputRow() row {
	f := s.flow
	decoder := f.view(s.state).decoder
	var r row
	for l := range f.hidden {
		v := f.row(decoder, l, 0, f.columns)
		r.gradient = append(r.gradient, term{v, s.macro.z + l})
		if f.trainBias {
			r.source = append(r.source, term{v, s.macro.z + l})
		}
	}
	return r
}
