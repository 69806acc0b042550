package report_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"strings"
	"time"

	"autoencoder-dynamics/internal/report"
)

// drawing is a small picture that stands in for a figure, with two panels of two and one series.
const drawing = `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="330pt" height="200pt" viewBox="0 0 330 200" role="img">
<title>A title that would cover what is read off</title>
<rect width="330" height="200" fill="#ffffff"/>
<defs><path id="g1" d="M0 0L10 0L5 10Z"/></defs>
<g class="panel" data-name="a">
<path d="M30 20L150 20L150 180L30 180Z" fill="none" stroke="#4d4d4d" stroke-width="0.5"/>
<g class="series theory" data-name="theory"><path d="M30 20L90 100L150 180" fill="none" stroke="#0072b2" stroke-width="2"/></g>
<g class="series sgd" data-name="SGD"><use xlink:href="#g1" x="30" y="20" fill="#d55e00"/><use xlink:href="#g1" x="150" y="180" fill="#d55e00"/></g>
</g>
<g class="panel" data-name="b">
<path d="M190 20L310 20L310 180L190 180Z" fill="none" stroke="#4d4d4d" stroke-width="0.5"/>
<g class="series theory" data-name="theory"><path d="M190 180L310 20" fill="none" stroke="#0072b2" stroke-width="2"/></g>
</g>
<g class="panel" data-name=""><g class="heatmap" data-name="overlaps"><path d="M315 20H320V180H315Z" fill="#002255"/></g></g>
</svg>`

// panels are the numbers in the drawing.
func panels() []report.Panel {
	none := math.NaN()
	time := report.Axis{Label: "time t = steps/D", Log: true, Min: 1, Max: 100}
	return []report.Panel{{
		Name: "a", Title: "erf", X: time, Y: report.Axis{Label: "pmse", Log: true, Min: 0.01, Max: 1},
		Frame: report.Frame{Left: 30, Top: 20, Width: 120, Height: 160},
		Series: []report.Series{
			{Name: "theory", Style: "theory", Color: "#0072b2", X: []float64{1, 10, 100, 1000}, Y: []float64{1, 0.1, 0.01, 0.001}},
			{Name: "SGD", Style: "sgd", Color: "#d55e00", X: []float64{1, 100}, Y: []float64{1, 0.0104},
				Low: []float64{none, 0.0101}, High: []float64{none, 0.0107}},
		},
	}, {
		Name: "b", Title: "linear", X: time, Y: report.Axis{Label: "overlap", Min: 0, Max: 1},
		Frame:  report.Frame{Left: 190, Top: 20, Width: 120, Height: 160},
		Series: []report.Series{{Name: "theory", Style: "theory", Color: "#0072b2", X: []float64{1, 100}, Y: []float64{0, 1}}},
	}, {
		Name: "b′", X: report.Axis{Label: "component", Max: 2, Names: []report.Name{{At: 0.5, Label: "first"}, {At: 1.5, Label: "second"}}},
		Y: report.Axis{Label: "unit", Max: 1}, Frame: report.Frame{Left: 315, Top: 20, Width: 10, Height: 160},
		Series: []report.Series{{Name: "overlaps", Style: "heatmap", X: []float64{0.5, 1.5}, Y: []float64{0.5, 0.5}, Value: []float64{0.9, 0.1}, Of: "overlap"}},
	}}
}

// deviations is a table with a text, a number and a number that isn't there.
func deviations(path string) report.Table {
	return report.Table{
		Title: "Deviations", Note: "Relative to the theory.", Path: path,
		Columns: []report.Column{{Name: "network"}, {Name: "largest", Numbers: true}, {Name: "median", Numbers: true}},
		Rows:    [][]report.Cell{{{Text: "erf, K = 4"}, {Number: 0.0182}, {Number: math.NaN()}}},
	}
}

// example is a report with everything in it.
func example() report.Report {
	caveat := report.Caveat{ID: "embedded-default", Label: "Gaussian surrogates", Text: "The images were not at hand."}
	return report.Report{
		Title:        "Learning dynamics of non-linear autoencoders",
		Source:       report.Source{Citation: "Refinetti and Goldt (2022).", ArXiv: "2201.02115"},
		PipelineFile: "pipeline.yaml",
		Seed:         20220106,
		Versions:     []report.Value{{Key: "Go", Value: "go1.26"}},
		Lead:         []string{"What the paper shows.", "What is done here."},
		Banners:      []report.Caveat{caveat},
		Parts: []report.Part{
			{Title: "Nothing yet"},
			{Title: "Dynamics", Lead: "Equations describe the networks.", Figures: []report.Figure{comparison(caveat)}},
			{Title: "Set-up", Figures: []report.Figure{{
				Name: "setup", Title: "Set-up", Caption: "The architecture.", Alt: "Boxes.",
				SVG: []byte(drawing), Width: 7, Height: 2.5, Panels: panels(),
				Caveats: []report.Caveat{{ID: "other", Label: "Small", Text: "Only ten inputs are drawn."}},
			}}},
		},
		Tables: []report.Table{deviations("tables/deviations.csv")},
		Stages: []report.Stage{{
			Name: "theory-vs-sgd", Kind: "plot", Summary: "Draws one figure.", Parameters: []report.Value{{Key: "activation", Value: "erf"}},
			Duration: time.Second, Key: "sha256:aa",
		}},
	}
}

// comparison is a figure with everything in it.
func comparison(caveat report.Caveat) report.Figure {
	return report.Figure{
		Name: "theory-vs-sgd", Title: "Theory and simulation agree",
		Caption: "Error over time.\n\nLines are theory, markers are SGD.", Alt: "A curve that falls.",
		SVG: []byte(drawing), Width: 3.3, Height: 2, Panels: panels(),
		Tables:    []report.Table{deviations("figures/theory-vs-sgd-deviations.csv"), {Title: "Without rows"}},
		Downloads: []report.Link{{Label: "SVG", Path: "figures/theory-vs-sgd.svg"}, {Label: "CSV", Path: "figures/theory-vs-sgd.csv"}},
		Claims: []report.Claim{
			{Claim: "within 3 % of theory", Bound: "≤ 0.03", Measured: 0.018, Pass: true, Detail: "largest at t = 31"},
			{Claim: "order parameters within 5 %", Bound: "≤ 0.05", Measured: 0.0713},
			{Claim: "the learning times follow", Bound: "-1.25 … -0.75", Unmeasured: true, Detail: "the horizon is too short"},
		},
		Caveats: []report.Caveat{caveat},
		Parameters: []report.StageParameters{
			{Stage: "erf-theory", Values: []report.Value{{Key: "activation", Value: "erf"}, {Key: "learning_rate", Value: "1"}}},
			{Stage: "linear-sgd", Values: []report.Value{
				{Key: "activation", Value: "linear"}, {Key: "learning_rate", Value: "1"}, {Key: "replicas", Value: "5"}}},
		},
		Provenance: []report.Step{
			{Stage: "theory-vs-sgd", Kind: "plot", Key: "sha256:aa", Code: "sha256:bb",
				Inputs:   []report.InputDigest{{Name: "theory: erf-theory", Digest: "sha256:cc"}},
				Duration: 410 * time.Millisecond, Host: "lab", When: time.Date(2022, 1, 6, 13, 0, 0, 0, time.FixedZone("CET", 3600))},
			{Stage: "gone", Kind: "download", Key: "sha256:dd", Code: "sha256:ee"},
		},
	}
}

func ExampleRender() {
	var page bytes.Buffer
	if err := report.Render(&page, example()); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Count(page.String(), "<figure>"), "figures")
	// Output: 2 figures
}

func ExampleMarkdown() {
	setup := report.Figure{Name: "setup", Title: "Set-up", Caption: "The architecture."}
	r := report.Report{Title: "A run", Seed: 7, Profile: "quick", Parts: []report.Part{{Title: "Start", Figures: []report.Figure{setup}}}}
	if err := report.Markdown(os.Stdout, r); err != nil {
		fmt.Println(err)
	}
	// Output:
	// # A run
	//
	// Profile quick, seed 7.
	//
	// **No figure states a claim yet.**
	//
	// ## Start
	//
	// ### Figure 1: Set-up
	//
	// The architecture.
}
