package ode

import (
	"testing"

	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages/stagetest"
)

// decreasing returns a spectrum of dim different eigenvalues, or of two and a bulk.
func decreasing(dim int, different bool) spectrum.Spectrum {
	s := spectrum.Spectrum{Eigenvalues: make([]float64, dim)}
	for i := range s.Eigenvalues {
		s.Eigenvalues[i] = 1
		if different || i < 2 {
			s.Eigenvalues[i] = float64(dim) / float64(i+1)
		}
	}
	return s
}

func TestMemory(t *testing.T) {
	for name, c := range map[string]struct {
		s      spectrum.Spectrum
		change func(*Parameters)
	}{
		"a large flow":    {decreasing(2000, true), func(p *Parameters) { p.Hidden, p.Horizon, p.Points, p.Verify, p.Tolerance = 20, 0.01, 2, false, 1e-2 }},
		"much recorded":   {decreasing(60, true), func(p *Parameters) { p.Hidden, p.Horizon, p.Points, p.Verify, p.Tolerance = 24, 1, 200, false, 1e-2 }},
		"many dimensions": {decreasing(60_000, false), func(p *Parameters) { p.Hidden, p.Horizon, p.Points, p.Verify, p.Tolerance = 4, 0.01, 2, false, 1e-2 }},
	} {
		stagetest.CheckMemory(t, name, Kind{}, newCall(t, c.s, c.change))
	}
}
