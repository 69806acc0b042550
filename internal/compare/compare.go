package compare

import (
	"fmt"
	"math"
	"path"
	"slices"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/table"
)

// Files says in one phrase how the contents of two files differ. name is the
// output's name, whose extension tells the format: .csv and .npz are compared
// number by number, others by their bytes alone.
func Files(name, old, now string) string {
	var difference string
	var err error
	switch path.Ext(name) {
	case ".csv":
		difference, err = tables(old, now)
	case ".npz":
		difference, err = arrays(old, now)
	default:
		return "other bytes"
	}
	if err != nil {
		return fmt.Sprintf("other bytes, and the numbers can't be compared: %v", err)
	}
	return difference
}

func tables(old, now string) (string, error) {
	a, err := table.ReadFile(old)
	if err != nil {
		return "", err
	}
	b, err := table.ReadFile(now)
	if err != nil {
		return "", err
	}
	if !slices.Equal(a.Names, b.Names) {
		return fmt.Sprintf("columns %q became %q", a.Names, b.Names), nil
	}
	if a.Rows() != b.Rows() {
		return fmt.Sprintf("%d rows became %d", a.Rows(), b.Rows()), nil
	}
	var worst deviation
	for i, name := range a.Names {
		worst.add("column "+name, a.Columns[i], b.Columns[i])
	}
	return worst.String(), nil
}

func arrays(old, now string) (string, error) {
	a, err := npz.Open(old)
	if err != nil {
		return "", err
	}
	defer a.Close()
	b, err := npz.Open(now)
	if err != nil {
		return "", err
	}
	defer b.Close()
	if !slices.Equal(a.Names(), b.Names()) {
		return fmt.Sprintf("arrays %q became %q", a.Names(), b.Names()), nil
	}
	var worst deviation
	for _, name := range a.Names() {
		x, xShape, err := a.Float64(name)
		if err != nil {
			return "", err
		}
		y, yShape, err := b.Float64(name)
		if err != nil {
			return "", err
		}
		if !slices.Equal(xShape, yShape) {
			return fmt.Sprintf("array %s of shape %v became %v", name, xShape, yShape), nil
		}
		worst.add("array "+name, x, y)
	}
	return worst.String(), nil
}

// deviation is the largest difference between two series of numbers, relative
// to the largest magnitude in the series, so that zeros don't blow it up.
type deviation struct {
	relative float64
	what     string
	index    int
	old, now float64
	count    int // numbers that differ at all
}

func (d *deviation) add(what string, old, now []float64) {
	scale := 0.0
	for _, x := range old {
		if !math.IsInf(x, 0) {
			scale = math.Max(scale, math.Abs(x))
		}
	}
	for i := range old {
		if old[i] == now[i] || math.IsNaN(old[i]) && math.IsNaN(now[i]) {
			continue
		}
		d.count++
		relative := math.Abs(old[i]-now[i]) / scale
		if math.IsNaN(relative) {
			relative = math.Inf(1)
		}
		if relative >= d.relative {
			d.relative, d.what, d.index, d.old, d.now = relative, what, i, old[i], now[i]
		}
	}
}

func (d *deviation) String() string {
	if d.count == 0 {
		return "other bytes, the same numbers"
	}
	return fmt.Sprintf("%d numbers differ, most by %.2g of the largest: %s[%d] %v became %v", d.count, d.relative, d.what, d.index, d.old, d.now)
}
