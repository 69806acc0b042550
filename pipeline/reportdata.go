package main

import (
	"bytes"
	"context"
	"io"
	"slices"

	"autoencoder-dynamics/figures"
	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/report"
)

// writeReport writes index.html, paper.md and the tables for fresh figures.
func (s *session) writeReport(ctx context.Context, names []string) error {
	data, err := s.reportData(ctx, names)
	if err != nil {
		return err
	}
	for name, render := range map[string]func(io.Writer, report.Report) error{
		"index.html": report.Render, "paper.md": report.Markdown,
	} {
		var b bytes.Buffer
		if err := render(&b, data); err != nil {
			return err
		}
		if err := writeFile(s.reportPath(name), b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// reportData collects what the report shows, and writes the tables over all figures, which it links to.
func (s *session) reportData(ctx context.Context, names []string) (report.Report, error) {
	r := report.Report{
		Title: "The dynamics of representation learning in shallow, non-linear autoencoders",
		Source: report.Source{
			Citation: "M. Refinetti, S. Goldt, The dynamics of representation learning in shallow, non-linear autoencoders, ICML 2022",
			ArXiv:    "2201.02115",
		},
		PipelineFile: s.pipeline.Path, Profile: s.pipeline.Profile, Seed: s.pipeline.Seed,
		Lead: figures.Abstract(),
	}
	made := map[string]engine.Provenance{} // every stage that some figure was made from
	var all []pictured
	for _, name := range names {
		one, err := s.figureData(ctx, name)
		if err != nil {
			return r, err
		}
		all = append(all, one)
		collect(made, one.provenance)
	}
	r.Parts = argument(all)
	r.Banners = banners(r.Parts)
	tables, err := s.joinedTables(inOrder(r.Parts), all)
	if err != nil {
		return r, err
	}
	r.Tables = tables
	r.Versions = versions(made)
	for i := range s.pipeline.Stages {
		stage := &s.pipeline.Stages[i]
		if p, ok := made[stage.Name]; ok {
			r.Stages = append(r.Stages, report.Stage{
				Name: stage.Name, Kind: stage.Kind.Name(), Summary: stage.Kind.Summary(),
				Parameters: values(p.Preimage.Parameters), Duration: p.Detail.Duration(), Key: string(p.Key),
			})
		}
	}
	return r, nil
}

// argument orders the figures as the paper argues. Stages that draw the same figure stand one after the other, and are
// told apart by their names; figures that the argument doesn't know come last.
func argument(all []pictured) []report.Part {
	known := map[string]bool{}
	var parts []report.Part
	for _, part := range figures.Argument() {
		one := report.Part{Title: part.Title, Lead: part.Lead}
		for _, name := range part.Figures {
			known[name] = true
			for _, f := range all {
				if f.draws == name {
					one.Figures = append(one.Figures, f.Figure)
				}
			}
		}
		parts = append(parts, one)
	}
	others := report.Part{Title: "Other figures"}
	for _, f := range all {
		if !known[f.draws] {
			others.Figures = append(others.Figures, f.Figure)
		}
	}
	parts = append(parts, others)
	tellApart(parts)
	return parts
}

// tellApart adds the names of their stages to figures with the same title.
func tellApart(parts []report.Part) {
	titles := map[string]int{}
	for _, part := range parts {
		for _, f := range part.Figures {
			titles[f.Title]++
		}
	}
	for _, part := range parts {
		for i := range part.Figures {
			if f := &part.Figures[i]; titles[f.Title] > 1 {
				f.Title += " (" + f.Name + ")"
			}
		}
	}
}

// banners lists the caveats of all figures, each once.
func banners(parts []report.Part) []report.Caveat {
	var all []report.Caveat
	for _, part := range parts {
		for _, f := range part.Figures {
			for _, caveat := range f.Caveats {
				if !slices.ContainsFunc(all, func(c report.Caveat) bool { return c.ID == caveat.ID }) {
					all = append(all, caveat)
				}
			}
		}
	}
	return all
}

// inOrder lists the figures' stages as the report has them.
func inOrder(parts []report.Part) []string {
	var names []string
	for _, part := range parts {
		for _, f := range part.Figures {
			names = append(names, f.Name)
		}
	}
	return names
}
