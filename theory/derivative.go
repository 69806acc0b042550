package theory

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// Derivative sets dst to dy/dt at the state y.
func (f *Flow) Derivative(dst, y []float64) {
	at, slope := f.view(y), f.view(dst)
	f.measure(at)
	f.coefficients.set(&f.macroscopic, f.averages, f.rule)
	for from := 0; from < f.columns; from += blockWidth {
		to := min(from+blockWidth, f.columns)
		if f.tied {
			f.deriveTied(slope, at, from, to)
		} else {
			f.deriveUntied(slope, at, from, to)
		}
		if f.outputBias {
			f.deriveOutput(slope, at, from, to)
		}
	}
	for k, beta := range f.coefficients.beta {
		if f.encoderBias {
			slope.bias[k] = f.learningRate * beta
		}
	}
}

// deriveUntied sets the columns from … to of dω/dt and dv̂/dt; the loadings √r v̂ are
// those of measure.
func (f *Flow) deriveUntied(slope, at state, from, to int) {
	c, eta := &f.coefficients, f.learningRate
	f.setCombination(slope.encoder[from:], eta, c.C, at.encoder[from:], to-from)
	f.setCombination(slope.decoder[from:], -eta, c.M, at.decoder[from:], to-from)
	rates, roots := f.rates[from:to], f.roots[from:to]
	for k, a := range c.a {
		dw, w := f.row(slope.encoder, k, from, to), f.row(at.encoder, k, from, to)
		dv, v := f.row(slope.decoder, k, from, to), f.row(at.decoder, k, from, to)
		loading, gain := f.row(f.loadings, k, from, to)[:len(dw)], eta*a
		for j := range dw {
			dw[j] = rates[j]*(dw[j]+gain*loading[j]) - f.decay*w[j]
			dv[j] += gain*roots[j]*w[j] - f.decay*v[j]
		}
	}
}

// deriveTied sets the columns from … to of dv̂/dt where v = w.
func (f *Flow) deriveTied(slope, at state, from, to int) {
	c, eta, root := &f.coefficients, f.learningRate, math.Sqrt(f.dim)
	if f.rule == Sanger {
		f.setCombination(slope.decoder[from:], -eta/root, c.M, at.decoder[from:], to-from)
	} else {
		f.setCombination(slope.decoder[from:], eta*root, c.C, at.decoder[from:], to-from)
	}
	rates := f.rates[from:to]
	for k, a := range c.a {
		dv, v := f.row(slope.decoder, k, from, to), f.row(at.decoder, k, from, to)
		if f.rule == Sanger {
			for j := range dv {
				dv[j] += eta*rates[j]*v[j] - f.decay*v[j]
			}
			continue
		}
		for j := range dv {
			dv[j] = rates[j]*(dv[j]+2*eta*a*v[j]) - f.decay*v[j]
		}
	}
	if f.rule != Sanger {
		f.addCombination(slope.decoder[from:], -eta/root, c.M, at.decoder[from:], to-from)
	}
}

// deriveOutput sets the columns from … to of dĉ/dt and adds ĉ's part to dv̂/dt.
func (f *Flow) deriveOutput(slope, at state, from, to int) {
	output, pull := at.output[from:to], f.learningRate
	if f.tied {
		pull /= math.Sqrt(f.dim)
	}
	dc := slope.output[from:to]
	fill(dc, 0)
	if f.trainBias {
		floats.AddScaled(dc, -f.learningRate, output)
	}
	for k, mean := range f.coefficients.mean {
		floats.AddScaled(f.row(slope.decoder, k, from, to), -pull*mean, output)
		if f.trainBias {
			floats.AddScaled(dc, -f.learningRate*mean, f.row(at.decoder, k, from, to))
		}
	}
}
