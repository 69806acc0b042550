package figure

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"image"
	"image/color"
	"os"
	"strconv"

	"autoencoder-dynamics/internal/figure/markup"
	"autoencoder-dynamics/internal/jsonfile"
)

// The files of a figure beside its pictures figure.svg, figure.pdf and figure.png.
const (
	DataFile    = "data.csv"
	ClaimsFile  = "claims.json"
	SummaryFile = "figure.json"
)

// PictureFile is the name of the picture in a format.
func PictureFile(format string) string { return "figure." + format }

// Write writes one file of the figure at a time; path says where a file of that name goes.
// between is called before each file, and its error ends the work: it is where a caller
// looks whether to go on.
func Write(b *Built, s Style, path func(name string) string, between func() error) error {
	for _, format := range Formats() {
		if err := between(); err != nil {
			return err
		}
		picture, err := Render(b, s, format)
		if err != nil {
			return err
		}
		if err := writeFile(path(PictureFile(format)), picture); err != nil {
			return err
		}
	}
	data, err := Data(b)
	if err != nil {
		return err
	}
	if err := writeFile(path(DataFile), data); err != nil {
		return err
	}
	claims := struct {
		Claims []Claim `json:"claims"`
	}{append([]Claim{}, b.Claims...)}
	if err := jsonfile.Write(path(ClaimsFile), claims); err != nil {
		return fmt.Errorf("claims of figure %s: %w", b.Name, err)
	}
	if err := jsonfile.Write(path(SummaryFile), Summarize(b, s)); err != nil {
		return fmt.Errorf("summary of figure %s: %w", b.Name, err)
	}
	return nil
}

func writeFile(path string, content []byte) error {
	if err := os.WriteFile(path, content, 0o644); err != nil {
		return fmt.Errorf("write a figure's file: %w", err)
	}
	return nil
}

// Data returns data.csv: every number that is drawn, one point a row, in the columns panel,
// series, x, y, low, high. A reference line has one of x and y; of an image tile there is the
// mean grey (0…255) of each row of pixels. What a column has no value for is empty.
func Data(b *Built) ([]byte, error) {
	var buffer bytes.Buffer
	w := csv.NewWriter(&buffer)
	rows := [][]string{{"panel", "series", "x", "y", "low", "high"}}
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
		for i := range series.X {
			row := []string{name, series.Name, exact(series.X[i]), exact(series.Y[i]), "", ""}
			if series.Low != nil {
				row[4], row[5] = exact(series.Low[i]), exact(series.High[i])
			}
			rows = append(rows, row)
		}
	}
	for _, reference := range p.References {
		row := []string{name, markup.Unicode(reference.Label), "", exact(reference.At), "", ""}
		if reference.Vertical {
			row[2], row[3] = row[3], ""
		}
		rows = append(rows, row)
	}
	if p.Tiles != nil {
		for _, group := range p.Tiles.Groups {
			for i, tile := range group.Images {
				rows = append(rows, tileRows(name, fmt.Sprintf("%s %d", markup.Unicode(group.Heading), i+1), tile)...)
			}
		}
	}
	return rows
}

func tileRows(panel, series string, tile image.Image) [][]string {
	bounds := tile.Bounds()
	rows := make([][]string, 0, bounds.Dy())
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		sum := 0
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			sum += int(color.GrayModel.Convert(tile.At(x, y)).(color.Gray).Y)
		}
		rows = append(rows, []string{panel, series, strconv.Itoa(y - bounds.Min.Y), exact(float64(sum) / float64(bounds.Dx())), "", ""})
	}
	return rows
}

func exact(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
