package figure_test

import (
	"encoding/json"
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/figure"
)

// gallery is a figure with all roles, both colour scales, named ticks and private tiles.
func gallery() *figure.Built {
	var legend []figure.Entry
	for k, name := range []string{"untied", "tied", "encoder bias", "both biases", "truncated", "Sanger"} {
		legend = append(legend, figure.Entry{Text: name, Color: figure.VariantColor(k + 1)})
	}
	return &figure.Built{
		Name: "gallery", Title: "All that there is to draw", Caption: "Every role.", Alt: "Every role.",
		Width: figure.DoubleColumn,
		Grid:  figure.Grid{Rows: []float64{1.3, 1.2, 1.1}},
		Panels: []figure.Panel{
			networksPanel(legend), overlapPanel(), cosinePanel(), cloudPanel(), tilesPanel(),
			slopePanel(),
		},
	}
}

// networksPanel has six networks, lines and markers.
func networksPanel(legend []figure.Entry) figure.Panel {
	p := figure.Panel{
		Title: "networks", Legend: legend,
		X: figure.Axis{Label: "time *t* = steps/*D*", Scale: figure.Log}, Y: figure.Axis{Label: "pmse", Scale: figure.Log},
	}
	for m, at := range []float64{0.1, 0.093, 0.087, 0.04, 0.0024} {
		p.References = append(p.References, figure.Reference{At: at, Label: fmt.Sprintf("*E*_{%d}", m)})
	}
	for k := 1; k <= 6; k++ {
		line := figure.Series{Name: fmt.Sprintf("theory %d", k), Role: figure.Theory, Color: figure.VariantColor(k)}
		marks := figure.Series{Name: fmt.Sprintf("SGD %d", k), Role: figure.SGD, Color: figure.VariantColor(k), Replicas: 5}
		for i := range 81 {
			x := math.Pow(10, float64(i)/20)
			y := 0.5/(1+x/float64(10*k)) + 0.002*float64(k)
			line.X, line.Y = append(line.X, x), append(line.Y, y)
			if i%8 == k {
				marks.X, marks.Y = append(marks.X, x), append(marks.Y, y)
				marks.Low, marks.High = append(marks.Low, y*0.95), append(marks.High, y*1.05)
			}
		}
		p.Series = append(p.Series, line, marks)
	}
	adam := figure.Series{Name: "Adam", Role: figure.Adam, X: []float64{2, 8, 32, 128}, Y: []float64{0.3, 0.12, 0.02, 0.004},
		Low: []float64{0.25, 0.1, 0.015, 0.003}, High: []float64{0.35, 0.14, 0.025, 0.005}}
	p.Series = append(p.Series, adam)
	return p
}

// overlapPanel is a heat map over time, with an empty cell.
func overlapPanel() figure.Panel {
	h := &figure.Heatmap{Name: "overlaps", Low: 0, High: 1, BarLabel: "overlap with *ψ*_{*m*}"}
	for j := range 241 {
		h.X = append(h.X, math.Pow(10, float64(j)/60))
	}
	var ticks []figure.Tick
	for i := range 9 {
		h.Y = append(h.Y, float64(i)+0.5)
	}
	for i := range 8 {
		ticks = append(ticks, figure.Tick{At: float64(i + 1), Label: fmt.Sprintf("*ψ*_{%d}", i+1)})
		row := make([]float64, 240)
		for j := range row {
			row[j] = 1 / (1 + math.Exp(8-float64(j)/8+float64(2*i)))
		}
		h.Values = append(h.Values, row)
	}
	h.Values[7][100] = math.NaN()
	return figure.Panel{
		Title: "heat map over time", Heat: h, Place: figure.Place{Column: 1},
		X: figure.Axis{Label: "time *t*", Scale: figure.Log}, Y: figure.Axis{Label: "component", Ticks: ticks},
	}
}

// cosinePanel is a matrix with numbers and names.
func cosinePanel() figure.Panel {
	h := &figure.Heatmap{Name: "cosines", Low: -1, High: 1, Ramp: figure.Diverging, BarLabel: "cos(*v*^{*k*}, *ψ*_{*l*})", Numbers: true,
		X: []float64{0, 1, 2, 3, 4}, Y: []float64{0, 1, 2, 3, 4}}
	p := figure.Panel{Title: "matrix", Heat: h, Place: figure.Place{Row: 1}}
	for i := range 4 {
		row := make([]float64, 4)
		for j := range row {
			row[j] = math.Cos(float64(3*i+5*j)) * 0.999
		}
		row[i] = 0.9987
		h.Values = append(h.Values, row)
		p.X.Ticks = append(p.X.Ticks, figure.Tick{At: float64(i) + 0.5, Label: fmt.Sprintf("*ψ*_{%d}", i+1)})
		p.Y.Ticks = append(p.Y.Ticks, figure.Tick{At: float64(i) + 0.5, Label: fmt.Sprintf("unit %d", i+1)})
	}
	return p
}

// cloudPanel has dots, a density and a function.
func cloudPanel() figure.Panel {
	draws := rand.New(rand.NewPCG(1, 2))
	dots := figure.Series{Name: "inputs", Role: figure.Scatter}
	curve := figure.Series{Name: "g", Role: figure.Function}
	density := figure.Series{Name: "density of λ", Role: figure.Density}
	for range 4000 {
		x := draws.NormFloat64()
		dots.X, dots.Y = append(dots.X, x), append(dots.Y, math.Erf(x/math.Sqrt2)+0.1*draws.NormFloat64())
	}
	for i := range 121 {
		x := float64(i-60) / 20
		curve.X, curve.Y = append(curve.X, x), append(curve.Y, math.Erf(x/math.Sqrt2))
		density.X, density.Y = append(density.X, x), append(density.Y, -1.4+math.Exp(-x*x/2))
	}
	return figure.Panel{
		Title: "cloud", Place: figure.Place{Row: 1, Column: 1}, Series: []figure.Series{dots, density, curve},
		X: figure.Axis{Label: "*λ*"}, Y: figure.Axis{Label: "*g*(*λ*)", Min: -1.4, Max: 1.4},
		References: []figure.Reference{{At: -0.1, Label: "mean", Vertical: true}, {At: 0.1, Label: "median", Vertical: true}},
		Legend: []figure.Entry{{Text: "inputs", Role: figure.Scatter}, {Text: "density", Role: figure.Density},
			{Text: "*g*", Role: figure.Function}, {Text: "Adam", Role: figure.Adam}},
	}
}

// tilesPanel has features and private images.
func tilesPanel() figure.Panel {
	wave := func(k int) []float64 {
		values := make([]float64, 32*32)
		for i := range values {
			values[i] = math.Sin(float64(i%32)*float64(k)/10) * math.Cos(float64(i/32)*float64(k)/14)
		}
		return values
	}
	var features, originals []image.Image
	for k := range 8 {
		features = append(features, figure.SignedImage(wave(k+1), 32, 1))
		originals = append(originals, figure.GreyImage(wave(2*k+1), 32, -1, 1))
	}
	return figure.Panel{Title: "tiles", Place: figure.Place{Row: 1, Column: 2}, Tiles: &figure.Tiles{
		Columns: 4, GroupColumns: 2, Groups: []figure.TileGroup{
			{Heading: "decoder", Images: features}, {Heading: "originals", Images: originals, Private: true}}}}
}

// slopePanel has guides with labels at their ends, and a wide heat map's worth of names.
func slopePanel() figure.Panel {
	return figure.Panel{
		Title: "guides", Place: figure.Place{Row: 2},
		X: figure.Axis{Label: "network", Min: 0.5, Max: 3.5, Ticks: []figure.Tick{
			{At: 1, Label: "sigmoidal, tied weights"}, {At: 2, Label: "sigmoidal, untied weights"}, {At: 3, Label: "ReLU with encoder bias and output bias"}}},
		Y: figure.Axis{Label: "exponent"},
		Series: []figure.Series{
			{Name: "guide", Role: figure.Guide, X: []float64{0.6, 3.4}, Y: []float64{0, 1}, Labels: []string{"starts here", "*t*^{−2/3}, the end of it"}},
			{Name: "SGD", Role: figure.SGD, X: []float64{1, 2, 3}, Y: []float64{0.2, 0.4, 0.9}}},
	}
}

// The gallery is sound, and its SVG has a group for each series, heat map and group of tiles; thousands of dots are one path.
func TestGallery(t *testing.T) {
	svg := string(mustRender(t, gallery(), figure.NewStyle(), "svg"))
	for _, want := range []string{
		`class="series theory" data-name="theory 6"`, `class="series adam" data-name="Adam"`, `class="series scatter" data-name="inputs"`,
		`class="series density" data-name="density of λ"`, `class="series function" data-name="g"`,
		`class="heatmap" data-name="cosines"`, `class="tiles" data-name="originals"`,
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("no group with %s", want)
		}
	}
	_, dots, _ := strings.Cut(svg, `data-name="inputs">`)
	dots, _, _ = strings.Cut(dots, "</g>")
	if n := strings.Count(dots, "<path"); n != 1 || len(dots) > 80_000 {
		t.Errorf("4000 dots are %d paths of %d bytes", n, len(dots))
	}
	if len(svg) > 400_000 {
		t.Errorf("the SVG has %d bytes", len(svg))
	}
}

func TestSummaryOfTheGallery(t *testing.T) {
	s := figure.Summarize(gallery(), figure.NewStyle())
	a, matrix := s.Panels[0], s.Panels[2]
	if marks := a.Series[1]; marks.Replicas != 5 || !marks.Tolerance.Statistical || marks.Color != "#332288" || a.Series[0].Tolerance.Relative != 1e-6 {
		t.Errorf("theory %+v, SGD %+v", a.Series[0], marks)
	}
	if len(a.Legend) != 6 || a.Legend[1] != (figure.EntrySummary{Text: "tied", Color: "#e07b00"}) {
		t.Errorf("legend %+v", a.Legend)
	}
	if !matrix.X.Named || len(matrix.X.Ticks) != 4 || matrix.X.Ticks[1] != (figure.TickSummary{At: 1.5, Label: "ψ₂"}) || matrix.Series[0].Heat.Ramp != "diverging" {
		t.Errorf("the matrix has ticks %+v", matrix.X.Ticks)
	}
	if ticks := a.X.Ticks; a.X.Named || len(ticks) != 5 || ticks[2] != (figure.TickSummary{At: 100, Label: "10²"}) {
		t.Errorf("the time axis has ticks %+v", ticks)
	}
	written, err := json.Marshal(a.Series[1])
	if want := `{"name":"SGD 1","style":"sgd","color":"#332288","replicas":5,"tolerance":{"statistical":true}}`; err != nil || string(written) != want {
		t.Errorf("a series is written as %s (error %v), want %s", written, err, want)
	}
}

// Networks in one panel differ in colour and, for a grey picture, in the shapes of their markers.
func TestVariantsDiffer(t *testing.T) {
	seen := map[string]int{}
	for k := 1; k <= figure.Variants; k++ {
		b := small()
		b.Panels = b.Panels[:1]
		b.Panels[0].Series = b.Panels[0].Series[1:]
		b.Panels[0].Series[0].Color = figure.VariantColor(k)
		style, err := figure.NewStyle().WithColor(figure.VariantColor(k), "#777777")
		if err != nil {
			t.Fatal(err)
		}
		svg := string(mustRender(t, b, style, "svg"))
		if other := seen[svg]; other > 0 {
			t.Errorf("in grey, networks %d and %d have the same markers", other, k)
		}
		seen[svg] = k
	}
	if figure.VariantColor(figure.Variants+2) != figure.VariantColor(2) {
		t.Error("colours of networks don't recur")
	}
}
