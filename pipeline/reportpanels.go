package main

import (
	"cmp"
	"fmt"
	"math"
	"os"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/reference"
	"autoencoder-dynamics/internal/report"
)

// reportPanels puts the numbers of data.csv into the panels that figure.json describes.
func reportPanels(d figure.Summary, dataFile string) ([]report.Panel, error) {
	text, err := os.ReadFile(dataFile)
	if err != nil {
		return nil, err
	}
	drawn, err := readDrawn(text)
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
func readDrawn(text []byte) (map[place]report.Series, error) {
	series, err := reference.ReadSeries(text)
	if err != nil {
		return nil, err
	}
	all := map[place]report.Series{}
	for _, one := range series {
		at := place{one.Panel, one.Name}
		for _, p := range one.Points {
			if !math.IsNaN(p[reference.X]) && !math.IsNaN(p[reference.Y]) {
				all[at] = extend(all[at], p)
			}
		}
	}
	return all, nil
}

// extend adds a point.
func extend(s report.Series, p reference.Point) report.Series {
	s.X, s.Y = append(s.X, p[reference.X]), append(s.Y, p[reference.Y])
	if !math.IsNaN(p[reference.Value]) {
		s.Value = append(s.Value, p[reference.Value])
	}
	if s.Low != nil || !math.IsNaN(p[reference.Low]) {
		for len(s.Low) < len(s.X)-1 { // the first points had no bars
			s.Low, s.High = append(s.Low, math.NaN()), append(s.High, math.NaN())
		}
		s.Low, s.High = append(s.Low, p[reference.Low]), append(s.High, p[reference.High])
	}
	return s
}
