package figure

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"image"
	"image/color"
	"math"
	"strconv"

	"autoencoder-dynamics/internal/figure/markup"
)

// Data returns data.csv: every number that is drawn, one point a row, in the columns panel, series, x, y, low, high
// and value. A reference line has one of x and y. A cell of a heat map has its middle as x and y (on a logarithmic
// axis the geometric one), and its value. Of an image tile there is the mean grey (0…255) of each row of pixels. What
// a column has no value for is empty.
func Data(b *Built) ([]byte, error) {
	var buffer bytes.Buffer
	w := csv.NewWriter(&buffer)
	rows := [][]string{{"panel", "series", "x", "y", "low", "high", "value"}}
	for i, panel := range b.Panels {
		rows = append(rows, panelRows(panelName(b.Panels, i), panel)...)
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("data of figure %s: %w", b.Name, err)
	}
	return buffer.Bytes(), nil
}

// panelName is the panel's letter; a bare panel has that of the one it belongs to with a prime: "a′".
func panelName(panels []Panel, i int) string {
	primes := ""
	for panels[i].Bare && i > 0 {
		primes += "′"
		i--
	}
	return letterOf(panels, i) + primes
}

func panelRows(name string, p Panel) [][]string {
	var rows [][]string
	for _, series := range p.Series {
		plainName := markup.Unicode(series.Name)
		for i := range series.X {
			row := []string{name, plainName, exact(series.X[i]), exact(series.Y[i]), "", "", ""}
			if series.Low != nil {
				row[4], row[5] = exact(series.Low[i]), exact(series.High[i])
			}
			rows = append(rows, row)
		}
	}
	for _, reference := range p.References {
		row := []string{name, markup.Unicode(reference.Label), "", exact(reference.At), "", "", ""}
		if reference.Vertical {
			row[2], row[3] = row[3], ""
		}
		rows = append(rows, row)
	}
	if p.Heat != nil {
		rows = append(rows, p.heatRows(name)...)
	}
	if p.Tiles != nil {
		for _, group := range p.Tiles.Groups {
			for i, tile := range group.Images {
				rows = append(rows, tileRows(name, group.tileName(i), tile)...)
			}
		}
	}
	return rows
}

// heatRows has a row for each cell that has a value, the lowest first.
func (p Panel) heatRows(name string) [][]string {
	var rows [][]string
	for i, line := range p.Heat.Values {
		y := middle(p.Y.Scale, p.Heat.Y[i], p.Heat.Y[i+1])
		for j, value := range line {
			if !math.IsNaN(value) {
				x := middle(p.X.Scale, p.Heat.X[j], p.Heat.X[j+1])
				rows = append(rows, []string{name, markup.Unicode(p.Heat.Name), exact(x), exact(y), "", "", exact(value)})
			}
		}
	}
	return rows
}

// middle is halfway between two edges as they stand on the page.
func middle(scale Scale, low, high float64) float64 {
	if scale == Log {
		return math.Sqrt(low) * math.Sqrt(high)
	}
	return low + (high-low)/2
}

// tileName is what data.csv and figure.json call an image of the group: "encoder 3".
func (g TileGroup) tileName(i int) string {
	heading := markup.Unicode(g.Heading)
	if heading == "" {
		heading = "tile"
	}
	return heading + " " + strconv.Itoa(i+1)
}

// tileRows has the mean grey of each row of pixels; an image that was blanked has none.
func tileRows(panel, series string, tile image.Image) [][]string {
	if _, ok := tile.(blank); ok {
		return nil
	}
	bounds := tile.Bounds()
	rows := make([][]string, 0, bounds.Dy())
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		sum := 0
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			sum += int(color.GrayModel.Convert(tile.At(x, y)).(color.Gray).Y)
		}
		grey := float64(sum) / float64(bounds.Dx())
		rows = append(rows, []string{panel, series, strconv.Itoa(y - bounds.Min.Y), exact(grey), "", "", ""})
	}
	return rows
}

func exact(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
