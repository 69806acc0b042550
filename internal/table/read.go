package table

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"autoencoder-dynamics/internal/regular"
)

// ReadFile reads a table of finite numbers from a CSV file. Errors name the file, the
// line and the column.
func ReadFile(path string) (Table, error) {
	file, _, err := regular.Open(path)
	if err != nil {
		return Table{}, err
	}
	t, err := Read(file)
	if err = errors.Join(err, file.Close()); err != nil {
		return Table{}, fmt.Errorf("%s: %w", path, err)
	}
	return t, nil
}

// Read reads a table of finite numbers: a header row, then rows of as many numbers. It
// returns an error with line and column (both from 1) for a cell that isn't a
// number, and one with the line for a row of another length.
func Read(r io.Reader) (Table, error) {
	rows := csv.NewReader(r)
	rows.ReuseRecord = true
	header, err := rows.Read()
	if errors.Is(err, io.EOF) {
		return Table{}, errors.New("the file is empty: a header row is needed")
	}
	if err != nil {
		return Table{}, err
	}
	names, err := readHeader(header)
	if err != nil {
		return Table{}, err
	}
	t := Table{Names: names, Columns: make([][]float64, len(names))}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return Table{}, err
		}
		for j, cell := range row {
			value, err := parseCell(cell)
			if err != nil {
				line, column := rows.FieldPos(j)
				return Table{}, fmt.Errorf("line %d, column %d (%s): %w", line, column, strings.Trim(shown(t.Names[j]), `"`), err)
			}
			t.Columns[j] = append(t.Columns[j], value)
		}
	}
}

// readHeader returns a copy of the names, without the byte-order mark that spreadsheets write, or several.
func readHeader(header []string) ([]string, error) {
	names := slices.Clone(header)
	names[0] = strings.TrimLeft(names[0], "\ufeff")
	if err := checkNames(names); err != nil {
		return nil, fmt.Errorf("line 1: %w", err)
	}
	return names, nil
}

func parseCell(cell string) (float64, error) {
	value, err := strconv.ParseFloat(strings.TrimSpace(cell), 64)
	if err != nil {
		return 0, fmt.Errorf("%.60q is not a number", cell)
	}
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return 0, fmt.Errorf("%.60q is not a finite number", cell)
	}
	return value, nil
}
