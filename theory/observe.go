package theory

import "math"

// Leading holds the weights on the m leading modes: the largest eigenvalues of the inputs'
// covariance first, and modes of one eigenvalue in the order of the problem. They tell
// which principal components a network has learnt.
//
// At D = ∞ the decoder's entries are of the order of √D in its leading modes: V
// and C then hold v/√D and c/√D.
type Leading struct {
	Hidden int       // K
	Dim    float64   // D, maybe +Inf
	Rates  []float64 // r = ρ/D of the m modes, in decreasing order

	// Components are the modes' numbers among the principal components, from 1 on:
	// 1 … m, but for problems that came as Modes, where levels of merged modes are left
	// out.
	Components []int

	W, V []float64 // K×m, row by row: w_m^k = w^k·ψ_m and v_m^k; V per √D at D = ∞
	C    []float64 // c_m, length m, or nil for no output bias; per √D at D = ∞
}

// Leading returns the weights on the m leading modes. There are fewer where the
// problem has fewer: of a problem that came as Modes these are the columns of the largest
// rates that stand for one mode. Columns of merged modes, and the bulk at
// D = ∞, aren't among them; see [Snapshot.MergedLevels].
//
// Modes of one eigenvalue that the flow has merged are restored, at a cost that grows with
// m and not with D. An encoder weight on a mode of eigenvalue 0 does nothing but decay
// from its start value, which problems that came as Modes don't know: there it is NaN.
func (s Snapshot) Leading(m int) Leading {
	f := s.flow
	directions := f.leading(m)
	m = len(directions)
	l := Leading{
		Hidden: f.hidden, Dim: f.dim, Rates: make([]float64, m), Components: make([]int, m),
		W: make([]float64, f.hidden*m), V: make([]float64, f.hidden*m),
	}
	at, scale := f.view(s.state), decoderScale(f.dim)
	for j, d := range directions {
		l.Rates[j], l.Components[j] = d.rate, d.number
		for k := range f.hidden {
			kj := k*m + j
			l.V[kj] = scale * d.entry(f.row(at.decoder, k, 0, f.columns))
			switch {
			case f.tied:
				l.W[kj] = l.V[kj]
			case d.rate > 0:
				l.W[kj] = d.entry(f.row(at.encoder, k, 0, f.columns)) / math.Sqrt(d.rate)
			case f.reduction == nil:
				l.W[kj] = math.NaN()
			default:
				l.W[kj] = s.decayed() * f.reduction.start.Encoder(k)[d.mode]
			}
		}
	}
	if f.outputBias {
		l.C = make([]float64, m)
		for j, d := range directions {
			l.C[j] = scale * d.entry(at.output)
		}
	}
	return l
}

// decoderScale is what turns v/√D into v, or leaves it where D is infinite.
func decoderScale(dim float64) float64 {
	if math.IsInf(dim, 1) {
		return 1
	}
	return math.Sqrt(dim)
}

// Densities returns the paper's order parameters of mode j, 0 ≤ j < m, before
// they are summed over the modes (Refinetti & Goldt 2022, arXiv:2201.02115,
// section 3): K×K matrices, entry k·K+l,
//
//	q^{kl} = w_j^k w_j^l     r^{kl} = v_j^k w_j^l/√D     t^{kl} = v_j^k v_j^l/D
//
// They are finite also at D = ∞. Densities panics where there is no mode j.
func (l Leading) Densities(j int) (q, r, t []float64) {
	m, hidden := len(l.Rates), l.Hidden
	scale := 1 / decoderScale(l.Dim)
	for k := range hidden {
		for i := range hidden {
			q = append(q, l.W[k*m+j]*l.W[i*m+j])
			r = append(r, l.V[k*m+j]*l.W[i*m+j]*scale)
			t = append(t, l.V[k*m+j]*l.V[i*m+j]*scale*scale)
		}
	}
	return q, r, t
}
