package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"autoencoder-dynamics/internal/npz"
)

// difference is the largest between the numbers of two files, relative to the largest number of its column or array.
type difference struct {
	relative float64
	what     string
	old, now float64
}

func (d difference) String() string {
	return fmt.Sprintf("%.3g (%s: %v became %v)", d.relative, d.what, d.old, d.now)
}

// add takes another column into account.
func (d *difference) add(what string, old, now []float64) error {
	if len(old) != len(now) {
		return fmt.Errorf("%s has %d numbers, not %d", what, len(now), len(old))
	}
	size := 0.0
	for _, x := range old {
		if !math.IsNaN(x) && !math.IsInf(x, 0) {
			size = max(size, math.Abs(x))
		}
	}
	for i := range old {
		if old[i] == now[i] || math.IsNaN(old[i]) && math.IsNaN(now[i]) {
			continue
		}
		relative := math.Abs(old[i]-now[i]) / size
		if !(relative <= math.MaxFloat64) { // a cell that is empty in one of them, or nothing but zeros
			relative = math.MaxFloat64
		}
		if relative >= d.relative {
			*d = difference{relative, fmt.Sprintf("%s[%d]", what, i), old[i], now[i]}
		}
	}
	return nil
}

// differ compares two files of numbers. What else a figure writes, which is drawn from data.csv, isn't compared.
func differ(name, old, now string) (d difference, err error) {
	switch filepath.Ext(name) {
	case ".csv":
		err = d.tables(old, now)
	case ".npz":
		err = d.arrays(old, now)
	case ".json":
		err = d.objects(old, now)
	}
	return d, err
}

// tables compares CSV; an empty cell is NaN, and a text must be the same.
func (d *difference) tables(old, now string) error {
	a, err := readCells(old)
	if err != nil {
		return err
	}
	b, err := readCells(now)
	if err != nil {
		return err
	}
	if len(a) == 0 || len(a) != len(b) || !slices.Equal(a[0], b[0]) {
		return fmt.Errorf("%d rows below %q, not %d below %q", len(b), first(b), len(a), first(a))
	}
	for j, column := range a[0] {
		var x, y []float64
		for i := 1; i < len(a); i++ {
			u, isNumber := parseCell(a[i][j])
			v, too := parseCell(b[i][j])
			if !isNumber || !too {
				if a[i][j] != b[i][j] {
					return fmt.Errorf("row %d, column %s: %q became %q", i, column, a[i][j], b[i][j])
				}
				continue
			}
			x, y = append(x, u), append(y, v)
		}
		if err := d.add("column "+column, x, y); err != nil {
			return err
		}
	}
	return nil
}

func first(rows [][]string) []string {
	if len(rows) == 0 {
		return nil
	}
	return rows[0]
}

func readCells(path string) ([][]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() // it is only read
	return csv.NewReader(file).ReadAll()
}

func parseCell(cell string) (value float64, ok bool) {
	if cell == "" {
		return math.NaN(), true
	}
	value, err := strconv.ParseFloat(cell, 64)
	return value, err == nil
}

func (d *difference) arrays(old, now string) error {
	a, err := npz.Open(old)
	if err != nil {
		return err
	}
	defer a.Close() // it is only read
	b, err := npz.Open(now)
	if err != nil {
		return err
	}
	defer b.Close() // it is only read
	if !slices.Equal(a.Names(), b.Names()) {
		return fmt.Errorf("arrays %q, not %q", b.Names(), a.Names())
	}
	for _, name := range a.Names() {
		x, _, errOld := a.Float64(name)
		y, _, errNow := b.Float64(name)
		if err := errors.Join(errOld, errNow, d.add("array "+name, x, y)); err != nil {
			return err
		}
	}
	return nil
}

func (d *difference) objects(old, now string) error {
	var values [2]any
	for i, path := range []string{old, now} {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(text, &values[i]); err != nil {
			return err
		}
	}
	return d.values("", values[0], values[1])
}

// values goes through two JSON values: numbers may differ, nothing else but texts, which numbers are written in.
func (d *difference) values(at string, old, now any) error {
	switch a := old.(type) {
	case float64:
		b, ok := now.(float64)
		if !ok {
			return fmt.Errorf("%s: %v became %v", at, old, now)
		}
		return d.add(at, []float64{a}, []float64{b})
	case []any:
		b, ok := now.([]any)
		if !ok || len(a) != len(b) {
			return fmt.Errorf("%s: %v became %v", at, old, now)
		}
		for i := range a {
			if err := d.values(fmt.Sprintf("%s[%d]", at, i), a[i], b[i]); err != nil {
				return err
			}
		}
	case map[string]any:
		b, ok := now.(map[string]any)
		if !ok || len(a) != len(b) {
			return fmt.Errorf("%s: %v became %v", at, old, now)
		}
		for key := range a {
			if err := d.values(at+"."+key, a[key], b[key]); err != nil {
				return err
			}
		}
	case bool:
		if old != now {
			return fmt.Errorf("%s: %v became %v", at, old, now)
		}
	}
	return nil
}

// toleranceOf is what docs/kernels.md allows an output to differ by where the compiler, or the standard library, rounds
// otherwise, relative to the largest number of its column or array.
func toleranceOf(stage, name string) (kind string, bound float64) {
	switch {
	case name == "spectrum.npz" || name == "spectrum.csv" || name == "about.json":
		return "spectra", 1e-10
	case name == "run.json": // it holds how far the flow is from itself at another tolerance: a difference of two rounded numbers
		return "run.json", 1e-3
	case strings.HasSuffix(stage, "-flow"):
		return "flows", 1e-9
	case strings.HasSuffix(stage, "-vs-sgd"):
		return "figures", 1e-9
	}
	return "simulations", 1e-9
}
