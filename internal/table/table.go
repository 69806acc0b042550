package table

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Table is a set of named columns of equal length. The zero value is empty and ready to use.
type Table struct {
	Names   []string
	Columns [][]float64 // Columns[j] belongs to Names[j]

	// Sizes are the names of columns that may be +Inf, which means without limit. Other columns must be finite to be
	// written. [Read] refuses both.
	Sizes []string
}

// Add appends a column. The values are not copied.
func (t *Table) Add(name string, values []float64) {
	t.Names = append(t.Names, name)
	t.Columns = append(t.Columns, values)
}

// Column returns the column of that name (not a copy), or an error that says which there are.
func (t Table) Column(name string) ([]float64, error) {
	if j := slices.Index(t.Names, name); j >= 0 {
		return t.Columns[j], nil
	}
	return nil, fmt.Errorf("no column %q; there are %s", name, t.known())
}

// known lists the names of the columns, or of some where there are many.
func (t Table) known() string {
	const most = 20
	var names []string
	for _, name := range t.Names[:min(len(t.Names), most)] {
		names = append(names, shown(name))
	}
	if more := len(t.Names) - most; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return "[" + strings.Join(names, " ") + "]"
}

// shown quotes a name, or its beginning.
func shown(name string) string { return fmt.Sprintf("%.60q", name) }

// Has reports whether there is a column of that name.
func (t Table) Has(name string) bool { return slices.Contains(t.Names, name) }

// Rows returns the number of rows, the header not counted.
func (t Table) Rows() int {
	if len(t.Columns) == 0 {
		return 0
	}
	return len(t.Columns[0])
}

// check returns an error where the table can't be written.
func (t Table) check() error {
	if len(t.Names) != len(t.Columns) {
		return fmt.Errorf("%d names for %d columns", len(t.Names), len(t.Columns))
	}
	if len(t.Names) == 0 {
		return fmt.Errorf("a table without columns")
	}
	if err := checkNames(t.Names); err != nil {
		return err
	}
	for j, name := range t.Names {
		if len(t.Columns[j]) != t.Rows() {
			return fmt.Errorf("column %q has %d rows, column %q has %d", name, len(t.Columns[j]), t.Names[0], t.Rows())
		}
	}
	return t.checkFinite()
}

// checkFinite refuses what [Read] would: this is the edge at which curves are written.
func (t Table) checkFinite() error {
	for j, column := range t.Columns {
		for i, value := range column {
			if unlimited := math.IsInf(value, 1) && slices.Contains(t.Sizes, t.Names[j]); !unlimited && value-value != 0 { // NaN, infinities
				return fmt.Errorf("column %q is %v in row %d: results are finite numbers", t.Names[j], value, i+1)
			}
		}
	}
	return nil
}

func checkNames(names []string) error {
	seen := make(map[string]bool, len(names))
	for j, name := range names {
		if name == "" {
			return fmt.Errorf("column %d has no name", j+1)
		}
		if seen[name] {
			return fmt.Errorf("two columns of the name %.60q", name)
		}
		seen[name] = true
	}
	return nil
}
