package report

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"math"
	"path"
	"strings"
	"time"

	"autoencoder-dynamics/internal/quantity"
)

// page is a report made ready for the template: nothing is computed there.
type page struct {
	Report
	TitleWords []string // not to be broken at their hyphens
	Style      template.CSS
	Policy     string
	ArXivURL   string
	Holding    int // claims that hold
	Claims     int // claims in all
	Banners    []caveatView
	Figures    []figureView
	Stages     []stageView
}

type figureView struct {
	Figure
	ID            string
	Number        int
	Paragraphs    []string
	Picture       template.URL
	Width, Height int // CSS pixels on a screen with room
	Wide          bool
	Alone         string // address of the picture by itself, or ""
	Downloads     []linkView
	Caveats       []caveatView
	Claims        []claimView
	Holding       int         // claims that hold
	Failing       []claimView // and those that don't
	Parameters    matrix
	Provenance    []stepView
}

type linkView struct{ Label, File, Href string }

// caveatView is a caveat and where the page explains it.
type caveatView struct {
	Caveat
	Anchor string // of the banner with its text; "" where the text is shown in place
}

type claimView struct {
	Claim
	Measured string
}

type stepView struct {
	Step
	StageID string // anchor of the stage, or ""
	Took    string
	ISO     string
	Made    string
}

type stageView struct {
	Stage
	ID   string
	Took string
}

// matrix shows the parameters of several stages side by side.
type matrix struct {
	Stages []string
	Rows   []matrixRow
}

type matrixRow struct {
	Key    string
	Differ bool // not the same in all stages
	Values []string
}

// newPage prepares a report.
func newPage(r Report) (page, error) {
	if len(r.Figures) == 0 {
		return page{}, ErrEmpty
	}
	p := page{Report: r, TitleWords: strings.Fields(r.Title), Style: template.CSS(style), Policy: policy()}
	if r.Source.ArXiv != "" {
		p.ArXivURL = arXivPage(r.Source.ArXiv)
	}
	ids := &anchors{used: map[string]bool{}}
	stageIDs, bannerIDs := map[string]string{}, map[Caveat]string{}
	for _, c := range r.Banners {
		v := caveatView{Caveat: c, Anchor: ids.of("caveat", c.ID)}
		bannerIDs[c] = v.Anchor
		p.Banners = append(p.Banners, v)
	}
	for _, s := range r.Stages {
		v := stageView{Stage: s, ID: ids.of("stage", s.Name), Took: took(s.Duration)}
		stageIDs[s.Name] = v.ID
		p.Stages = append(p.Stages, v)
	}
	for i, f := range r.Figures {
		v, err := newFigure(f, stageIDs)
		if err != nil {
			return page{}, fmt.Errorf("figure %s: %w", f.Name, err)
		}
		v.ID, v.Number = ids.of("figure", f.Name), i+1
		for _, c := range f.Caveats {
			v.Caveats = append(v.Caveats, caveatView{Caveat: c, Anchor: bannerIDs[c]})
		}
		p.Figures = append(p.Figures, v)
		p.Claims += len(f.Claims)
		p.Holding += v.Holding
	}
	return p, nil
}

func newFigure(f Figure, stageIDs map[string]string) (figureView, error) {
	v := figureView{
		Figure:     f,
		Paragraphs: paragraphs(f.Caption),
		Wide:       f.Width > 4.5,
		Parameters: newMatrix(f.Parameters),
	}
	if len(f.SVG) > 0 {
		// Base64 has no character that means anything in an attribute.
		v.Picture = template.URL("data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(f.SVG))
	}
	v.Width, v.Height = screenSize(f.Width, f.Height)
	for _, d := range f.Downloads {
		href, err := relative(d.Path)
		if err != nil {
			return v, fmt.Errorf("download %s: %w", d.Label, err)
		}
		v.Downloads = append(v.Downloads, linkView{Label: d.Label, File: d.Path, Href: href})
	}
	v.Alone = picture(v.Downloads)
	for _, c := range f.Claims {
		claim := claimView{Claim: c, Measured: number(c.Measured)}
		v.Claims = append(v.Claims, claim)
		if c.Pass {
			v.Holding++
		} else {
			v.Failing = append(v.Failing, claim)
		}
	}
	for _, s := range f.Provenance {
		step := stepView{Step: s, StageID: stageIDs[s.Stage], Took: took(s.Duration)}
		if !s.When.IsZero() {
			step.ISO = s.When.UTC().Format(time.RFC3339)
			step.Made = s.When.UTC().Format("2 January 2006, 15:04 UTC")
		}
		v.Provenance = append(v.Provenance, step)
	}
	return v, nil
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

// newMatrix puts the parameters of several stages side by side: a row for each
// key, in the order in which the keys are met.
func newMatrix(all []StageParameters) matrix {
	var m matrix
	rows := map[string]int{}
	for column, s := range all {
		m.Stages = append(m.Stages, s.Stage)
		for _, v := range s.Values {
			at, ok := rows[v.Key]
			if !ok {
				at = len(m.Rows)
				rows[v.Key] = at
				m.Rows = append(m.Rows, matrixRow{Key: v.Key, Values: make([]string, len(all))})
			}
			m.Rows[at].Values[column] = v.Value
		}
	}
	for i, row := range m.Rows {
		for _, v := range row.Values {
			m.Rows[i].Differ = m.Rows[i].Differ || v != row.Values[0]
		}
	}
	return m
}

func took(d time.Duration) string {
	if d <= 0 {
		return ""
	}
	return quantity.Duration(d)
}

// policy is the page's content security policy: pictures inside the page and
// its one style sheet, and nothing else.
func policy() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; img-src data:; style-src 'sha256-" +
		base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
}
