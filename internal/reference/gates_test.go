package reference_test

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/reference"
	"autoencoder-dynamics/internal/reference/drawing"
)

// drawn is what is drawn in a figure, as it comes back from a file.
func drawn(t *testing.T, b *figure.Built, s figure.Style) drawing.Drawing {
	t.Helper()
	var file bytes.Buffer
	if err := figure.Record(b, s).Write(&file); err != nil {
		t.Fatal(err)
	}
	d, err := reference.ReadDrawing(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The gate of what is drawn, asked alone, says which element it is.
func TestDrawnElements(t *testing.T) {
	old := drawn(t, sample(), figure.NewStyle())
	if findings := reference.CompareDrawings(old, drawn(t, sample(), figure.NewStyle()), nil); len(findings) > 0 {
		t.Fatalf("the same figure: %v", findings)
	}
	blue, err := figure.NewStyle().WithColor("text", "#000080")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name   string
		change func(b *figure.Built)
		style  figure.Style
		says   string
	}{
		{"curve moved by 2 %", func(b *figure.Built) {
			for i := range b.Panels[0].Series[0].Y {
				b.Panels[0].Series[0].Y[i] *= 1.02
			}
		}, figure.NewStyle(), `panel a, series "theory": a line of 1.1 points in #0072b2 moved by up to 1.`},
		{"wrong label", func(b *figure.Built) { b.Panels[0].Y.Label = "mse" }, figure.NewStyle(), `panel a: text "pmse" became "mse"`},
		{"lost series", func(b *figure.Built) { b.Panels[1].Series = b.Panels[1].Series[:1] }, figure.NewStyle(),
			`panel b, series "Q₂₂": a line of 1.1 points in #cc79a7 is missing`},
		{"wrong scale", func(b *figure.Built) { b.Panels[1].X.Scale = figure.Log }, figure.NewStyle(), "panel b: text \"400\" is missing"},
		{"another colour", func(b *figure.Built) { b.Panels[1].Series[0].Color = "unit 3" }, figure.NewStyle(),
			`panel b, series "Q₁₁": the colour of a line of 1.1 points in #009e73 was #009e73, is #56b4e9`},
		{"lost entry of the legend", func(b *figure.Built) { b.Legend = b.Legend[:1] }, figure.NewStyle(), `text "SGD" is missing`},
		{"letters in another colour", func(*figure.Built) {}, blue, `text "erf": its colour was #1a1a1a, is #000080`},
		{"fewer markers", func(b *figure.Built) {
			s := &b.Panels[0].Series[1]
			s.X, s.Y, s.Low, s.High = s.X[:20], s.Y[:20], s.Low[:20], s.High[:20]
		}, figure.NewStyle(), `panel a, series "SGD": `},
	} {
		var all []string
		for _, f := range reference.CompareDrawings(old, drawn(t, changed(test.change), test.style), nil) {
			all = append(all, f.String())
		}
		if !slices.ContainsFunc(all, func(line string) bool { return strings.Contains(line, test.says) }) {
			t.Errorf("%s: nothing about %q in\n%s", test.name, test.says, strings.Join(all, "\n"))
		}
	}
}

// series of five replicas, at 1 ± 0.1, shifted by so many standard errors of the difference of two such means.
func shifted(errors float64) reference.Content {
	const deviation, replicas = 0.1, 5
	y := 1 + errors*deviation*math.Sqrt(2.0/replicas)
	c := asContent(reference.Point{1, y, y - deviation, y + deviation, math.NaN()})
	c.Summary.Panels[0].Series[0].Replicas = replicas
	c.Summary.Panels[0].Series[0].Tolerance = figure.Tolerance{Statistical: true}
	return c
}

// asContent is a figure with one series of one panel.
func asContent(points ...reference.Point) reference.Content {
	return reference.Content{
		Series:  []reference.Series{{Panel: "a", Name: "s", Points: points}},
		Summary: figure.Summary{Panels: []figure.PanelSummary{{Letter: "a", Series: []figure.SeriesSummary{{Name: "s"}}}}},
		Drawing: drawing.Drawing{Header: drawing.Header{Width: 1, Height: 1}},
	}
}

func TestStatisticalTolerance(t *testing.T) {
	for errors, passes := range map[float64]bool{0: true, 3.9: true, 4.1: false, -4.1: false} {
		made := shifted(errors)
		findings, moved := reference.CompareNumbers(shifted(0), made)
		if (len(findings) == 0) != passes {
			t.Errorf("%g standard errors: %v", errors, findings)
		}
		if errors != 0 && (len(moved) != 1 || math.Abs(moved[0].Units-math.Abs(errors)/4) > 1e-6 || moved[0].Kind != "4 standard errors") {
			t.Errorf("%g standard errors: moved %+v", errors, moved)
		}
	}
}

func TestRelativeAndAbsoluteTolerance(t *testing.T) {
	at := func(y float64) reference.Content {
		c := asContent(reference.Point{1, y, math.NaN(), math.NaN(), math.NaN()})
		c.Summary.Panels[0].Series[0].Tolerance = figure.Tolerance{Relative: 1e-3, Absolute: 1e-2}
		return c
	}
	for _, test := range []struct {
		old, now float64
		passes   bool
	}{
		{1000, 1000.9, true}, {1000, 1001.1, false}, {0, 0.009, true}, {0, 0.011, false}, {-1000, -1000.9, true},
		{1, math.NaN(), false}, {math.NaN(), math.NaN(), true}, {1, math.Inf(1), false}, {1, 1 + 1e-12, true},
	} {
		if findings, _ := reference.CompareNumbers(at(test.old), at(test.now)); (len(findings) == 0) != test.passes {
			t.Errorf("%g → %g: %v", test.old, test.now, findings)
		}
	}
}

func TestOtherNumbersOfPointsAndNames(t *testing.T) {
	p := func(x float64) reference.Point { return reference.Point{x, 1, math.NaN(), math.NaN(), math.NaN()} }
	findings, _ := reference.CompareNumbers(asContent(p(1), p(2)), asContent(p(1), p(2), p(4)))
	if len(findings) != 1 || findings[0].Message != "it had 2 points (x from 1 to 2), has 3 (x from 1 to 4)" {
		t.Errorf("findings %v", findings)
	}
	renamed := asContent(p(1), p(2))
	renamed.Series[0].Name, renamed.Summary.Panels[0].Series[0].Name = "t", "t"
	c := reference.Compare(asContent(p(1), p(2)), renamed)
	if len(c.Findings) != 1 || c.Findings[0].String() != `panel a, series "s": it is called "t" now` || c.Gate != reference.Structure {
		t.Errorf("a renamed series: %v", c.Findings)
	}
}

// What moved within tolerance takes its axis and its marks with it, and isn't held against the figure twice.
func TestMovesWithinTolerancePass(t *testing.T) {
	made := content(t, changed(func(b *figure.Built) {
		s := &b.Panels[0].Series[1]
		for i := range s.Y {
			s.Y[i], s.Low[i], s.High[i] = s.Y[i]+0.008, s.Low[i]+0.008, s.High[i]+0.008
		}
	}))
	c := reference.Compare(accepted(t, asBuilt(t)), made)
	if !c.Passes() || len(c.Moved) != 1 || !c.Moved[0].Within() {
		t.Errorf("gate %q: %v, moved %v", c.Gate, c.Findings, c.Moved)
	}
}
