package ode

import (
	"fmt"
	"math"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/theory"
)

// history collects the weights and overlaps along the leading eigenmodes over time.
type history struct {
	hidden      int
	eigenvalues []float64 // of the leading modes; at D = ∞ their rates ρ/D
	times       []float64
	encoder     []float64   // times×K×modes: w along the mode
	decoder     []float64   // likewise v; at D = ∞ v/√D
	overlaps    [][]float64 // by mode and then time: how much of it lies in the decoder's span
	cosines     [][]float64 // by unit and mode and then time: cos(v^k, ψ_m)
}

func newHistory(p *Parameters, in inputs) *history {
	eigenvalues := in.leading(p.wantedModes(), p.Hidden)
	return &history{
		hidden: p.Hidden, eigenvalues: eigenvalues,
		overlaps: make([][]float64, len(eigenvalues)), cosines: make([][]float64, p.Hidden*len(eigenvalues)),
	}
}

// leading returns the eigenvalues of the leading modes, as many as wanted or as
// there are. Of levels these are modes with as few of their kind as there are
// hidden units, and with an eigenvalue above 0: the others share columns of weights.
func (in inputs) leading(wanted, hidden int) []float64 {
	if in.levels == nil {
		return in.spectrum.Eigenvalues[:min(wanted, in.spectrum.Dim())]
	}
	scale := in.levels.Dim
	if math.IsInf(scale, 1) {
		scale = 1
	}
	var eigenvalues []float64
	for i, rate := range in.levels.Rates {
		n := in.levels.Multiplicities[i]
		if n > float64(hidden) || rate == 0 {
			break
		}
		for range int(n) {
			if len(eigenvalues) < wanted {
				eigenvalues = append(eigenvalues, rate*scale)
			}
		}
	}
	return eigenvalues
}

// add records one time.
func (h *history) add(s theory.Snapshot) {
	modes := len(h.eigenvalues)
	leading := s.Leading(modes)
	h.times = append(h.times, s.Time)
	h.encoder, h.decoder = append(h.encoder, leading.W...), append(h.decoder, leading.V...)
	appendEach(h.overlaps, s.SpanOverlaps(modes))
	appendEach(h.cosines, s.Cosines(modes))
}

// appendEach appends a number to each column.
func appendEach(columns [][]float64, numbers []float64) {
	for i, x := range numbers {
		columns[i] = append(columns[i], x)
	}
}

// writeModes writes modes.npz.
func (h *history) writeModes(path string) error {
	times, modes := len(h.times), len(h.eigenvalues)
	return npz.WriteFile(path,
		npz.Array{Name: "t", Shape: []int{times}, Data: h.times},
		npz.Array{Name: "eigenvalues", Shape: []int{modes}, Data: h.eigenvalues},
		npz.Array{Name: "W", Shape: []int{times, h.hidden, modes}, Data: h.encoder},
		npz.Array{Name: "V", Shape: []int{times, h.hidden, modes}, Data: h.decoder},
	)
}

// writeOverlaps writes overlaps.csv.
func (h *history) writeOverlaps(path string) error {
	var t table.Table
	t.Add("t", h.times)
	for m, column := range h.overlaps {
		t.Add(fmt.Sprintf("overlap_%d", m+1), column)
	}
	for i, column := range h.cosines {
		k, m := i/len(h.eigenvalues), i%len(h.eigenvalues)
		t.Add(fmt.Sprintf("cosine_%d_%d", k+1, m+1), column)
	}
	return table.WriteFile(path, t)
}
