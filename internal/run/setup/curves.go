package setup

import (
	"fmt"

	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/theory/order"
)

// Curves collects the rows of curves.csv.
type Curves struct {
	names   []string
	columns [][]float64
}

// NewCurves returns curves of a network of K = hidden units, with or without
// biases, without rows: the columns named first, such as "t" and "pmse", and then
// the order parameters.
func NewCurves(hidden int, encoderBias, outputBias bool, first ...string) *Curves {
	names := append(append([]string(nil), first...), order.ColumnNames(hidden, encoderBias, outputBias)...)
	return &Curves{names: names, columns: make([][]float64, len(names))}
}

// Add adds a row: the values of the first columns and the order parameters. It
// panics where there are more or fewer of them than of columns.
func (c *Curves) Add(p *order.Parameters, first ...float64) {
	row := p.AppendColumns(append([]float64(nil), first...))
	if len(row) != len(c.names) {
		panic(fmt.Sprintf("setup: a row of %d numbers for the %d columns of curves", len(row), len(c.names)))
	}
	for i, x := range row {
		c.columns[i] = append(c.columns[i], x)
	}
}

// WriteFile writes the rows as CSV.
func (c *Curves) WriteFile(path string) error {
	var t table.Table
	for i, name := range c.names {
		t.Add(name, c.columns[i])
	}
	return table.WriteFile(path, t)
}
