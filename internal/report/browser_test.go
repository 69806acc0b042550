package report_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/report"
)

// TestBrowser looks at the page in a real browser, which all of its tests share.
func TestBrowser(t *testing.T) {
	chromium := startChromium(t)
	for _, test := range []struct {
		name  string
		check func(*testing.T, *browser)
	}{
		{"quiet and fitting", checkQuietAndFitting},
		{"verdicts keep to themselves", checkVerdictsKeepToThemselves},
		{"complaints are heard", checkComplaintsAreHeard},
		{"nothing hostile runs", checkNothingHostileRuns},
		{"pages of diff run nothing", checkDiffPagesRunNothing},
		{"links resolve", checkLinksResolve},
		{"without script", checkWithoutScript},
		{"printed", checkPrinted},
		{"layer lies over the frame", checkLayerLiesOverTheFrame},
		{"hover", checkHover},
		{"touch", checkTouch},
		{"keys", checkKeys},
		{"toggle", checkToggle},
		{"contents follow", checkContentsFollow},
		{"many series", checkManySeries},
	} {
		t.Run(test.name, func(t *testing.T) { test.check(t, chromium.page(t)) })
	}
}

// save renders a report into a file of its own.
func save(t *testing.T, page string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "index.html")
	if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// checkQuietAndFitting opens the page from disk at the widths of a phone and of a desk and looks for complaints on its
// console, which include what the content security policy refused, and for a page wider than its window.
func checkQuietAndFitting(t *testing.T, b *browser) {
	file := save(t, render(t, example()))
	for name, width := range map[string]int{"phone": 390, "desk": 1280} {
		for _, theme := range []string{"light", "dark"} {
			b.call("Emulation.setEmulatedMedia", map[string]any{
				"features": []map[string]string{{"name": "prefers-color-scheme", "value": theme}},
			}, nil)
			b.open(file, width, 900)
			b.expect("document.documentElement.scrollWidth <= innerWidth", "true")
			b.expect("document.querySelectorAll('.picture > svg').length", "2")
			b.shoot("example-" + name + "-" + theme)
		}
	}
	b.quiet()
}

// checkVerdictsKeepToThemselves makes sure that the longest verdict doesn't run into its claim, nor a bound out of the page.
func checkVerdictsKeepToThemselves(t *testing.T, b *browser) {
	file := save(t, render(t, only(report.Figure{Name: "f", Title: "F", Claims: []report.Claim{
		{Claim: "erf: tied weights end above untied ones", Bound: "-0.1867 … -0.1467", Measured: 1, Contradicted: true},
	}})))
	for _, media := range []string{"screen", "print"} {
		b.call("Emulation.setEmulatedMedia", map[string]any{"media": media}, nil)
		for _, width := range []int{390, 700, 768, 1280} {
			b.open(file, width, 900)
			b.expect(`[...document.querySelectorAll(".claims li")].filter((li) => {
				const words = document.createRange();
				words.selectNodeContents(li.querySelector(".mark"));
				const [mark, claim] = [words, li.querySelector(".statement")].map((one) => one.getBoundingClientRect());
				return mark.right > claim.left && mark.bottom > claim.top + 1;
			}).length`, "0")
			b.expect("[...document.querySelectorAll('.bound')].every((one) => one.getBoundingClientRect().right <= innerWidth)", "true")
		}
	}
	b.quiet()
}

// checkComplaintsAreHeard makes sure that these tests can fail: inline scripts are refused by the policy.
func checkComplaintsAreHeard(t *testing.T, b *browser) {
	bad := strings.Replace(render(t, example()), "</main>", `<p onclick="x()">x</p><script>alert(1)</script></main>`, 1)
	b.open(save(t, bad), 800, 600)
	heard := ""
	for i := 0; i < 100 && !strings.Contains(heard, "Content Security Policy"); i++ {
		b.evaluate("new Promise((done) => setTimeout(done, 20))")
		heard = strings.Join(b.heard(), "\n")
	}
	if !strings.Contains(heard, "Content Security Policy") {
		t.Errorf("a script on the page went unnoticed:\n%s", heard)
	}
}

// checkNothingHostileRuns opens a page whose every text tries to run code.
func checkNothingHostileRuns(t *testing.T, b *browser) {
	b.open(save(t, render(t, hostile())), 1280, 900)
	b.expect("document.querySelectorAll('main script:not(.curves), b, [onerror], img[src=x]').length", "0")
	b.expect("document.querySelectorAll('iframe, object, embed, base, link, foreignObject, [autofocus], [onload], [onfocus], [onmouseover]').length", "0")
	b.expect("[...document.querySelectorAll('[href]')].filter((one) => /^\\s*(javascript|data|https?:\\/\\/(?!arxiv\\.org\\/))/i.test(one.getAttribute('href'))).map((one) => one.getAttribute('href')).join()", "")
	b.expect("document.querySelectorAll('.layer').length", "1")
	b.evaluate("document.querySelector('.layer').scrollIntoView({block: 'center'})")
	b.evaluate("document.querySelector('.layer').focus()")
	b.key("ArrowRight")
	b.expect("document.querySelector('.readout strong').textContent.startsWith('\"><script>alert(1)')", "true")
	b.expect("document.querySelectorAll('.readout *').length", "8")
	b.quiet()
}

// checkLinksResolve clicks on every link within the page.
func checkLinksResolve(t *testing.T, b *browser) {
	b.open(save(t, render(t, example())), 1280, 900)
	b.expect(`[...document.links].filter((a) => a.getAttribute("href").startsWith("#"))
		.filter((a) => { a.click(); return !document.querySelector(":target"); }).map((a) => a.hash).join()`, "")
	b.evaluate(`location.hash = "stage-theory-vs-sgd"`)
	b.eventually(`document.getElementById("stage-theory-vs-sgd").open`, "true")
	b.quiet()
}

// checkWithoutScript makes sure that the pictures stand where no script runs, and that nothing is offered that would
// need one.
func checkWithoutScript(t *testing.T, b *browser) {
	b.call("Emulation.setScriptExecutionDisabled", map[string]any{"value": true}, nil)
	b.open(save(t, render(t, example())), 1280, 900)
	b.expect("document.querySelectorAll('.layer, .series-bar, .series-bar button').length", "0")
	b.expect("document.querySelector('#reading').checkVisibility()", "false")
	b.expect("document.querySelector('.picture > svg').getBoundingClientRect().height > 250", "true")
	b.expect("[...document.querySelectorAll('.picture g.panel path')].every((path) => path.getBoundingClientRect().width > 0)", "true")
	b.quiet()
}

// checkPrinted makes sure that paper gets what is to be read and nothing that is to be pressed.
func checkPrinted(t *testing.T, b *browser) {
	b.call("Emulation.setEmulatedMedia", map[string]any{"media": "print"}, nil)
	b.open(save(t, render(t, example())), 800, 1100)
	b.expect("['.contents', '.layer', '.series-bar', '.downloads', '.skip', '#tables', '#stages'].filter((s) => document.querySelector(s).checkVisibility()).join()", "")
	b.expect("['h1', '.picture > svg', '.claims li', '.numbers'].filter((s) => !document.querySelector(s).checkVisibility()).join()", "")
	var paper struct{ Data []byte }
	b.call("Page.printToPDF", map[string]any{}, &paper)
	if !strings.HasPrefix(string(paper.Data), "%PDF") {
		t.Error("the page doesn't print")
	}
}

// TestUnknownElementsStayInAnImage makes sure that a picture which isn't made of shapes alone isn't let into the page.
func TestUnknownElementsStayInAnImage(t *testing.T) {
	page := render(t, only(report.Figure{Name: "f", Title: "F", SVG: []byte(`<svg xmlns="http://www.w3.org/2000/svg"><a href="x"/></svg>`)}))
	if !strings.Contains(page, `<img src="data:image/svg`) {
		t.Error("the picture isn't embedded as an image")
	}
}
