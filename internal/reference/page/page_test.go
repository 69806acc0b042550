package page_test

import (
	"bytes"
	"image"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"autoencoder-dynamics/internal/reference"
	"autoencoder-dynamics/internal/reference/page"
)

// hostile is text that a page must not take for its own.
const hostile = `</style><script>alert("1")</script>&`

func sample() page.Page {
	one, two := 0.01, 0.02
	side := page.Side{
		Picture: image.NewNRGBA(image.Rect(0, 0, 4, 3)), When: time.Date(2022, 1, 6, 12, 0, 0, 0, time.UTC), Reason: hostile,
		Claims:     []reference.Claim{{Claim: "stays " + hostile, Bound: "≤ 0.03", Measured: &one, Pass: true}, {Claim: "gone", Unmeasured: true}},
		Provenance: []page.Line{{Name: "stage " + hostile, Value: "1"}, {Name: "only old", Value: hostile}},
		History:    []reference.Acceptance{{Reason: hostile}},
	}
	now := side
	now.Claims = []reference.Claim{{Claim: "stays " + hostile, Bound: "≤ 0.03", Measured: &two}, {Claim: "new", Unmeasured: true}}
	now.Provenance = []page.Line{{Name: "stage " + hostile, Value: "2"}}
	return page.Page{
		Title: hostile, Figure: hostile, Variant: hostile, Verdict: hostile, Accept: hostile, Old: side, New: now,
		Comparison: reference.Comparison{
			Gate:     reference.Numbers,
			Findings: []reference.Finding{{Gate: reference.Numbers, Panel: "a", Series: hostile, Message: hostile}},
			Warnings: []reference.Finding{{Gate: reference.Pixels, Message: hostile}},
			Moved: []reference.Moved{{Panel: "a", Series: hostile, Column: "y", Where: "x = 1", Old: 1, New: math.NaN(),
				Units: math.MaxFloat64, Kind: hostile, Points: 2, Beyond: 1}},
		},
	}
}

func render(t *testing.T, p page.Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := page.Render(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPageStandsAloneAndIsEscaped(t *testing.T) {
	text := render(t, sample())
	if strings.Contains(text, "<script") || strings.Contains(text, "ZgotmplZ") {
		t.Error("the page has a script, or template found something unsafe")
	}
	for _, link := range regexp.MustCompile(`(?:src|href|url)\s*[=(]\s*"?([^")]*)`).FindAllStringSubmatch(text, -1) {
		if !strings.HasPrefix(link[1], "data:image/png;base64,") {
			t.Errorf("the page refers to %.60q", link[1])
		}
	}
	for _, want := range []string{"∞", "6 January 2022, 12:00 UTC", "0.02", "not measured", "gone", "only old", "1 of 2"} {
		if !strings.Contains(text, want) {
			t.Errorf("nothing about %q", want)
		}
	}
	if render(t, sample()) != text {
		t.Error("the same page is other bytes")
	}
}

func TestAPageWithoutDifferences(t *testing.T) {
	p := sample()
	p.Comparison, p.New = reference.Comparison{}, p.Old
	text := render(t, p)
	for _, want := range []string{"No series that both figures have moved.", "None of 2 changed.", "(0 of 2 differ)", `class="verdict holds"`} {
		if !strings.Contains(text, want) {
			t.Errorf("nothing about %q", want)
		}
	}
}

func TestIndexAndIsPage(t *testing.T) {
	var b bytes.Buffer
	err := page.RenderIndex(&b, page.Index{Profile: hostile, Figures: []page.Entry{{Figure: "setup", Title: hostile, File: "setup.html", Verdict: "DIFFERS", Findings: 2}}})
	if err != nil {
		t.Fatal(err)
	}
	if text := b.String(); !strings.Contains(text, `href="setup.html"`) || strings.Contains(text, "<script") || !strings.Contains(text, "2 findings") {
		t.Error(text)
	}
	dir := t.TempDir()
	ours, theirs := filepath.Join(dir, "a.html"), filepath.Join(dir, "b.html")
	if err := os.WriteFile(ours, b.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(theirs, []byte("<!doctype html>\n<p>mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	if !page.IsPage(ours) || page.IsPage(theirs) || page.IsPage(filepath.Join(dir, "none.html")) {
		t.Error("pages aren't known again")
	}
	b.Reset()
	if err := page.RenderIndex(&b, page.Index{}); err != nil || !strings.Contains(b.String(), "No figure differs") {
		t.Errorf("an empty index: %v %s", err, &b)
	}
}
