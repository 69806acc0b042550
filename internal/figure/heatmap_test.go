package figure_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/figure"
)

// heatFigure is a figure of one heat map.
func heatFigure(change func(p *figure.Panel)) *figure.Built {
	p := figure.Panel{
		X: figure.Axis{Label: "*t*", Scale: figure.Log}, Y: figure.Axis{Label: "component"},
		Heat: &figure.Heatmap{Name: "overlaps", X: []float64{1, 10, 100, 1000}, Y: []float64{0.5, 1.5, 2.5},
			Values: [][]float64{{0, 0.4, 1}, {math.NaN(), 0.8, 0.8}}, High: 1, BarLabel: "overlap"},
	}
	if change != nil {
		change(&p)
	}
	return &figure.Built{Name: "heat", Title: "Heat", Alt: "Cells.", Width: figure.SingleColumn,
		Grid: figure.Grid{Rows: []float64{1}}, Panels: []figure.Panel{p}}
}

// pixel returns the colour of a picture at a place given in points from the upper left corner.
func pixel(picture image.Image, x, y float64) color.NRGBA {
	const dotsPerPoint = 300.0 / 72
	return color.NRGBAModel.Convert(picture.At(int(x*dotsPerPoint), int(y*dotsPerPoint))).(color.NRGBA)
}

func mustDecode(t *testing.T, encoded []byte) image.Image {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(encoded))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// unit maps a value to 0…1 along an axis as figure.json describes it.
func unit(a *figure.AxisSummary, value float64) float64 {
	if a.Scale == figure.Log {
		return math.Log(value/a.Min) / math.Log(a.Max/a.Min)
	}
	return (value - a.Min) / (a.Max - a.Min)
}

// The picture has the colour of each value where figure.json says that its cell is: what the two files tell is enough to
// read values off.
func TestCellsHaveTheColoursOfTheirValues(t *testing.T) {
	draws := rand.New(rand.NewPCG(7, 11))
	for _, scale := range []figure.Scale{figure.Linear, figure.Log} {
		for _, ramp := range []figure.Ramp{figure.Sequential, figure.Diverging} {
			const rows, columns = 6, 9
			b := heatFigure(func(p *figure.Panel) {
				p.X.Scale, p.Heat.Ramp, p.Heat.Low = scale, ramp, -1
				p.Heat.X, p.Heat.Y, p.Heat.Values = []float64{1}, []float64{0}, nil
				for range columns {
					p.Heat.X = append(p.Heat.X, p.Heat.X[len(p.Heat.X)-1]*1.7)
				}
				for range rows {
					p.Heat.Y = append(p.Heat.Y, p.Heat.Y[len(p.Heat.Y)-1]+0.5+draws.Float64())
					row := make([]float64, columns)
					for j := range row {
						row[j] = 2*draws.Float64() - 1
					}
					p.Heat.Values = append(p.Heat.Values, row)
				}
			})
			checkCells(t, b)
		}
	}
}

func checkCells(t *testing.T, b *figure.Built) {
	t.Helper()
	picture := mustDecode(t, mustRender(t, b, figure.NewStyle(), "png"))
	panel, h := figure.Summarize(b, figure.NewStyle()).Panels[0], b.Panels[0].Heat
	for i, row := range h.Values {
		for j, value := range row {
			x := (unit(panel.X, h.X[j]) + unit(panel.X, h.X[j+1])) / 2
			y := (unit(panel.Y, h.Y[i]) + unit(panel.Y, h.Y[i+1])) / 2
			got := pixel(picture, panel.Frame.Left+x*panel.Frame.Width, panel.Frame.Top+(1-y)*panel.Frame.Height)
			if want := figure.RampColor(h.Ramp, (value-h.Low)/(h.High-h.Low)); got != want {
				t.Errorf("the cell of %g in row %d, column %d is %v, want %v", value, i, j, got, want)
			}
		}
	}
}

// Cells of the range fill the frame to its edges; a cell without a value is white.
func TestHeatMapFillsItsFrame(t *testing.T) {
	b := heatFigure(nil)
	panel := figure.Summarize(b, figure.NewStyle()).Panels[0]
	if panel.X.Min != 1 || panel.X.Max != 1000 || panel.Y.Min != 0.5 || panel.Y.Max != 2.5 {
		t.Errorf("axes %+v and %+v, want those of the edges", panel.X, panel.Y)
	}
	picture := mustDecode(t, mustRender(t, b, figure.NewStyle(), "png"))
	at := func(x, y float64) color.NRGBA {
		return pixel(picture, panel.Frame.Left+x*panel.Frame.Width, panel.Frame.Top+y*panel.Frame.Height)
	}
	if got, want := at(0.99, 0.97), figure.RampColor(figure.Sequential, 1); got != want {
		t.Errorf("the lower right corner is %v, want %v", got, want)
	}
	if got := at(0.1, 0.2); got != (color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}) {
		t.Errorf("the empty cell is %v", got)
	}
	if got := at(0.66, 0.2); got != figure.RampColor(figure.Sequential, 0.8) {
		t.Errorf("between two cells of one value there is %v", got)
	}
}

func TestHeatMapIsClipped(t *testing.T) {
	b := heatFigure(func(p *figure.Panel) { p.X.Min, p.X.Max = 20, 200 })
	panel := figure.Summarize(b, figure.NewStyle()).Panels[0]
	picture := mustDecode(t, mustRender(t, b, figure.NewStyle(), "png"))
	y := panel.Frame.Top + 0.93*panel.Frame.Height
	for _, x := range []float64{panel.Frame.Left - 1.2, panel.Frame.Left + panel.Frame.Width + 1.2} {
		if got := pixel(picture, x, y); got != (color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}) {
			t.Errorf("beside the frame there is %v", got)
		}
	}
}

// Neighbours of one colour are one rectangle, so that 8×240 cells that are mostly learnt or not are few.
func TestSVGOfAHeatMapIsSmall(t *testing.T) {
	b := heatFigure(func(p *figure.Panel) {
		p.Heat.X, p.Heat.Y, p.Heat.Values = nil, nil, nil
		for j := range 241 {
			p.Heat.X = append(p.Heat.X, math.Pow(10, float64(j)/60))
		}
		for i := range 9 {
			p.Heat.Y = append(p.Heat.Y, float64(i))
		}
		for i := range 8 {
			row := make([]float64, 240)
			for j := range row {
				if j > 20*i {
					row[j] = 1
				}
			}
			p.Heat.Values = append(p.Heat.Values, row)
		}
	})
	svg := string(mustRender(t, b, figure.NewStyle(), "svg"))
	_, group, found := strings.Cut(svg, `<g class="heatmap" data-name="overlaps">`)
	if !found {
		t.Fatal("the heat map has no group")
	}
	group, _, _ = strings.Cut(group, "</g>")
	if n := strings.Count(group, "<path"); n != 16 {
		t.Errorf("%d rectangles, want two in each of 8 rows", n)
	}
}

func TestNumbersInCells(t *testing.T) {
	letters := func(change func(p *figure.Panel)) int {
		return strings.Count(string(mustRender(t, heatFigure(change), figure.NewStyle(), "svg")), "<use")
	}
	without := letters(nil)
	if got := letters(func(p *figure.Panel) { p.Heat.Numbers = true }); got != without+5*len("0.00") {
		t.Errorf("%d letters with numbers in cells, %d without; want four for each of five cells more", got, without)
	}
	narrow := letters(func(p *figure.Panel) { p.Heat.Numbers, p.X.Min, p.X.Max = true, 1, 1e30 })
	if other := letters(func(p *figure.Panel) { p.X.Min, p.X.Max = 1, 1e30 }); narrow != other {
		t.Errorf("numbers that don't fit their cells are written: %d letters, %d without", narrow, other)
	}
}

func TestDataOfAHeatMap(t *testing.T) {
	data, err := figure.Data(heatFigure(func(p *figure.Panel) { p.Heat.X = []float64{1, 100, 400, 900} }))
	if err != nil {
		t.Fatal(err)
	}
	want := `panel,series,x,y,low,high,value
a,overlaps,10,1,,,0
a,overlaps,200,1,,,0.4
a,overlaps,600,1,,,1
a,overlaps,200,2,,,0.8
a,overlaps,600,2,,,0.8
`
	if string(data) != want {
		t.Errorf("data.csv is\n%swant\n%s", data, want)
	}
}

func TestSummaryOfAHeatMap(t *testing.T) {
	all := figure.Summarize(heatFigure(nil), figure.NewStyle()).Panels[0].Series
	if len(all) != 1 || all[0].Name != "overlaps" || all[0].Style != "heatmap" || all[0].Tolerance.Relative != 1e-6 {
		t.Fatalf("series %+v", all)
	}
	if h := all[0].Heat; h.Ramp != "sequential" || h.Low != 0 || h.High != 1 || h.Label != "overlap" || len(h.X) != 4 || len(h.Y) != 3 {
		t.Errorf("heat map %+v", h)
	}
}

func TestCheckOfHeatMaps(t *testing.T) {
	for want, change := range map[string]func(p *figure.Panel){
		"2 rows need 3 edges":           func(p *figure.Panel) { p.Heat.Y = p.Heat.Y[:2] },
		"3 columns in row 1":            func(p *figure.Panel) { p.Heat.X = p.Heat.X[:3] },
		"don't increase from 10 to 5":   func(p *figure.Panel) { p.Heat.X[2] = 5 },
		"at or below 0 on a log":        func(p *figure.Panel) { p.Heat.X[0] = 0 },
		"goes from 0 to 0":              func(p *figure.Panel) { p.Heat.High = 0 },
		`no colour scale "rainbow"`:     func(p *figure.Panel) { p.Heat.Ramp = "rainbow" },
		"row 1, column 3 is infinite":   func(p *figure.Panel) { p.Heat.Values[0][2] = math.Inf(1) },
		`the font has no "漢"`:           func(p *figure.Panel) { p.Heat.BarLabel = "漢" },
		`called "overlaps"`:             func(p *figure.Panel) { p.Series = []figure.Series{{Name: "overlaps", Role: figure.Theory}} },
		`the tick "a" of the x axis`:    func(p *figure.Panel) { p.X.Ticks = []figure.Tick{{At: math.NaN(), Label: "a"}} },
		"the y axis goes from 3 to 2":   func(p *figure.Panel) { p.Y.Min, p.Y.Max = 3, 2 },
		`legend "x": no colour "mauve"`: func(p *figure.Panel) { p.Legend = []figure.Entry{{Text: "x", Color: "mauve"}} },
	} {
		err := figure.Check(heatFigure(change), figure.NewStyle())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("nothing about %q in: %v", want, err)
		}
	}
	if err := figure.Check(heatFigure(nil), figure.NewStyle()); err != nil {
		t.Errorf("a sound heat map: %v", err)
	}
}
