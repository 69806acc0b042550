package theory

import (
	"math"

	"autoencoder-dynamics/theory/integrate"

	"gonum.org/v1/gonum/floats"
)

// stepTolerance is the tolerance on each variable in a step with which a method reaches
// the tolerance on pmse, measured on spiked and power-law spectra; see
// TestToleranceIsMet. An error per step of size ε adds up to about ε where the order is
// high, and to more the lower it is.
func stepTolerance(m integrate.Method, tolerance float64) float64 {
	switch m.(type) {
	case integrate.Rosenbrock:
		return 0.8 * tolerance
	case integrate.Automatic:
		return 0.03 * tolerance
	case integrate.Chebyshev:
		return 0.2 * math.Pow(tolerance, 1.5)
	}
	return 0.1 * tolerance
}

// negligible is the size, in units of the start weights', below which the weights along
// a mode are known to an absolute accuracy only. A component grows exponentially while
// it is being learnt, and what it grows from sets the time: weights that first shrink
// by orders of magnitude must be followed all the way.
const negligible = 1e-6

// floor returns that size for a state.
func (f *Flow) floor(y []float64) float64 {
	at := f.view(y)
	weights := math.Hypot(floats.Norm(at.encoder, 2), floats.Norm(at.decoder, 2))
	return negligible * weights / math.Sqrt(float64(len(at.encoder)+len(at.decoder)))
}

// sizes sets dst to what errors in a state are relative to: the weights of all
// units along a column for one of them, since they mix as the column is learnt, and the
// pre-activation's standard deviation √Q_kk for a bias.
func (f *Flow) sizes(dst, y []float64) {
	at, size := f.view(y), f.view(dst)
	f.columnSizes(size.encoder, at.encoder)
	f.columnSizes(size.decoder, at.decoder)
	if f.outputBias {
		copy(size.output, size.decoder[:f.columns])
	}
	for k := range size.bias {
		size.bias[k] = f.deviation(at, k)
	}
}

// columnSizes sets each entry of dst to the largest of its column.
func (f *Flow) columnSizes(dst, rows []float64) {
	if len(rows) == 0 {
		return
	}
	largest := dst[:f.columns]
	fill(largest, 0)
	for k := range f.hidden {
		for j, x := range f.row(rows, k, 0, f.columns) {
			largest[j] = max(largest[j], math.Abs(x))
		}
	}
	for k := 1; k < f.hidden; k++ {
		copy(f.row(dst, k, 0, f.columns), largest)
	}
}

// deviation returns √Q_kk.
func (f *Flow) deviation(at state, k int) float64 {
	if !f.tied {
		return floats.Norm(f.row(at.encoder, k, 0, f.columns), 2)
	}
	var variance float64
	for j, v := range f.row(at.decoder, k, 0, f.columns) {
		variance += f.dim * f.rates[j] * v * v
	}
	return math.Sqrt(variance)
}

// rootMeanSquare returns the root mean square of a state.
func rootMeanSquare(y []float64) float64 {
	return floats.Norm(y, 2) / math.Sqrt(float64(len(y)))
}
