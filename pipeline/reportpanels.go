package main

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/report"
)

// reportPanels puts the numbers of data.csv into the panels that figure.json describes.
func reportPanels(d figure.Summary, dataFile string) ([]report.Panel, error) {
	file, err := os.Open(dataFile)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	drawn, err := readDrawn(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", figure.DataFile, err)
	}
	var panels []report.Panel
	name, heat := "", heatLabel(d)
	for _, p := range d.Panels {
		if name += "′"; p.Letter != "" { // a panel without a letter belongs to the one before
			name = p.Letter
		}
		panel := report.Panel{Name: name, Title: p.Title, Frame: report.Frame(p.Frame)}
		if p.X != nil && p.Y != nil {
			panel.X, panel.Y = reportAxis(*p.X), reportAxis(*p.Y)
			for _, s := range p.Series {
				points, ok := drawn[place{name, s.Name}]
				if !ok {
					continue
				}
				points.Name, points.Style, points.Color = s.Name, string(s.Style), s.Color
				if s.Heat != nil {
					points.Of = cmp.Or(s.Heat.Label, heat)
				}
				panel.Series = append(panel.Series, points)
			}
		}
		panels = append(panels, panel)
	}
	return panels, nil
}

// heatLabel returns what the heat maps of a figure show: one colour bar stands for several maps side by side.
func heatLabel(d figure.Summary) string {
	for _, p := range d.Panels {
		for _, s := range p.Series {
			if s.Heat != nil && s.Heat.Label != "" {
				return s.Heat.Label
			}
		}
	}
	return ""
}

func reportAxis(a figure.AxisSummary) report.Axis {
	axis := report.Axis{Label: a.Label, Log: a.Scale == figure.Log, Min: a.Min, Max: a.Max}
	if a.Named {
		for _, t := range a.Ticks {
			axis.Names = append(axis.Names, report.Name(t))
		}
	}
	return axis
}

// place is where a series is drawn.
type place struct{ panel, series string }

// readDrawn reads the points of series from data.csv. It leaves out reference lines, which have but one coordinate.
func readDrawn(r io.Reader) (map[place]report.Series, error) {
	rows := csv.NewReader(r)
	header, err := rows.Read()
	if err != nil {
		return nil, err
	}
	var column [7]int // of panel, series, x, y, low, high, value
	for i, name := range []string{"panel", "series", "x", "y", "low", "high", "value"} {
		if column[i] = slices.Index(header, name); column[i] < 0 {
			return nil, fmt.Errorf("there is no column %s", name)
		}
	}
	all := map[place]report.Series{}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		if row[column[2]] == "" || row[column[3]] == "" {
			continue
		}
		var numbers [5]float64
		for i := range numbers {
			if numbers[i], err = numberOrNaN(row[column[2+i]]); err != nil {
				line, _ := rows.FieldPos(column[2+i])
				return nil, fmt.Errorf("line %d: %w", line, err)
			}
		}
		at := place{row[column[0]], row[column[1]]}
		all[at] = extend(all[at], numbers)
	}
}

// extend adds a point: x, y, low, high, value.
func extend(s report.Series, numbers [5]float64) report.Series {
	s.X, s.Y = append(s.X, numbers[0]), append(s.Y, numbers[1])
	if !math.IsNaN(numbers[4]) {
		s.Value = append(s.Value, numbers[4])
	}
	if s.Low != nil || !math.IsNaN(numbers[2]) {
		for len(s.Low) < len(s.X)-1 { // the first points had no bars
			s.Low, s.High = append(s.Low, math.NaN()), append(s.High, math.NaN())
		}
		s.Low, s.High = append(s.Low, numbers[2]), append(s.High, numbers[3])
	}
	return s
}

// numberOrNaN reads a cell; an empty one is NaN.
func numberOrNaN(cell string) (float64, error) {
	if cell == "" {
		return math.NaN(), nil
	}
	return strconv.ParseFloat(cell, 64)
}
