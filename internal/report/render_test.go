package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"flag"
	"html"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"autoencoder-dynamics/internal/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

func render(t *testing.T, r report.Report) string {
	t.Helper()
	var page bytes.Buffer
	if err := report.Render(&page, r); err != nil {
		t.Fatal(err)
	}
	return page.String()
}

// withoutStyle takes out the style sheet and the script with their digests, which the golden page
// need not repeat.
func withoutStyle(page string) string {
	page = regexp.MustCompile(`(?s)<style>.*</style>`).ReplaceAllString(page, "<style>…</style>")
	page = regexp.MustCompile(`(?s)<script>.*</script>`).ReplaceAllString(page, "<script>…</script>")
	return regexp.MustCompile(`sha256-.*?&#39;`).ReplaceAllString(page, "sha256-…&#39;")
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("differs from %s (go test -update writes it anew): (-want +got)\n%s", file, diff)
	}
}

func TestGoldenPage(t *testing.T) { golden(t, "report.html", withoutStyle(render(t, example()))) }

func TestGoldenMarkdown(t *testing.T) {
	var text bytes.Buffer
	if err := report.Markdown(&text, example()); err != nil {
		t.Fatal(err)
	}
	golden(t, "report.md", text.String())
}

func TestSameBytesEveryTime(t *testing.T) {
	first := render(t, example())
	for range 5 {
		if render(t, example()) != first {
			t.Fatal("two renderings of one report differ")
		}
	}
}

func TestNothingToShow(t *testing.T) {
	for name, render := range map[string]func(io.Writer, report.Report) error{"page": report.Render, "Markdown": report.Markdown} {
		var out bytes.Buffer
		err := render(&out, report.Report{Title: "T", Stages: []report.Stage{{Name: "ode"}}})
		if !errors.Is(err, report.ErrEmpty) || out.Len() > 0 {
			t.Errorf("%s: error %v, %d bytes written", name, err, out.Len())
		}
	}
}

// TestSummaryRepeatsOnlyFailingClaims looks at the part of the page above the figures.
func TestSummaryRepeatsOnlyFailingClaims(t *testing.T) {
	page := render(t, example())
	_, summary, _ := strings.Cut(page, `<section id="claims"`)
	summary, _, _ = strings.Cut(summary, "</section>")
	for text, want := range map[string]int{
		"1 of 3 hold; 1 fails; 1 not measured": 1, "1 of 3 claims hold; 1 fails; 1 not measured.": 1, "order parameters within 5\u00a0%": 1, "7.13\u00a0%": 1, "within 3\u00a0% of theory": 0,
	} {
		if got := strings.Count(summary, text); got != want {
			t.Errorf("%q stands %d times in the summary, want %d", text, got, want)
		}
	}
}

func TestNoClaims(t *testing.T) {
	page := render(t, only(report.Figure{Name: "setup"}))
	if !strings.Contains(page, "No figure states a claim yet.") {
		t.Error("nothing is said about claims")
	}
	checkStructure(t, page)
}

// only is a report with one figure.
func only(f report.Figure) report.Report {
	return report.Report{Title: "T", Parts: []report.Part{{Title: "P", Figures: []report.Figure{f}}}}
}

// TestFiguresOfTables makes sure that a table names figures as the page does.
func TestFiguresOfTables(t *testing.T) {
	r := only(report.Figure{Name: "setup", Title: "Set-up"})
	r.Tables = []report.Table{{Title: "All", Columns: []report.Column{{Name: "figure", Figures: true}},
		Rows: [][]report.Cell{{{Text: "setup"}}, {{Text: "gone"}}}}}
	page := render(t, r)
	for _, cell := range []string{`<a href="#figure-setup">Figure 1</a></th>`, `<th scope="row">gone</th>`} {
		if !strings.Contains(page, cell) {
			t.Errorf("there is no %s", cell)
		}
	}
}

func TestStructure(t *testing.T) { checkStructure(t, render(t, example())) }

func TestPolicyAllowsStyleAndScript(t *testing.T) {
	page := render(t, example())
	for _, element := range []string{"style", "script"} {
		text := regexp.MustCompile(`(?s)<` + element + `>(.*)</` + element + `>`).FindStringSubmatch(page)[1]
		sum := sha256.Sum256([]byte(text))
		want := element + "-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		if !strings.Contains(html.UnescapeString(page), want) {
			t.Errorf("the policy doesn't hold %s", want)
		}
	}
	for _, attribute := range []string{` style="`, " onload=", " onclick="} {
		if strings.Contains(page, attribute) {
			t.Errorf("the policy would refuse an attribute%s", attribute)
		}
	}
}

func TestHostileTextIsEscaped(t *testing.T) {
	r := hostile()
	page := render(t, r)
	checkStructure(t, page)
	if strings.Contains(page, "<img src=x") || strings.Contains(page, `href="javascript:`) {
		t.Error("hostile markup came through")
	}
	if !strings.Contains(page, `href="./javascript:alert%286%29"`) && !strings.Contains(page, `href="./javascript:alert(6)"`) {
		t.Error("a file's name with a colon isn't a relative link")
	}

	var text bytes.Buffer
	if err := report.Markdown(&text, r); err != nil {
		t.Fatal(err)
	}
	for _, markup := range []string{"<script", "<img", "<b", "](javascript:"} {
		if strings.Contains(text.String(), markup) {
			t.Errorf("the Markdown contains %s", markup)
		}
	}
}

func TestMarkdownTextMakesNoMarkup(t *testing.T) {
	for caption, want := range map[string]string{
		"# no heading":         `\# no heading`,
		"- no list":            `\- no list`,
		"12. no list":          `12\. no list`,
		"learning_rate [a](b)": `learning\_rate \[a\](b)`,
		"a | b\nc":             `a \| b c`,
		"3 % of the variance":  "3 % of the variance",
	} {
		var text bytes.Buffer
		r := only(report.Figure{Name: "f", Title: "F", Caption: caption})
		if err := report.Markdown(&text, r); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(text.String(), "\n\n"+want+"\n\n") {
			t.Errorf("caption %q: no %q in\n%s", caption, want, text.String())
		}
	}
}

func TestDownloadsMustLieBelowTheReport(t *testing.T) {
	for _, path := range []string{"", ".", "..", "/etc/passwd", "//host/x", "../secret", "a/../../b", `c:\x`, "a\x00b"} {
		r := only(report.Figure{Name: "setup", Downloads: []report.Link{{Label: "PDF", Path: path}}})
		var out bytes.Buffer
		if err := report.Render(&out, r); err == nil {
			t.Errorf("%q was taken", path)
		} else if !strings.Contains(err.Error(), "setup") || out.Len() > 0 {
			t.Errorf("%q: error %v, %d bytes written", path, err, out.Len())
		}
		if err := report.Markdown(io.Discard, r); err == nil {
			t.Errorf("Markdown took %q", path)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteErrors(t *testing.T) {
	if err := report.Render(full{}, example()); err == nil {
		t.Error("Render hides the error")
	}
	if err := report.Markdown(full{}, example()); err == nil {
		t.Error("Markdown hides the error")
	}
}
