package figure

import (
	"fmt"
	"math"
)

// checkHeat returns the mistakes of a panel's heat map.
func checkHeat(where string, p Panel) []error {
	h := p.Heat
	var problems []error
	report := func(format string, values ...any) {
		problems = append(problems, fmt.Errorf("%s, heat map %q: %w", where, h.Name, fmt.Errorf(format, values...)))
	}
	if len(h.Y) != len(h.Values)+1 {
		report("%d rows need %d edges along y, and there are %d", len(h.Values), len(h.Values)+1, len(h.Y))
	}
	for i, row := range h.Values {
		if len(h.X) != len(row)+1 {
			report("%d columns in row %d need %d edges along x, and there are %d", len(row), i+1, len(row)+1, len(h.X))
			break
		}
	}
	for axis, edges := range map[string][]float64{"x": h.X, "y": h.Y} {
		if i := firstDisorder(edges); i > 0 {
			report("edges along %s don't increase from %g to %g", axis, edges[i-1], edges[i])
		}
	}
	if (p.X.Scale == Log && len(h.X) > 0 && h.X[0] <= 0) || (p.Y.Scale == Log && len(h.Y) > 0 && h.Y[0] <= 0) {
		report("an edge at or below 0 on a logarithmic axis")
	}
	if !(h.Low < h.High) || math.IsInf(h.High-h.Low, 0) {
		report("the colour scale goes from %g to %g", h.Low, h.High)
	}
	if h.Ramp != Sequential && h.Ramp != Diverging {
		report("no colour scale %q", h.Ramp)
	}
	for i, row := range h.Values {
		for j, value := range row {
			if math.IsInf(value, 0) {
				report("row %d, column %d is infinite", i+1, j+1)
			}
		}
	}
	return problems
}

// firstDisorder returns the first index whose value isn't above the one before, 0 where there is none.
func firstDisorder(edges []float64) int {
	for i := 1; i < len(edges); i++ {
		if !(edges[i] > edges[i-1]) || math.IsInf(edges[i], 0) || math.IsInf(edges[i-1], 0) {
			return i
		}
	}
	return 0
}
