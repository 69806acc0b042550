package main

import (
	"html"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/testscript"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/report"
)

// checkLinks is the command "links FILE": every relative link of a page, or of a Markdown file, leads to a file.
func checkLinks(ts *testscript.TestScript, _ bool, arguments []string) {
	pattern := `(?:href|src)="([^"#][^"]*)"`
	if filepath.Ext(arguments[0]) == ".md" {
		pattern = `\]\(([^)]*)\)`
	}
	n := 0
	for _, found := range regexp.MustCompile(pattern).FindAllStringSubmatch(ts.ReadFile(arguments[0]), -1) {
		address, err := url.Parse(html.UnescapeString(found[1]))
		ts.Check(err)
		if address.Scheme != "" {
			continue
		}
		n++
		_, err = os.Stat(filepath.Join(filepath.Dir(ts.MkAbs(arguments[0])), filepath.FromSlash(address.Path)))
		ts.Check(err)
	}
	if n == 0 {
		ts.Fatalf("%s links to no file", arguments[0])
	}
}

func TestReadDrawn(t *testing.T) {
	const text = `panel,series,x,y,low,high,value
a,theory,1,0.5,,,
a,SGD,1,0.4,,,
a,E₁,,0.3,,,
a,SGD,2,0.2,0.1,0.3,
a′,SGD,1,7,,,
b,overlaps,1,2,,,0.9
`
	got, err := readDrawn([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	none := math.NaN()
	want := map[place]report.Series{
		{"a", "theory"}:   {X: []float64{1}, Y: []float64{0.5}},
		{"a", "SGD"}:      {X: []float64{1, 2}, Y: []float64{0.4, 0.2}, Low: []float64{none, 0.1}, High: []float64{none, 0.3}},
		{"a′", "SGD"}:     {X: []float64{1}, Y: []float64{7}},
		{"b", "overlaps"}: {X: []float64{1}, Y: []float64{2}, Value: []float64{0.9}},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateNaNs()); diff != "" {
		t.Error(diff)
	}
}

func TestReadDrawnRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                            "EOF",
		"panel,series,x,y,low,high\n": "no column value",
		"panel,series,x,y,low,high,value\na,s,1,2,,,\na,s,one,2,,,\n": "line 3",
		"panel,series,x,y,low,high,value\na,s,1\n":                    "wrong number of fields",
	} {
		if _, err := readDrawn([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one with %q", text, err, want)
		}
	}
}

// TestReportPanels makes sure that a panel without a letter, and named ticks, find their way.
func TestReportPanels(t *testing.T) {
	file := filepath.Join(t.TempDir(), "data.csv")
	const text = "panel,series,x,y,low,high,value\na,s,1,2,,,\na′,s,3,4,,,\nc,s,5,6,,,7\nd,s,5,6,,,7\n"
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	names := &figure.AxisSummary{Label: "rule", Max: 2, Named: true, Ticks: []figure.TickSummary{{At: 1, Label: "Sanger"}}}
	numbers := &figure.AxisSummary{Label: "t", Scale: figure.Log, Min: 1, Max: 9, Ticks: []figure.TickSummary{{At: 1, Label: "1"}}}
	heat := func(label string) []figure.SeriesSummary {
		return []figure.SeriesSummary{{Name: "s", Style: "heatmap", Heat: &figure.HeatSummary{Label: label}}}
	}
	one := []figure.SeriesSummary{{Name: "s", Style: figure.Theory, Color: "#000000"}, {Name: "gone", Style: figure.Theory}}
	got, err := reportPanels(figure.Summary{Panels: []figure.PanelSummary{
		{Letter: "a", X: numbers, Y: names, Series: one}, {X: numbers, Y: names, Series: one}, {Letter: "b", Series: one},
		{Letter: "c", X: numbers, Y: names, Series: heat("")}, {Letter: "d", X: numbers, Y: names, Series: heat("overlap")},
	}}, file)
	if err != nil {
		t.Fatal(err)
	}
	x := report.Axis{Label: "t", Log: true, Min: 1, Max: 9}
	y := report.Axis{Label: "rule", Max: 2, Names: []report.Name{{At: 1, Label: "Sanger"}}}
	want := []report.Panel{
		{Name: "a", X: x, Y: y, Series: []report.Series{{Name: "s", Style: "theory", Color: "#000000", X: []float64{1}, Y: []float64{2}}}},
		{Name: "a′", X: x, Y: y, Series: []report.Series{{Name: "s", Style: "theory", Color: "#000000", X: []float64{3}, Y: []float64{4}}}},
		{Name: "b"},
		{Name: "c", X: x, Y: y, Series: []report.Series{{Name: "s", Style: "heatmap", X: []float64{5}, Y: []float64{6}, Value: []float64{7}, Of: "overlap"}}},
		{Name: "d", X: x, Y: y, Series: []report.Series{{Name: "s", Style: "heatmap", X: []float64{5}, Y: []float64{6}, Value: []float64{7}, Of: "overlap"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReportNetworks(t *testing.T) {
	entry := func(text string, style figure.Role, color string) figure.EntrySummary {
		return figure.EntrySummary{Text: text, Style: style, Color: color}
	}
	high, low := figure.FrameSummary{Top: 10}, figure.FrameSummary{Top: 100}
	got := reportNetworks(figure.Summary{
		Legend: []figure.EntrySummary{
			entry("erf", figure.Theory, "#1"), entry("linear", figure.Theory, "#2"), entry("markers", figure.SGD, "#9"), entry("both", "", "#3"),
		},
		Panels: []figure.PanelSummary{
			{Frame: high, Legend: []figure.EntrySummary{entry("tied", "", "#4"), entry("line", figure.Theory, "#9")}},
			{Frame: high},
			{Frame: high, Legend: []figure.EntrySummary{entry("untied", "", "#4")}},
			{Frame: low},
		},
	})
	want := []report.Network{
		{Name: "erf", Color: "#1"}, {Name: "linear", Color: "#2"}, {Name: "both", Color: "#3"},
		{Name: "tied", Color: "#4", Panels: []int{0, 1}}, {Name: "untied", Color: "#4", Panels: []int{2, 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReportKinds(t *testing.T) {
	entry := func(text string, style figure.Role) figure.EntrySummary {
		return figure.EntrySummary{Text: text, Style: style}
	}
	got := reportKinds(figure.Summary{
		Legend: []figure.EntrySummary{entry("SGD, mean", figure.SGD), entry("tied", ""), entry("K = 1", figure.Theory), entry("K = 2", figure.Theory)},
		Panels: []figure.PanelSummary{
			{Legend: []figure.EntrySummary{entry("in law", figure.SGD), entry("one", figure.Theory), entry("bulk", "histogram"), entry("m = 1", "spectrum")}},
			{Legend: []figure.EntrySummary{entry("m = 2", "spectrum")}},
		},
	})
	if diff := cmp.Diff(map[string]string{"sgd": "SGD, mean", "histogram": "bulk"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestColumnHead(t *testing.T) {
	for _, test := range []struct{ file, name, want string }{
		{figure.DeviationsFile, "at", "at t"},
		{figure.ExponentsFile, "error", "standard error of the exponent"},
		{figure.LearningTimesFile, "eigenvalue", "eigenvalue"},
		{"other.csv", "standard_error", "standard error"},
	} {
		if got := columnHead(test.file, test.name); got != test.want {
			t.Errorf("%s, %s: %q, want %q", test.file, test.name, got, test.want)
		}
	}
}

func TestArgumentOrdersFigures(t *testing.T) {
	one := func(name, draws, title string) pictured {
		return pictured{Figure: report.Figure{Name: name, Title: title}, draws: draws}
	}
	parts := argument([]pictured{
		one("mine", "mine", "Mine"), one("late", "long-time", "Late"), one("second", "setup", "Set-up"), one("setup", "setup", "Set-up"),
	})
	got := map[string][]string{}
	for _, part := range parts {
		for _, f := range part.Figures {
			got[part.Title] = append(got[part.Title], f.Name+": "+f.Title)
		}
	}
	want := map[string][]string{
		"Set-up":           {"second: Set-up (second)", "setup: Set-up (setup)"},
		"Beyond the paper": {"late: Late"},
		"Other figures":    {"mine: Mine"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"second", "setup", "late", "mine"}, inOrder(parts)); diff != "" {
		t.Error(diff)
	}
}
