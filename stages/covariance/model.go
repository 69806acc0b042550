package covariance

import (
	"cmp"
	"math"
	"slices"

	"autoencoder-dynamics/internal/spectrum"
)

// strengths returns the spikes' standard deviations s_m.
func (p *Parameters) strengths() []float64 {
	if len(p.Strengths) > 0 {
		return p.Strengths
	}
	s := make([]float64, p.Spikes)
	for i := range s {
		s[i] = math.Ldexp(1, i+1) + 1
	}
	return s
}

// model returns the spectrum of the model, tr Ω = D, decreasing.
func (p *Parameters) model() (spectrum.Spectrum, error) {
	values := modelEigenvalues(p.Dim, p.strengths(), p.Noise)
	if p.Model == modelSinusoidal {
		return spectrum.New(values, fourierBasis(p.Dim, len(p.strengths())))
	}
	// No coordinate of the spiked model has a meaning of its own: the first is the largest spike's.
	slices.SortFunc(values, func(x, y float64) int { return cmp.Compare(y, x) })
	return spectrum.New(values, nil)
}

// modelEigenvalues returns (s_m² D + σ²)/scale for m = 1…R, then σ²/scale D−R times, with
// scale = Σ s_m² + σ², the mean variance of an input before normalisation.
func modelEigenvalues(dim int, strengths []float64, noise float64) []float64 {
	scale := noise * noise
	for _, s := range strengths {
		scale += s * s
	}
	values := make([]float64, dim)
	for i := range values {
		values[i] = noise * noise / scale
		if i < len(strengths) {
			values[i] += strengths[i] * strengths[i] / scale * float64(dim)
		}
	}
	return values
}

// fourierBasis returns the real Fourier basis over D inputs as the columns of a D×D orthogonal matrix: first the sine
// waves √(2/D) sin(2π m (i + 1/2)/D) with m = 1…spikes periods, then the constant, the other sine waves and the cosine waves.
func fourierBasis(dim, spikes int) []float64 {
	basis := make([]float64, dim*dim)
	column := 0
	set := func(wave func(angle float64) float64, periods int, size float64) {
		for i := range dim {
			basis[i*dim+column] = size * wave(math.Pi*float64((2*i+1)*periods%(2*dim))/float64(dim))
		}
		column++
	}
	size := math.Sqrt(2 / float64(dim))
	for m := 1; m <= spikes; m++ {
		set(math.Sin, m, size)
	}
	set(math.Cos, 0, size/math.Sqrt2)
	for m := spikes + 1; 2*m < dim; m++ {
		set(math.Sin, m, size)
	}
	if dim%2 == 0 {
		set(math.Sin, dim/2, size/math.Sqrt2)
	}
	for m := 1; 2*m < dim; m++ {
		set(math.Cos, m, size)
	}
	return basis
}
