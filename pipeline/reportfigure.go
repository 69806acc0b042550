package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path"
	"strings"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/report"
)

// pictured is a figure as the report shows it, and what else there is to know about it.
type pictured struct {
	report.Figure
	draws      string            // name of the figure that the stage draws
	tables     map[string]string // paths of its tables in the cache, by the names of their files
	provenance engine.Provenance
}

// figureData reads a fresh figure from the cache.
func (s *session) figureData(ctx context.Context, name string) (pictured, error) {
	p, err := s.engine.Explain(ctx, name)
	if err != nil {
		return pictured{}, fmt.Errorf("figure %s: %w", name, err)
	}
	_, paths, err := s.engine.Outputs(ctx, name)
	if err != nil {
		return pictured{}, fmt.Errorf("figure %s: %w", name, err)
	}
	one, err := readFigure(name, paths)
	if err != nil {
		return one, fmt.Errorf("figure %s: %w", name, err)
	}
	claims, _, err := s.claims(ctx, name)
	if err != nil {
		return one, fmt.Errorf("figure %s: %w", name, err)
	}
	one.Claims = reportClaims(claims)
	one.Downloads = downloads(name)
	one.Parameters, one.Provenance = chain(p)
	one.provenance = p
	return one, nil
}

// readFigure reads the picture, its description, its numbers and its tables.
func readFigure(name string, paths map[string]string) (one pictured, err error) {
	text, err := os.ReadFile(paths[figure.SummaryFile])
	if err != nil {
		return one, err
	}
	var d figure.Summary
	if err := json.Unmarshal(text, &d); err != nil {
		return one, fmt.Errorf("%s: %w", figure.SummaryFile, err)
	}
	one = pictured{draws: d.Name, tables: map[string]string{}, Figure: report.Figure{
		Name: name, Title: d.Title, Caption: d.Caption, Alt: d.Alt, Width: d.WidthInches, Height: d.HeightInches, Networks: reportNetworks(d), Kinds: reportKinds(d),
	}}
	if one.SVG, err = os.ReadFile(paths[figure.PictureFile("svg")]); err != nil {
		return one, err
	}
	if one.Panels, err = reportPanels(d, paths[figure.DataFile]); err != nil {
		return one, err
	}
	for _, caveat := range d.Caveats {
		one.Caveats = append(one.Caveats, report.Caveat(caveat))
	}
	for _, file := range figure.TableFiles() {
		if path, ok := paths[file]; ok {
			one.tables[file] = path
		}
	}
	one.Tables, err = figureTables(name, one.tables)
	return one, err
}

// downloads links to the exported files of a figure.
func downloads(name string) []report.Link {
	var links []report.Link
	for _, export := range exports() {
		links = append(links, report.Link{
			Label: strings.ToUpper(strings.TrimPrefix(path.Ext(export.ending), ".")), Path: "figures/" + name + export.ending,
		})
	}
	return links
}

func reportClaims(claims []claim) []report.Claim {
	var all []report.Claim
	for _, c := range claims {
		measured := math.NaN()
		if c.Measured != nil {
			measured = *c.Measured
		}
		all = append(all, report.Claim{
			Claim: c.Claim.Claim, Bound: c.Bound, Measured: measured, Pass: c.Pass, Unmeasured: c.Unmeasured, Contradicted: c.Contradicted, Detail: c.Detail,
		})
	}
	return all
}
