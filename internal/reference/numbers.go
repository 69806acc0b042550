package reference

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
)

// Column is a column of numbers in data.csv.
type Column int

// The columns.
const (
	X Column = iota
	Y
	Low
	High
	Value
	columns
)

// String returns the column's header.
func (c Column) String() string { return [...]string{"x", "y", "low", "high", "value"}[c] }

// Point is one row of data.csv; NaN stands for an empty cell.
type Point [columns]float64

// Series is the rows of one series of a panel, in order.
type Series struct {
	Panel, Name string
	Points      []Point
}

// digits is to how many significant digits accepted numbers are kept: far below every tolerance, and half the bytes.
const digits = 9

// rounded returns the number as an accepted figure keeps it.
func rounded(x float64) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64)
	if err != nil {
		return x // beyond the largest number after rounding
	}
	return r
}

// ReadSeries reads data.csv: the columns panel, series and those of Column, in any order.
func ReadSeries(text []byte) ([]Series, error) {
	r := csv.NewReader(bytes.NewReader(text))
	r.ReuseRecord = true
	header, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("the file is empty: %w", err)
	} else if err != nil {
		return nil, err
	}
	places, err := columnPlaces(header)
	if err != nil {
		return nil, err
	}
	var all []Series
	index := map[[2]string]int{}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		point, err := readPoint(record, places)
		if err != nil {
			line, _ := r.FieldPos(0)
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		name := [2]string{record[places["panel"]], record[places["series"]]}
		i, ok := index[name]
		if !ok {
			i = len(all)
			index[name] = i
			all = append(all, Series{Panel: name[0], Name: name[1]})
		}
		all[i].Points = append(all[i].Points, point)
	}
}

// columnPlaces says where each column stands. None may be missing.
func columnPlaces(header []string) (map[string]int, error) {
	places := map[string]int{}
	for i, name := range header {
		if _, twice := places[name]; twice {
			return nil, fmt.Errorf("column %q twice", name)
		}
		places[name] = i
	}
	wanted := []string{"panel", "series"}
	for c := range columns {
		wanted = append(wanted, c.String())
	}
	for _, name := range wanted {
		if _, ok := places[name]; !ok {
			return nil, fmt.Errorf("there is no column %s", name)
		}
	}
	return places, nil
}

func readPoint(record []string, places map[string]int) (Point, error) {
	var p Point
	for c := range columns {
		p[c] = math.NaN()
		i := places[c.String()]
		if record[i] == "" {
			continue
		}
		x, err := strconv.ParseFloat(record[i], 64)
		if err != nil {
			return p, fmt.Errorf("%s: %.40q isn't a number", c, record[i])
		}
		p[c] = x
	}
	return p, nil
}

// writeSeries writes data.csv with numbers rounded.
func writeSeries(all []Series) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	header := []string{"panel", "series"}
	for c := range columns {
		header = append(header, c.String())
	}
	rows := [][]string{header}
	for _, series := range all {
		for _, point := range series.Points {
			row := []string{series.Panel, series.Name}
			for _, x := range point {
				row = append(row, cell(x))
			}
			rows = append(rows, row)
		}
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("data.csv: %w", err)
	}
	return b.Bytes(), nil
}

func cell(x float64) string {
	if math.IsNaN(x) {
		return ""
	}
	return strconv.FormatFloat(x, 'g', digits, 64)
}

// seriesOf returns the series of that name in a panel.
func seriesOf(all []Series, panel, name string) (Series, bool) {
	i := slices.IndexFunc(all, func(s Series) bool { return s.Panel == panel && s.Name == name })
	if i < 0 {
		return Series{}, false
	}
	return all[i], true
}
