package figures

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/floats"

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

// families returns the order parameters as they are drawn: S and T are O(D), so S/D and T/D are shown, as they
// stand in pmse.
func families(dim float64) []family {
	return []family{
		{"Q", "*Q*_{*kl*}", "covariance of pre-activations", 1},
		{"S", "*S*_{*k*} / *D*", "decoder with pre-activation", 1 / dim},
		{"T", "*T*_{*kl*} / *D*", "overlaps of decoders", 1 / dim},
	}
}

// addOrderParameters adds a panel for each of Q, S and T, and the claim on them.
func addOrderParameters(b *figure.Built, p pair) error {
	worst := entryDeviation{share: -1}
	for _, f := range families(float64(p.theory.Run.Dim)) {
		panel, err := familyPanel(f, p)
		if err != nil {
			return err
		}
		b.Panels = append(b.Panels, panel)
		found, err := familyDeviation(f, p)
		if err != nil {
			return err
		}
		worst = worst.or(found)
	}
	b.Claims = append(b.Claims, figure.AtMost(networkName(p.theory.Run)+": every entry of the order parameters stays within 5 % of its own range of the theory at every *t* up to *t* = "+figure.Number(p.simulation.Run.Horizon, 3),
		worst.share, 0.05, fmt.Sprintf("largest for %s at *t* = %s, %s",
			worst.entry, figure.Number(worst.time, 3), replicaText(p.simulation))))
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
		line, marks, err := p.lineAndMarks(column, qualified(entryName(column)+" theory", p.theory.Run), qualified(entryName(column)+" SGD", p.simulation.Run))
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
		return panel, fmt.Errorf("curves.csv of stage %s has no columns of the order parameters %s: run the stage again", p.theory.Stage, f.prefix)
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

// entryDeviation is how far an entry is from the theory where it is furthest, in shares of its range.
type entryDeviation struct {
	entry       string
	share, time float64
}

// or returns the larger of two deviations; NaN is larger than any.
func (d entryDeviation) or(other entryDeviation) entryDeviation {
	if math.IsNaN(d.share) || other.share <= d.share {
		return d
	}
	return other
}

// smallestRange is the share of the family's largest range below which an entry counts as constant.
const smallestRange = 1e-3

// familyDeviation returns the largest distance between simulation and theory over entries and times, relative to
// the range that the theory's entry takes over the simulation's times. An entry that is constant, of which any
// deviation would be large, is taken relative to the largest range of the family.
func familyDeviation(f family, p pair) (entryDeviation, error) {
	columns := entries(f, p.theory)
	ranges, distances := make([]float64, len(columns)), make([]entryDeviation, len(columns))
	for i, column := range columns {
		expected, err := p.theory.At(column, p.simulation.Times)
		if err != nil {
			return entryDeviation{}, err
		}
		measured, err := p.simulation.Statistic(column)
		if err != nil {
			return entryDeviation{}, err
		}
		ranges[i] = floats.Max(expected) - floats.Min(expected)
		distances[i] = furthest(entryName(column), p.simulation.Times, measured.Mean, expected)
	}
	largest := floats.Max(ranges)
	worst := entryDeviation{share: -1}
	for i, d := range distances {
		if ranges[i] < smallestRange*largest {
			ranges[i] = largest
		}
		d.share /= ranges[i]
		worst = worst.or(d)
	}
	return worst, nil
}

// furthest returns the largest distance of what was measured from what was expected, not yet divided by a range.
func furthest(entry string, times, measured, expected []float64) entryDeviation {
	d := entryDeviation{entry: entry, share: -1}
	for i, y := range expected {
		d = d.or(entryDeviation{entry, math.Abs(measured[i] - y), times[i]})
	}
	return d
}
