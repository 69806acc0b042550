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
func (p *Parameters) model() (spectrum.Any, error) {
	if p.Dim > spectrum.LargestDim {
		levels := spikedLevels(p.Dim, p.strengths(), p.Noise)
		return spectrum.Any{Levels: &levels}, levels.Check()
	}
	dim := int(p.Dim)
	values, vectors := modelEigenvalues(dim, p.strengths(), p.Noise), []float64(nil)
	if p.Model == modelSinusoidal {
		vectors = fourierBasis(dim, len(p.strengths()))
	} else { // No coordinate of the spiked model has a meaning of its own: the first is the largest spike's.
		slices.SortFunc(values, func(x, y float64) int { return cmp.Compare(y, x) })
	}
	s, err := spectrum.New(values, vectors)
	return spectrum.Any{Spectrum: s}, err
}

// modelScale returns Σ s_m² + σ², the mean variance of an input before normalisation.
func modelScale(strengths []float64, noise float64) float64 {
	scale := noise * noise
	for _, s := range strengths {
		scale += s * s
	}
	return scale
}

// modelEigenvalues returns (s_m² D + σ²)/scale for m = 1…R, then σ²/scale D−R times.
func modelEigenvalues(dim int, strengths []float64, noise float64) []float64 {
	scale := modelScale(strengths, noise)
	values := make([]float64, dim)
	for i := range values {
		values[i] = noise * noise / scale
		if i < len(strengths) {
			values[i] += strengths[i] * strengths[i] / scale * float64(dim)
		}
	}
	return values
}

// spikedLevels returns the same eigenvalues as levels: spikes of the rates (s_m² + σ²/D)/scale and a bulk of D−R modes
// of the rate σ²/(scale·D). At D = ∞ that rate is 0, and the bulk's share of tr Ω/D is σ²/scale.
func spikedLevels(dim float64, strengths []float64, noise float64) spectrum.Levels {
	scale, levels := modelScale(strengths, noise), spectrum.Levels{Dim: dim}
	bulk := noise * noise / scale
	add := func(rate, multiplicity, share float64) {
		levels.Rates = append(levels.Rates, rate)
		levels.Multiplicities = append(levels.Multiplicities, multiplicity)
		levels.Shares = append(levels.Shares, share)
	}
	strengths = slices.Sorted(slices.Values(strengths))
	for from := len(strengths); from > 0; {
		to := from
		for from > 0 && strengths[from-1] == strengths[to-1] {
			from--
		}
		rate, n := strengths[to-1]*strengths[to-1]/scale+bulk/dim, float64(to-from)
		add(rate, n, n*rate)
	}
	rest := dim - float64(len(strengths))
	if math.IsInf(dim, 1) {
		add(0, rest, bulk)
	} else {
		add(bulk/dim, rest, bulk*(rest/dim))
	}
	return levels
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
