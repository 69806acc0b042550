package report_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/report"
)

// TestManyFigures makes sure that a page of thirteen figures, each with more curves than a reader wants, stays below
// 12 MB, and that their parts don't get into each other's way.
func TestManyFigures(t *testing.T) {
	page := render(t, many(13))
	if len(page) > 12e6 {
		t.Errorf("the page has %d bytes", len(page))
	}
	checkStructure(t, page)
}

// many is a report with large figures.
func many(n int) report.Report {
	r := report.Report{Title: "Many", Parts: []report.Part{{Title: "First"}, {Title: "Second"}}}
	for i := range n {
		part := &r.Parts[i%2]
		part.Figures = append(part.Figures, large(fmt.Sprintf("figure-%d", i)))
	}
	return r
}

// large is a figure of six panels with twelve series of a thousand points each.
func large(name string) report.Figure {
	f := report.Figure{Name: name, Title: "Figure " + name, Caption: "Curves.", Width: 6.9, Height: 4}
	var svg strings.Builder
	svg.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 400"><defs><path id="g0" d="M0 0L2 0L2 2Z"/></defs>`)
	for p := range 6 {
		letter := string(rune('a' + p))
		frame := report.Frame{Left: float64(30 + p%3*200), Top: float64(20 + p/3*200), Width: 150, Height: 150}
		panel := report.Panel{Name: letter, X: report.Axis{Label: "time t", Max: 1}, Y: report.Axis{Label: "pmse", Min: -1, Max: 1}, Frame: frame}
		fmt.Fprintf(&svg, `<g class="panel" data-name="%s">`, letter)
		for k := range 12 {
			s := report.Series{Name: fmt.Sprintf("unit %d", k), Style: "theory", Color: "#0072b2"}
			fmt.Fprintf(&svg, `<g class="series theory" data-name="%s"><path fill="none" stroke="#0072b2" d="M0 0`, s.Name)
			for i := range 1000 {
				x, y := float64(i)/999, math.Sin(float64(i*(k+1))/50)
				s.X, s.Y = append(s.X, x), append(s.Y, y)
				if i%5 == 0 { // as a drawing leaves out what no eye can tell
					fmt.Fprintf(&svg, "L%.2f %.2f", frame.Left+x*150, frame.Top+75-75*y)
				}
			}
			svg.WriteString(`"/><use href="#g0"/></g>`)
			panel.Series = append(panel.Series, s)
		}
		svg.WriteString("</g>")
		f.Panels = append(f.Panels, panel)
	}
	svg.WriteString("</svg>")
	f.SVG = []byte(svg.String())
	return f
}
