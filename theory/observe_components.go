package theory

import (
	"math"
	"slices"
)

// component is an eigenvalue of the covariance with its multiplicity.
type component struct {
	rate  float64 // r = ρ/D
	count float64 // number of its principal components
}

// components returns the eigenvalues that have principal components, by decreasing
// rate, merged or not, and the variance per input in all other directions: that of the
// bulk at D = ∞, and of directions in which Modes has no columns. The rates may
// repeat.
func (f *Flow) components() (components []component, rest float64) {
	if f.reduction != nil {
		for _, g := range f.reduction.byRate() {
			components = append(components, component{rate: g.eigenvalue / f.dim, count: float64(len(g.modes))})
		}
		return components, 0
	}
	for _, level := range f.modes.levels() {
		var count float64
		for _, j := range level.columns {
			count += f.modes.multiplicity(j)
		}
		if math.IsInf(count, 1) {
			break
		}
		components = append(components, component{rate: level.rate, count: math.Round(count)})
	}
	return components, f.otherVariance(components)
}

// otherVariance returns the variance per input that isn't in the components, and 0
// where the difference is rounding.
func (f *Flow) otherVariance(components []component) float64 {
	const rounding = 1e-14 // of the variance, for each term of the sum
	rest := f.variance
	for _, c := range components {
		rest -= c.rate * c.count
	}
	if rest <= rounding*f.variance*float64(1+len(components)) {
		return 0
	}
	return rest
}

// componentRates returns the rates of the m leading principal components, merged or
// not, or of as many as there are. The bulk at D = ∞ isn't among them.
func (f *Flow) componentRates(m int) []float64 {
	components, _ := f.components()
	return leadingRates(components, m)
}

// leadingRates returns the rates of the m leading components, or of as many as there
// are.
func leadingRates(components []component, m int) []float64 {
	var rates []float64
	for _, c := range components {
		for n := c.count; n > 0 && len(rates) < m; n-- {
			rates = append(rates, c.rate)
		}
	}
	return rates
}

// pcaErrors returns E_0 … E_m and the rates of the m leading components, or of as many
// as there are. The small eigenvalues are summed first, so that none is rounded away
// and the error that is left with all components is exactly that of the others.
func (f *Flow) pcaErrors(m int) (left, rates []float64) {
	components, rest := f.components()
	rates = leadingRates(components, m)
	left = make([]float64, len(rates)+1)
	before := make([]float64, len(components)+1) // the number of components before those of each rate
	for i, c := range components {
		before[i+1] = before[i] + c.count
	}
	for i, c := range slices.Backward(components) {
		for n := min(c.count, float64(len(rates))-before[i]); n >= 0; n-- {
			left[int(before[i]+n)] = rest + (c.count-n)*c.rate
		}
		rest += c.count * c.rate
	}
	return left, rates
}

// pcaError returns E_m and the rates of the m leading components.
func (f *Flow) pcaError(m int) (left float64, rates []float64) {
	errors, rates := f.pcaErrors(m)
	return errors[len(errors)-1], rates
}
