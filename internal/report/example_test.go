package report_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"time"

	"autoencoder-dynamics/internal/report"
)

// drawing is a small picture that stands in for a figure.
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="3.3in" height="2in" viewBox="0 0 330 200">` +
	`<path d="M20 20 C 90 20 110 170 310 180" fill="none" stroke="#0072b2" stroke-width="3"/></svg>`

// example is a report with everything in it.
func example() report.Report {
	caveat := report.Caveat{ID: "embedded-default", Label: "Gaussian surrogates", Text: "The images were not at hand."}
	erf := []report.Value{{Key: "activation", Value: "erf"}, {Key: "learning_rate", Value: "1"}}
	linear := []report.Value{{Key: "activation", Value: "linear"}, {Key: "learning_rate", Value: "1"}, {Key: "replicas", Value: "5"}}
	return report.Report{
		Title:        "Learning dynamics of non-linear autoencoders",
		Source:       report.Source{Citation: "Refinetti and Goldt (2022).", ArXiv: "2201.02115"},
		PipelineFile: "pipeline.yaml",
		Seed:         20220106,
		Versions:     []report.Value{{Key: "Go", Value: "go1.26"}},
		Banners:      []report.Caveat{caveat},
		Figures: []report.Figure{{
			Name: "theory-vs-sgd", Title: "Theory and simulation agree",
			Caption: "Error over time.\n\nLines are theory, markers are SGD.", Alt: "A curve that falls.",
			SVG: []byte(drawing), Width: 3.3, Height: 2,
			Downloads: []report.Link{{Label: "SVG", Path: "figures/theory-vs-sgd.svg"}, {Label: "CSV", Path: "figures/theory-vs-sgd.csv"}},
			Claims: []report.Claim{
				{Claim: "within 3 % of theory", Bound: "≤ 0.03", Measured: 0.018, Pass: true, Detail: "largest at t = 31"},
				{Claim: "order parameters within 5 %", Bound: "≤ 0.05", Measured: 0.0713},
			},
			Caveats:    []report.Caveat{caveat},
			Parameters: []report.StageParameters{{Stage: "erf-theory", Values: erf}, {Stage: "linear-sgd", Values: linear}},
			Provenance: []report.Step{
				{Stage: "theory-vs-sgd", Kind: "plot", Key: "sha256:aa", Code: "sha256:bb",
					Inputs:   []report.InputDigest{{Name: "theory: erf-theory", Digest: "sha256:cc"}},
					Duration: 410 * time.Millisecond, Host: "lab", When: time.Date(2022, 1, 6, 13, 0, 0, 0, time.FixedZone("CET", 3600))},
				{Stage: "gone", Kind: "download", Key: "sha256:dd", Code: "sha256:ee"},
			},
		}, {
			Name: "setup", Title: "Set-up", Caption: "The architecture.", Alt: "Boxes.",
			SVG: []byte(drawing), Width: 7, Height: 2.5,
			Caveats: []report.Caveat{{ID: "other", Label: "Small", Text: "Only ten inputs are drawn."}},
		}},
		Stages: []report.Stage{
			{Name: "theory-vs-sgd", Kind: "plot", Summary: "Draws one figure.", Parameters: erf, Duration: time.Second, Key: "sha256:aa"},
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
	r := report.Report{Title: "A run", Seed: 7, Profile: "quick", Figures: []report.Figure{setup}}
	if err := report.Markdown(os.Stdout, r); err != nil {
		fmt.Println(err)
	}
	// Output:
	// # A run
	//
	// Profile quick, seed 7.
	//
	// ## Figure 1: Set-up
	//
	// The architecture.
}
