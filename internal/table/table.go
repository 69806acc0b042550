package table

import (
	"fmt"
	"slices"
)

// Table is a set of named columns of equal length. The zero value is empty and ready to use.
type Table struct {
	Names   []string
	Columns [][]float64 // Columns[j] belongs to Names[j]
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
	return nil, fmt.Errorf("no column %q; there are %q", name, t.Names)
}

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
	return nil
}

func checkNames(names []string) error {
	seen := make(map[string]bool, len(names))
	for j, name := range names {
		if name == "" {
			return fmt.Errorf("column %d has no name", j+1)
		}
		if seen[name] {
			return fmt.Errorf("two columns of the name %q", name)
		}
		seen[name] = true
	}
	return nil
}
