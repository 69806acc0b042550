package theory

import (
	"math"
	"slices"

	"autoencoder-dynamics/theory/gaussian"

	"gonum.org/v1/gonum/floats"
)

// fork returns a flow of the same problem with working space of its own, for work
// on a state while a solution is under way.
func (f *Flow) fork() *Flow {
	g := *f
	g.macroscopic, g.coefficients = newMacroscopic(f.hidden), newCoefficients(f.hidden)
	g.averages, g.loadings = gaussian.NewAverages(f.hidden), make([]float64, len(f.loadings))
	return &g
}

// onCourse returns the state a little later and the slope there, with what is off
// the slow course of the solution damped away: after two steps of the implicit
// Euler method, y₁ = y + h f(y₁), each solved by Newton's method with the Jacobian
// of the start. Where that isn't possible it returns the state as it is.
func (f *Flow) onCourse(state []float64, t float64) (y, slope []float64, later float64) {
	const share, steps, iterations = 5e-5, 2, 6
	slope = make([]float64, len(state))
	f.Derivative(slope, state)
	if !(t > 0) || math.IsInf(t, 1) || f.hidden > MostImplicit {
		return state, slope, t
	}
	h, system := share*t, newLinearised(f.fork())
	system.Linearise(t, state, slope)
	if system.Factor(h) != nil {
		return state, slope, t
	}
	y, later = slices.Clone(state), t
	rest, start, last := make([]float64, len(y)), make([]float64, len(y)), make([]float64, len(y))
	for range steps {
		copy(start, y)
		for range iterations {
			f.Derivative(last, y)
			floats.SubTo(rest, start, y)
			floats.AddScaled(rest, h, last)
			system.Solve(rest)
			floats.Add(y, rest)
		}
		later += h
	}
	if !(floats.Distance(y, state, 2) <= 0.1*floats.Norm(state, 2)) {
		return state, slope, t
	}
	floats.SubTo(last, y, start)
	floats.Scale(1/h, last)
	return y, last, later
}

// macroscopicSlope returns the time derivatives of the macroscopic parameters at
// a state with that slope, and of the encoder biases, nil where they don't learn.
func (f *Flow) macroscopicSlope(y, slope []float64) (macroscopic, []float64) {
	at, to, hidden := f.view(y), f.view(slope), f.hidden
	m := newMacroscopic(hidden)
	encoder, encoderSlope := f.encoder(at), f.encoder(to)
	all := func(matrix []float64, k int) []float64 { return f.row(matrix, k, 0, f.columns) }
	for k := range hidden {
		w, dw, v, dv := all(encoder, k), all(encoderSlope, k), all(at.decoder, k), all(to.decoder, k)
		for j, root := range f.roots {
			m.S[k] += root * (w[j]*dv[j] + dw[j]*v[j])
		}
		for l := range hidden {
			m.Q[k*hidden+l] = floats.Dot(w, all(encoderSlope, l)) + floats.Dot(dw, all(encoder, l))
			m.T[k*hidden+l] = floats.Dot(v, all(to.decoder, l)) + floats.Dot(dv, all(at.decoder, l))
		}
		if f.outputBias {
			m.Z[k] = floats.Dot(dv, at.output) + floats.Dot(v, to.output)
		}
	}
	if f.outputBias {
		m.C2 = 2 * floats.Dot(at.output, to.output)
	}
	return m, to.bias
}

// encoder returns the encoder's loadings ω, which are √(Dr) v̂ where the weights are tied.
func (f *Flow) encoder(at state) []float64 {
	if !f.tied {
		return at.encoder
	}
	encoder, scale := slices.Clone(at.decoder), math.Sqrt(f.dim)
	for i := range encoder {
		encoder[i] *= scale * f.roots[i%f.columns]
	}
	return encoder
}

// errorSlope returns, from the slope of the macroscopic parameters and of the
// biases and from the averages that measure left,
//
//	d pmse/dt = Σ_kl (T̂'_kl M_kl + T̂_kl M'_kl) − 2 Σ_k (a_k Ŝ'_k + a'_k Ŝ_k) + 2 Σ_k (m_k z'_k + m'_k z_k) + (‖c‖²/D)'
//	M'_kl = N_kl Q'_kl + (P_kl Q'_kk + P_lk Q'_ll)/2 + H_kl b'_k + H_lk b'_l
//	a'_k = f_k Q'_kk/2 + e_k b'_k     m'_k = e_k Q'_kk/2 + a_k b'_k
//
// where the slopes of the averages are Price's theorem.
func (f *Flow) errorSlope(slope macroscopic, db []float64) float64 {
	m, v, hidden := &f.macroscopic, f.averages, f.hidden
	if db == nil {
		db = make([]float64, hidden)
	}
	sum := slope.C2
	for k := range hidden {
		dq := slope.Q[k*hidden+k]
		sum -= 2 * (v.A[k]*slope.S[k] + (v.F[k]*dq/2+v.E[k]*db[k])*m.S[k])
		sum += 2 * (v.Mean[k]*slope.Z[k] + (v.E[k]*dq/2+v.A[k]*db[k])*m.Z[k])
		for l := range hidden {
			kl, lk := k*hidden+l, l*hidden+k
			dM := v.N[kl]*slope.Q[kl] + (v.P[kl]*dq+v.P[lk]*slope.Q[l*hidden+l])/2 + v.H[kl]*db[k] + v.H[lk]*db[l]
			sum += slope.T[kl]*v.M[kl] + m.T[kl]*dM
		}
	}
	return sum
}
