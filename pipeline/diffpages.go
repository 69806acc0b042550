package main

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"autoencoder-dynamics/internal/reference"
	"autoencoder-dynamics/internal/reference/page"
)

// writePages writes a page for each figure and the index of them, and drops pages of figures that aren't shown any more.
func (s *session) writePages(dir string, shown []compared) (index string, err error) {
	index = filepath.Join(dir, "index.html")
	entries := page.Index{Profile: s.pipeline.Profile}
	kept := map[string]bool{filepath.Base(index): true}
	for _, one := range shown {
		if one.content.Picture == nil {
			if one.content, err = one.made.content(); err != nil {
				return "", err
			}
		}
		data := s.pageData(one)
		var b bytes.Buffer
		if err := page.Render(&b, data); err != nil {
			return "", err
		}
		file := one.Figure + ".html"
		if err := writeFile(filepath.Join(dir, file), b.Bytes()); err != nil {
			return "", err
		}
		kept[file] = true
		entries.Figures = append(entries.Figures, page.Entry{Figure: one.Figure, Title: data.Title, File: file, Verdict: data.Verdict, Findings: len(one.Findings)})
	}
	if err := dropPages(dir, kept); err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := page.RenderIndex(&b, entries); err != nil {
		return "", err
	}
	return index, writeFile(index, b.Bytes())
}

// dropPages removes pages that were written before and aren't kept; other files stay.
func dropPages(dir string, kept map[string]bool) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		if kept[entry.Name()] || filepath.Ext(path) != ".html" || !page.IsPage(path) {
			continue
		}
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	return nil
}

// pageData gathers what the page of a figure shows.
func (s *session) pageData(one compared) page.Page {
	return page.Page{
		Title: one.content.Summary.Title, Figure: one.Figure, Variant: string(one.Variant), Verdict: one.sentence(),
		Comparison: one.Comparison,
		Old:        side(one.accepted.Manifest, one.accepted.Content),
		New:        side(one.made.Manifest, one.content),
		Accept:     s.hint("accept", one.Figure, "--reason", "…"),
	}
}

// side is one of the two figures that a page compares.
func side(m reference.Manifest, c reference.Content) page.Side {
	shown := page.Side{Picture: c.Picture, Claims: c.Claims, When: m.Accepted, Reason: m.Reason, History: m.History}
	add := func(name, value string) {
		shown.Provenance = append(shown.Provenance, page.Line{Name: name, Value: value})
	}
	add("numbers (data.csv)", m.Outputs["data.csv"])
	add("drawing code", m.Code)
	for _, stage := range slices.Sorted(maps.Keys(m.Sources)) {
		add("data of "+stage, m.Sources[stage])
	}
	for _, stage := range slices.Sorted(maps.Keys(m.Stages)) {
		add("stage "+stage, m.Stages[stage])
	}
	if len(m.Caveats) > 0 {
		add("caveats", strings.Join(m.Caveats, ", "))
	}
	if len(m.Set) > 0 {
		add("--set", strings.Join(m.Set, ", "))
	}
	add("made by", m.Go+" on "+m.Arch)
	return shown
}
