package ode

import (
	"math"
	"slices"
	"strconv"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/theory"
	"autoencoder-dynamics/theory/overlap"
)

// negligible is the size below which an overlap or cosine is written as 0: the dynamics take
// weights to the smallest numbers that float64 has, which say nothing and are long to write.
const negligible = 1e-300

// history collects the weights and overlaps along the leading eigenmodes over time.
type history struct {
	in       inputs
	hidden   int
	wanted   int // modes; there may be fewer
	modes    []mode
	times    []float64
	encoder  []float64   // times×K×modes: w along the mode
	decoder  []float64   // likewise v; at D = ∞ v/√D
	overlaps [][]float64 // by mode and then time: how much of it lies in the decoder's span
	merged   []string    // names of the levels that have a sum of overlaps alone, such as "3_to_22"
	totals   [][]float64 // by merged level and then time: that sum
	cosines  [][]float64 // by unit and mode and then time: cos(v^k, ψ_m)
}

// mode is an eigenmode that is recorded.
type mode struct {
	component  int     // its number m among the principal components, from 1
	eigenvalue float64 // ρ; at D = ∞ its rate ρ/D
}

func newHistory(p *Parameters, in inputs) *history {
	return &history{in: in, hidden: p.Hidden, wanted: p.wantedModes()}
}

// begin finds out from the first snapshot what there is to record.
func (h *history) begin(s theory.Snapshot) {
	leading := s.Leading(h.wanted)
	for i, component := range leading.Components {
		m := mode{component: component, eigenvalue: leading.Rates[i]}
		switch {
		case h.in.Levels == nil:
			m.eigenvalue = h.in.Spectrum.Eigenvalues[component-1] // to the last bit
		case m.eigenvalue == 0: // nobody knows the encoder's weight there
			continue
		case !math.IsInf(leading.Dim, 1):
			m.eigenvalue *= leading.Dim
		}
		h.modes = append(h.modes, m)
	}
	for _, level := range s.MergedLevels() {
		h.merged = append(h.merged, mergedName(level))
	}
	h.overlaps = make([][]float64, len(h.modes))
	h.totals = make([][]float64, len(h.merged))
	h.cosines = make([][]float64, h.hidden*h.cosineModes())
}

// mergedName names a level by its components: "3_to_22".
func mergedName(level theory.MergedLevel) string {
	last := "infinity"
	if !math.IsInf(level.Multiplicity, 1) {
		last = strconv.FormatFloat(level.FirstComponent+level.Multiplicity-1, 'f', -1, 64)
	}
	return strconv.FormatFloat(level.FirstComponent, 'f', -1, 64) + "_to_" + last
}

// cosineModes returns for how many modes there are cosines. Those of further modes follow from modes.npz
// and curves.csv: cos(v^k, ψ_m) = V[k,m]/√T_kk.
func (h *history) cosineModes() int { return overlap.CosineComponents(len(h.modes), h.hidden) }

// add records one time.
func (h *history) add(s theory.Snapshot) {
	if len(h.times) == 0 {
		h.begin(s)
	}
	h.times = append(h.times, s.Time)
	leading := s.Leading(len(h.modes))
	h.encoder, h.decoder = append(h.encoder, leading.W...), append(h.decoder, leading.V...)
	for i, x := range s.SpanOverlaps(len(h.modes)) {
		appendTo(&h.overlaps[i], x)
	}
	for i, level := range s.MergedLevels() {
		appendTo(&h.totals[i], level.Overlap)
	}
	for i, x := range s.Cosines(h.cosineModes()) {
		appendTo(&h.cosines[i], x)
	}
}

// appendTo appends a number to a column, 0 where it is negligible.
func appendTo(column *[]float64, x float64) {
	if math.Abs(x) < negligible {
		x = 0
	}
	*column = append(*column, x)
}

// writeModes writes modes.npz.
func (h *history) writeModes(path string) error {
	times, modes := len(h.times), len(h.modes)
	components, eigenvalues := make([]int64, modes), make([]float64, modes)
	for i, m := range h.modes {
		components[i], eigenvalues[i] = int64(m.component), m.eigenvalue
	}
	return npz.WriteFile(path,
		npz.Array{Name: "t", Shape: []int{times}, Data: h.times},
		npz.Array{Name: "m", Shape: []int{modes}, Data: components},
		npz.Array{Name: "eigenvalues", Shape: []int{modes}, Data: eigenvalues},
		npz.Array{Name: "W", Shape: []int{times, h.hidden, modes}, Data: h.encoder},
		npz.Array{Name: "V", Shape: []int{times, h.hidden, modes}, Data: h.decoder},
	)
}

// writeOverlaps writes overlaps.csv.
func (h *history) writeOverlaps(path string) error {
	components := make([]int, len(h.modes))
	for i, m := range h.modes {
		components[i] = m.component
	}
	var t table.Table
	t.Add("t", h.times)
	columns := slices.Concat(h.overlaps, h.totals, h.cosines)
	for i, name := range overlap.ColumnNames(components, h.merged, h.hidden) {
		t.Add(name, columns[i])
	}
	return table.WriteFile(path, t)
}
