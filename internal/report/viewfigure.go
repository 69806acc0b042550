package report

import (
	"encoding/base64"
	"fmt"
	"html/template"
	"math"
	"path"
	"time"
)

type figureView struct {
	Figure
	ID            string
	Number        int
	Paragraphs    []string
	Inline        template.HTML // the picture as a part of the page
	Picture       template.URL  // or else as an image
	Curves        *curvesView   // what can be read off the picture; nil for nothing
	Width, Height int           // CSS pixels on a screen with room
	Wide          bool
	Alone         string // address of the picture by itself, or ""
	Downloads     []linkView
	Tables        []tableView
	Caveats       []caveatView
	Tally         tally
	Claims        []claimView
	Failing       []claimView
	Parameters    matrix
	Provenance    []stepView
}

type linkView struct{ Label, File, Href string }

type claimView struct {
	Claim
	Verdict  string // "holds", "fails", "contradicted", "not measured"
	Class    string
	Bound    string // in per cent where the claim is
	Measured string // "" where nothing was
}

type stepView struct {
	Step
	StageID string // anchor of the stage, or ""
	Took    string
	ISO     string
	Made    string
}

func (b *builder) figure(f Figure) (figureView, error) {
	b.figures++
	v := figureView{
		Figure: f, ID: b.ids.of("figure", f.Name), Number: b.figures,
		Paragraphs: paragraphs(f.Caption),
		Wide:       f.Width > 4.5,
		Parameters: newMatrix(f.Parameters),
	}
	v.setPicture()
	for _, d := range f.Downloads {
		href, err := relative(d.Path)
		if err != nil {
			return v, fmt.Errorf("download %s: %w", d.Label, err)
		}
		v.Downloads = append(v.Downloads, linkView{Label: d.Label, File: d.Path, Href: href})
	}
	v.Alone = picture(v.Downloads)
	for _, c := range f.Claims {
		claim := newClaim(c)
		v.Claims = append(v.Claims, claim)
		v.Tally.count(c)
		if claim.Class == "fails" || claim.Class == "finding" {
			v.Failing = append(v.Failing, claim)
		}
	}
	for _, c := range f.Caveats {
		v.Caveats = append(v.Caveats, caveatView{Caveat: c, Anchor: b.banners[c]})
	}
	for _, s := range f.Provenance {
		v.Provenance = append(v.Provenance, b.step(s))
	}
	var err error
	v.Tables, err = b.tables(v.ID, f.Tables)
	return v, err
}

// setPicture makes the SVG a part of the page where it holds nothing but shapes, or else an image.
func (v *figureView) setPicture() {
	v.Width, v.Height = screenSize(v.Figure.Width, v.Figure.Height)
	if len(v.SVG) == 0 {
		return
	}
	var err error
	if v.Inline, err = inlineSVG(v.SVG, v.ID+"-", v.Alt, v.Width, v.Height); err == nil {
		if v.Curves = newCurves(v.Panels); v.Curves != nil {
			v.Curves.Networks, v.Curves.Kinds = v.Networks, v.Kinds
		}
		return
	}
	// Base64 has no character that means anything in an attribute.
	v.Picture = template.URL("data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(v.SVG))
}

func newClaim(c Claim) claimView {
	v := claimView{Claim: c, Verdict: "fails", Class: "fails"}
	v.Bound, v.Measured = c.Texts()
	switch {
	case c.Unmeasured:
		v.Verdict, v.Class = "not measured", "open"
	case c.Contradicted:
		v.Verdict, v.Class = "contradicted", "finding"
	case c.Pass:
		v.Verdict, v.Class = "holds", "holds"
	}
	return v
}

func (b *builder) step(s Step) stepView {
	v := stepView{Step: s, StageID: b.stageIDs[s.Stage], Took: took(s.Duration)}
	if !s.When.IsZero() {
		v.ISO = s.When.UTC().Format(time.RFC3339)
		v.Made = s.When.UTC().Format("2 January 2006, 15:04 UTC")
	}
	return v
}

// picture returns the address of the download that shows the figure: SVG, or else PNG.
func picture(downloads []linkView) string {
	for _, extension := range []string{".svg", ".png"} {
		for _, d := range downloads {
			if path.Ext(d.File) == extension {
				return d.Href
			}
		}
	}
	return ""
}

// screenSize returns the size in CSS pixels for a printed size in inches: half
// as large again as on paper, since one sits further from a screen.
func screenSize(width, height float64) (int, int) {
	const pixels = 1.5 * 96
	if !(width > 0 && height > 0) || math.IsInf(width+height, 0) {
		return 0, 0
	}
	return int(math.Round(width * pixels)), int(math.Round(height * pixels))
}
