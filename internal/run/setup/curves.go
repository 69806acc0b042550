package setup

import (
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/theory/order"
)

// Curves collects the rows of curves.csv.
type Curves struct {
	names   []string
	columns [][]float64
}

// NewCurves returns curves of a network of K = hidden units without rows: the
// columns in front (such as "replica"), then t, pmse, and the order parameters.
func NewCurves(hidden int, front ...string) *Curves {
	names := append(append([]string(nil), front...), "t", "pmse")
	names = append(names, order.ColumnNames(hidden)...)
	return &Curves{names: names, columns: make([][]float64, len(names))}
}

// Add adds a row: the values of the columns in front, then what was recorded.
func (c *Curves) Add(t, pmse float64, p *order.Parameters, front ...float64) {
	row := p.AppendColumns(append(append([]float64(nil), front...), t, pmse))
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
