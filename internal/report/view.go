package report

import (
	"errors"
	"fmt"
	"html/template"
	"strings"
	"time"

	"autoencoder-dynamics/internal/quantity"
)

// page is a report made ready for the template: nothing is computed there.
type page struct {
	Report
	TitleWords []string // not to be broken at their hyphens
	Style      template.CSS
	Script     template.JS
	Policy     string
	ArXivURL   string
	Readable   bool // some figure can be read off
	Markers    string
	Tally      tally
	Banners    []caveatView
	Parts      []partView
	Tables     []tableView
	Stages     []stageView
}

type partView struct {
	Part
	ID      string
	Tally   tally
	Figures []figureView
}

// caveatView is a caveat and where the page explains it.
type caveatView struct {
	Caveat
	Anchor string // of the banner with its text; "" where the text is shown in place
}

type stageView struct {
	Stage
	ID   string
	Took string
}

// builder makes the views of one page, whose identifiers it hands out.
type builder struct {
	ids      *anchors
	stageIDs map[string]string // by stage
	banners  map[Caveat]string // identifiers
	figures  int               // so far
	named    map[string]*figureView
}

// newPage prepares a report.
func newPage(r Report) (page, error) {
	p := page{
		Report: r, TitleWords: strings.Fields(r.Title),
		Style: template.CSS(style), Script: template.JS(script), Policy: policy(), Markers: markers,
	}
	if r.Source.ArXiv != "" {
		p.ArXivURL = arXivPage(r.Source.ArXiv)
	}
	b := builder{ids: newAnchors(), stageIDs: map[string]string{}, banners: map[Caveat]string{}, named: map[string]*figureView{}}
	for _, c := range r.Banners {
		v := caveatView{Caveat: c, Anchor: b.ids.of("caveat", c.ID)}
		b.banners[c] = v.Anchor
		p.Banners = append(p.Banners, v)
	}
	for _, s := range r.Stages {
		v := stageView{Stage: s, ID: b.ids.of("stage", s.Name), Took: took(s.Duration)}
		b.stageIDs[s.Name] = v.ID
		p.Stages = append(p.Stages, v)
	}
	var problems []error
	for _, part := range r.Parts {
		v, err := b.part(part)
		problems = append(problems, err)
		if len(v.Figures) > 0 {
			p.Parts = append(p.Parts, v)
			p.Tally.add(v.Tally)
		}
		for _, f := range v.Figures {
			p.Readable = p.Readable || f.Curves != nil
		}
	}
	tables, err := b.tables("table", r.Tables)
	p.Tables = tables
	problems = append(problems, err)
	if b.figures == 0 {
		problems = append(problems, ErrEmpty)
	}
	return p, errors.Join(problems...)
}

func (b *builder) part(part Part) (partView, error) {
	v := partView{Part: part}
	if len(part.Figures) == 0 {
		return v, nil
	}
	v.ID = b.ids.of("part", part.Title)
	for _, f := range part.Figures {
		figure, err := b.figure(f)
		if err != nil {
			return v, fmt.Errorf("figure %s: %w", f.Name, err)
		}
		v.Figures = append(v.Figures, figure)
		v.Tally.add(figure.Tally)
		b.named[f.Name] = &figure
	}
	return v, nil
}

func took(d time.Duration) string {
	if d <= 0 {
		return ""
	}
	return quantity.Duration(d)
}
