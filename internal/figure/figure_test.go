package figure_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/plot/vg/recorder"

	"autoencoder-dynamics/internal/figure"
)

// small is a figure with one of each kind of panel.
func small() *figure.Built {
	line := figure.Series{Name: "theory", Role: figure.Theory, X: []float64{0, 1, 10, 100}, Y: []float64{1, 0.9, 0.3, 0.01}}
	marks := figure.Series{Name: "SGD", Role: figure.SGD, X: []float64{0, 1, 10}, Y: []float64{1, 0.91, 0.29},
		Low: []float64{1, 0.9, 0.28}, High: []float64{1, 0.92, 0.3}}
	tile := image.NewGray(image.Rect(0, 0, 2, 2))
	tile.Pix = []uint8{0, 100, 200, 255}
	return &figure.Built{
		Name: "small", Title: "A small figure", Caption: "*E*_{1} is small.", Alt: "A line and markers.",
		Width: figure.DoubleColumn,
		Grid:  figure.Grid{Columns: []float64{1, 1, 0.5}, Rows: []float64{1, 0.5}},
		Panels: []figure.Panel{
			{Title: "erf", X: figure.Axis{Label: "*t*", Scale: figure.Log}, Y: figure.Axis{Label: "pmse", Scale: figure.Log},
				Series: []figure.Series{line, marks}, References: []figure.Reference{{At: 0.1, Label: "*E*_{1}"}}},
			{X: figure.Axis{Label: "*t*", Scale: figure.Log}, Y: figure.Axis{Label: "deviation"}, Series: []figure.Series{marks},
				Bare: true, Place: figure.Place{Row: 1}},
			{Title: "scheme", Scheme: &figure.Scheme{Width: 10, Height: 10, Shapes: []figure.Shape{
				{Kind: figure.Line, X: 1, Y: 1, X2: 9, Y2: 9, Arrow: true}, {Kind: figure.Disc, X: 5, Y: 5, Radius: 2},
				{Kind: figure.Text, X: 5, Y: 5, Text: "*g*"}}}, Place: figure.Place{Column: 1, RowSpan: 2}},
			{Tiles: &figure.Tiles{Columns: 1, Groups: []figure.TileGroup{{Heading: "tiles", Images: []image.Image{tile}}}},
				Place: figure.Place{Column: 2, RowSpan: 2}},
		},
		Legend:  []figure.Entry{{Text: "theory", Role: figure.Theory}, {Text: "SGD", Role: figure.SGD}},
		Caveats: []figure.Caveat{{ID: "embedded-default", Label: strings.Repeat("surrogates stand in for images ", 6)}},
		Claims:  []figure.Claim{figure.AtMost("stays close", 0.02, 0.03, "largest at t = 10")},
	}
}

func mustRender(t *testing.T, b *figure.Built, s figure.Style, format string) []byte {
	t.Helper()
	picture, err := figure.Render(b, s, format)
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

func TestRenderIsReproducible(t *testing.T) {
	for _, format := range figure.Formats() {
		first, second := mustRender(t, small(), figure.NewStyle(), format), mustRender(t, small(), figure.NewStyle(), format)
		if !bytes.Equal(first, second) {
			t.Errorf("%s: the same figure gave other bytes", format)
		}
		if len(first) > 300_000 {
			t.Errorf("%s: %d bytes for a small figure", format, len(first))
		}
	}
	if _, err := figure.Render(small(), figure.NewStyle(), "bmp"); err == nil {
		t.Error("a picture in a format that there isn't")
	}
}

func TestAColourChangesThePictureAlone(t *testing.T) {
	changed, err := figure.NewStyle().WithColor("theory", "#123456")
	if err != nil {
		t.Fatal(err)
	}
	svg := string(mustRender(t, small(), changed, "svg"))
	original := string(mustRender(t, small(), figure.NewStyle(), "svg"))
	if svg == original || strings.ReplaceAll(original, "#0072b2", "#123456") != svg {
		t.Error("the colour changed something else, or nothing")
	}
	for _, wrong := range []string{"red", "#12345", "#12345g", ""} {
		if _, err := figure.NewStyle().WithColor("theory", wrong); err == nil {
			t.Errorf("%q was taken for a colour", wrong)
		}
	}
	if _, err := figure.NewStyle().WithColor("thoery", "#123456"); err == nil {
		t.Error("a colour that the palette hasn't was set")
	}
}

func TestSVGNamesPanelsAndSeries(t *testing.T) {
	svg := string(mustRender(t, small(), figure.NewStyle(), "svg"))
	for _, want := range []string{`class="panel" data-name="a"`, `class="series theory" data-name="theory"`, `class="series sgd" data-name="SGD"`} {
		if !strings.Contains(svg, want) {
			t.Errorf("no group %s", want)
		}
	}
}

func TestDrawOnARecorder(t *testing.T) {
	var first, second recorder.Canvas
	figure.Draw(small(), figure.NewStyle(), &first)
	figure.Draw(small(), figure.NewStyle(), &second)
	if len(first.Actions) == 0 || len(first.Actions) != len(second.Actions) {
		t.Fatalf("%d operations, then %d", len(first.Actions), len(second.Actions))
	}
	for i := range first.Actions {
		if a, b := first.Actions[i].Call(), second.Actions[i].Call(); a != b {
			t.Fatalf("operation %d is %s, then %s", i, a, b)
		}
	}
}

func TestCheckFindsEveryMistake(t *testing.T) {
	b := small()
	b.Panels[0].Series[0].Y = b.Panels[0].Series[0].Y[:2]
	b.Panels[0].Series[1].Name = "theory"
	b.Panels[0].Title = "漢"
	b.Panels[1].Place.Row = 7
	b.Panels[1].Series[0].Role = "dots"
	b.Panels[1].Series[0].Color = "teal"
	err := figure.Check(b, figure.NewStyle())
	if err == nil {
		t.Fatal("no mistake was found")
	}
	for _, want := range []string{"4 values of x, 2 of y", `two series called "theory"`, "漢", "outside the grid", `no role "dots"`, `no colour "teal"`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("nothing about %q in:\n%v", want, err)
		}
	}
	if err := figure.Check(small(), figure.NewStyle()); err != nil {
		t.Errorf("a sound figure: %v", err)
	}
}

func TestData(t *testing.T) {
	data, err := figure.Data(small())
	if err != nil {
		t.Fatal(err)
	}
	want := `panel,series,x,y,low,high,value
a,theory,0,1,,,
a,theory,1,0.9,,,
a,theory,10,0.3,,,
a,theory,100,0.01,,,
a,SGD,0,1,1,1,
a,SGD,1,0.91,0.9,0.92,
a,SGD,10,0.29,0.28,0.3,
a,E₁,,0.1,,,
a′,SGD,0,1,1,1,
a′,SGD,1,0.91,0.9,0.92,
a′,SGD,10,0.29,0.28,0.3,
c,tiles 1,0,50,,,
c,tiles 1,1,227.5,,,
`
	if diff := cmp.Diff(want, string(data)); diff != "" {
		t.Error(diff)
	}
}

func TestSummary(t *testing.T) {
	s := figure.Summarize(small(), figure.NewStyle())
	if s.Caption != "E₁ is small." || s.WidthInches != 6.9 || len(s.Panels) != 4 || s.Panels[3].Letter != "c" {
		t.Errorf("summary: %+v", s)
	}
	if p := s.Panels[2]; p.X != nil || p.Letter != "b" {
		t.Errorf("the scheme has axes or another letter: %+v", p)
	}
	a, below := s.Panels[0], s.Panels[1]
	if a.Frame.Left != below.Frame.Left || a.Frame.Width != below.Frame.Width {
		t.Errorf("frames of one column aren't in line: %+v, %+v", a.Frame, below.Frame)
	}
	if a.Frame.Top+a.Frame.Height >= below.Frame.Top {
		t.Errorf("the lower panel begins at %g, the upper one ends at %g", below.Frame.Top, a.Frame.Top+a.Frame.Height)
	}
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	b := small()
	b.Claims = append(b.Claims, figure.AtMost("nothing to measure", math.NaN(), 1, ""))
	if err := figure.Write(b, figure.NewStyle(), path, func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"figure.svg", "figure.pdf", "figure.png", "data.csv", "claims.json", "figure.json"} {
		if info, err := os.Stat(path(name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	text, err := os.ReadFile(path("claims.json"))
	if err != nil {
		t.Fatal(err)
	}
	var claims struct {
		Claims []struct {
			Bound    string
			Measured *float64
			Pass     bool
		}
	}
	if err := json.Unmarshal(text, &claims); err != nil {
		t.Fatal(err)
	}
	if c := claims.Claims[0]; !c.Pass || *c.Measured != 0.02 || c.Bound != "≤ 0.03" {
		t.Errorf("first claim: %+v", c)
	}
	if c := claims.Claims[1]; c.Pass || c.Measured != nil {
		t.Errorf("a claim without a measurement: %+v", c)
	}
	stop := fmt.Errorf("stop")
	if err := figure.Write(b, figure.NewStyle(), path, func() error { return stop }); err != stop {
		t.Errorf("Write went on: %v", err)
	}
}

func TestRowsDivideTheWidthEqually(t *testing.T) {
	panel := func(row, column int) figure.Panel {
		return figure.Panel{X: figure.Axis{Label: "*t*"}, Y: figure.Axis{Label: "pmse"}, Place: figure.Place{Row: row, Column: column},
			Series: []figure.Series{{Name: "theory", Role: figure.Theory, X: []float64{0, 1}, Y: []float64{0, float64(1000 * (column + 1))}}}}
	}
	b := &figure.Built{Width: figure.DoubleColumn, Grid: figure.Grid{Rows: []float64{1, 1}},
		Panels: []figure.Panel{panel(0, 0), panel(0, 1), panel(1, 0), panel(1, 1), panel(1, 2)}}
	p := figure.Summarize(b, figure.NewStyle()).Panels
	for _, pair := range [][2]float64{
		{p[0].Frame.Width, p[1].Frame.Width}, {p[2].Frame.Width, p[3].Frame.Width}, {p[3].Frame.Width, p[4].Frame.Width},
		{p[0].Frame.Left, p[2].Frame.Left}, {p[1].Frame.Left + p[1].Frame.Width, p[4].Frame.Left + p[4].Frame.Width},
	} {
		if math.Abs(pair[0]-pair[1]) > 0.02 {
			t.Errorf("%g and %g differ", pair[0], pair[1])
		}
	}
}

func ExampleBetween() {
	claim := figure.Between("the first eigenvalue carries 28–32 % of the variance", 0.3019, 0.28, 0.32, "")
	fmt.Println(claim.Bound, claim.Pass)
	// Output: 0.28 … 0.32 true
}
