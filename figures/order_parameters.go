package figures

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
)

// family is one of the order parameters with all its entries.
type family struct {
	prefix string  // of its columns
	label  string  // of the axis
	title  string  // of the panel
	scale  float64 // what the entries are multiplied with before they are drawn
}

// families returns the order parameters as they are drawn: T is O(D), so T/D is shown.
func families(dim int) []family {
	return []family{
		{"Q", "*Q*_{*kl*}", "covariance of pre-activations", 1},
		{"S", "*S*_{*k*}", "decoder with pre-activation", 1},
		{"T", "*T*_{*kl*} / *D*", "overlaps of decoders", 1 / float64(dim)},
	}
}

// addOrderParameters adds a panel for each of Q, S and T, and the claim on them.
func addOrderParameters(b *figure.Built, p pair) error {
	worst, where := 0.0, "nothing measured"
	for _, f := range families(p.theory.Run.Dim) {
		panel, err := familyPanel(f, p)
		if err != nil {
			return err
		}
		b.Panels = append(b.Panels, panel)
		size, entry, t, err := familyDeviation(f, p)
		if err != nil {
			return err
		}
		if !(size <= worst) {
			worst, where = size, fmt.Sprintf("largest for %s at t = %.3g, relative to the range of %s", entry, t, f.prefix)
		}
	}
	b.Claims = append(b.Claims, figure.AtMost("erf: every order parameter stays within 5 % of its range of the theory", worst, 0.05, where))
	return nil
}

// familyPanel draws every entry, off-diagonal ones in grey behind the others.
func familyPanel(f family, p pair) (figure.Panel, error) {
	panel := figure.Panel{
		Title: f.title,
		X:     timeAxis(p.simulation),
		Y:     figure.Axis{Label: f.label},
	}
	for _, column := range entries(f, p.theory) {
		line, err := theoryLine(entryName(column)+" theory", p.theory, p.simulation, column)
		if err != nil {
			return panel, err
		}
		marks, err := simulationMarks(entryName(column)+" SGD", figure.SGD, p.simulation, column)
		if err != nil {
			return panel, err
		}
		color, diagonal := entryColor(column)
		for _, series := range []figure.Series{upTo(line, p.simulation.Run.Horizon), marks} {
			series.Color, series.Faint = color, !diagonal
			panel.Series = append(panel.Series, scaled(series, f.scale))
		}
	}
	if len(panel.Series) == 0 {
		return panel, fmt.Errorf("the theory's curves have no order parameters %s", f.prefix)
	}
	return panel, nil
}

// entries returns the columns of a family, such as Q_1_1, Q_1_2, ….
func entries(f family, c inputs.Curves) []string {
	var columns []string
	for _, column := range c.Columns {
		if strings.HasPrefix(column, f.prefix+"_") {
			columns = append(columns, column)
		}
	}
	return columns
}

// entryName turns a column's name into the symbol: "Q_1_2" into "Q12".
func entryName(column string) string { return strings.ReplaceAll(column, "_", "") }

// entryColor colours entries that belong to one unit by that unit, and the others grey.
func entryColor(column string) (color string, diagonal bool) {
	indices := strings.Split(column, "_")[1:]
	if len(indices) == 2 && indices[0] != indices[1] {
		return "other", false
	}
	k, err := strconv.Atoi(indices[0])
	if err != nil {
		return "other", false
	}
	return figure.UnitColor(k), true
}

// addUnitLegend explains the colours above the row of the order parameters, or above everything where they share
// their rows with the only error panel.
func addUnitLegend(b *figure.Built, first, hidden int) {
	if first == 1 {
		b.Legend = append(b.Legend, unitLegend(hidden)...)
		return
	}
	b.Panels[first].RowLegend = unitLegend(hidden)
}

func unitLegend(hidden int) []figure.Entry {
	var legend []figure.Entry
	for k := 1; k <= hidden; k++ {
		legend = append(legend, figure.Entry{Text: fmt.Sprintf("*k* = *l* = %d", k), Role: figure.SGD, Color: figure.UnitColor(k)})
	}
	return append(legend, figure.Entry{Text: "*k* ≠ *l*", Role: figure.SGD, Color: "other", Faint: true})
}

// scaled multiplies a series' values.
func scaled(s figure.Series, factor float64) figure.Series {
	multiply := func(values []float64) []float64 {
		if values == nil {
			return nil
		}
		product := make([]float64, len(values))
		for i, v := range values {
			product[i] = factor * v
		}
		return product
	}
	s.Y, s.Low, s.High = multiply(s.Y), multiply(s.Low), multiply(s.High)
	return s
}

// upTo cuts a line shortly after a time, so that the axes show where there is something to compare.
func upTo(s figure.Series, t float64) figure.Series {
	n := len(s.X)
	for n > 1 && s.X[n-2] > t {
		n--
	}
	s.X, s.Y = s.X[:n], s.Y[:n]
	return s
}

// familyDeviation returns the largest distance between simulation and theory over entries and times, relative
// to the range that the theory's entries of the family take up to the simulation's end.
func familyDeviation(f family, p pair) (worst float64, entry string, t float64, err error) {
	low, high, distance := math.Inf(1), math.Inf(-1), -1.0
	for _, column := range entries(f, p.theory) {
		expected, err := p.theory.At(column, p.simulation.Times)
		if err != nil {
			return 0, "", 0, err
		}
		measured, err := p.simulation.Statistic(column)
		if err != nil {
			return 0, "", 0, err
		}
		for i, y := range expected {
			low, high = min(low, y), max(high, y)
			if d := math.Abs(measured.Mean[i] - y); !(d <= distance) {
				distance, entry, t = d, entryName(column), p.simulation.Times[i]
			}
		}
	}
	return distance / (high - low), entry, t, nil
}
