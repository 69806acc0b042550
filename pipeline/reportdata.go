package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/report"
	"autoencoder-dynamics/stages"
)

// writeReport writes index.html and paper.md for fresh figures.
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

func (s *session) reportData(ctx context.Context, names []string) (report.Report, error) {
	r := report.Report{
		Title: "The dynamics of representation learning in shallow, non-linear autoencoders",
		Source: report.Source{
			Citation: "M. Refinetti, S. Goldt, The dynamics of representation learning in shallow, non-linear autoencoders, ICML 2022",
			ArXiv:    "2201.02115",
		},
		PipelineFile: s.pipeline.Path, Profile: s.pipeline.Profile, Seed: s.pipeline.Seed,
	}
	made := map[string]engine.Provenance{} // every stage that some figure was made from
	banners := map[string]bool{}
	for _, name := range names {
		f, p, err := s.figureData(ctx, name)
		if err != nil {
			return r, err
		}
		r.Figures = append(r.Figures, f)
		collect(made, p)
		for _, caveat := range f.Caveats {
			if !banners[caveat.ID] {
				banners[caveat.ID] = true
				r.Banners = append(r.Banners, caveat)
			}
		}
	}
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

// collect adds a provenance and all below it, by stage.
func collect(made map[string]engine.Provenance, p engine.Provenance) {
	if p.Missing != "" {
		return
	}
	made[p.Stage] = p
	for _, in := range p.Inputs {
		collect(made, in)
	}
}

// versions lists Go, the system and the modules that the results depend on.
func versions(made map[string]engine.Provenance) []report.Value {
	modules := map[string]string{}
	all := []report.Value{{Key: "Go", Value: runtime.Version()}, {Key: "System", Value: runtime.GOOS + "/" + runtime.GOARCH}}
	for _, p := range made {
		for name, digest := range p.Preimage.Code {
			if version, _, ok := strings.Cut(digest, " "); ok {
				modules[name] = version
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		all = append(all, report.Value{Key: name, Value: modules[name]})
	}
	return all
}

// drawn is what the report needs of a plot stage's figure.json.
type drawn struct {
	Title   string          `json:"title"`
	Caption string          `json:"caption"`
	Alt     string          `json:"alt"`
	Width   float64         `json:"width_inches"`
	Height  float64         `json:"height_inches"`
	Caveats []stages.Caveat `json:"caveats"`
}

func (s *session) figureData(ctx context.Context, name string) (report.Figure, engine.Provenance, error) {
	fail := func(err error) (report.Figure, engine.Provenance, error) {
		return report.Figure{}, engine.Provenance{}, fmt.Errorf("figure %s: %w", name, err)
	}
	p, err := s.engine.Explain(ctx, name)
	if err != nil {
		return fail(err)
	}
	_, paths, err := s.engine.Outputs(ctx, name)
	if err != nil {
		return fail(err)
	}
	text, err := os.ReadFile(paths[figure.SummaryFile])
	if err != nil {
		return fail(err)
	}
	var d drawn
	if err := json.Unmarshal(text, &d); err != nil {
		return fail(err)
	}
	f := report.Figure{Name: name, Title: d.Title, Caption: d.Caption, Alt: d.Alt, Width: d.Width, Height: d.Height}
	if f.SVG, err = os.ReadFile(paths[figure.PictureFile("svg")]); err != nil {
		return fail(err)
	}
	claims, _, err := s.claims(ctx, name)
	if err != nil {
		return fail(err)
	}
	f.Claims = reportClaims(claims)
	for _, caveat := range d.Caveats {
		f.Caveats = append(f.Caveats, report.Caveat(caveat))
	}
	for _, export := range exports() {
		f.Downloads = append(f.Downloads, report.Link{
			Label: strings.ToUpper(strings.TrimPrefix(export.ending, ".")), Path: "figures/" + name + export.ending,
		})
	}
	f.Parameters, f.Provenance = chain(p)
	return f, p, nil
}

func reportClaims(claims []claim) []report.Claim {
	var all []report.Claim
	for _, c := range claims {
		measured := math.NaN()
		if c.Measured != nil {
			measured = *c.Measured
		}
		all = append(all, report.Claim{Claim: c.Claim, Bound: c.Bound, Measured: measured, Pass: c.Pass, Detail: c.Detail})
	}
	return all
}

// chain lists the stages that a figure was made from, each once, the figure
// first, and the parameters of those that integrate or simulate.
func chain(p engine.Provenance) (parameters []report.StageParameters, steps []report.Step) {
	seen := map[cache.Digest]bool{}
	var visit func(engine.Provenance)
	visit = func(p engine.Provenance) {
		if seen[p.Key] || p.Missing != "" {
			return
		}
		seen[p.Key] = true
		steps = append(steps, step(p))
		if kind := p.Preimage.Kind; kind == "ode" || kind == "sgd" {
			parameters = append(parameters, report.StageParameters{Stage: p.Stage, Values: values(p.Preimage.Parameters)})
		}
		for _, in := range p.Inputs {
			visit(in)
		}
	}
	visit(p)
	return parameters, steps
}

func step(p engine.Provenance) report.Step {
	s := report.Step{
		Stage: p.Stage, Kind: p.Preimage.Kind, Key: string(p.Key), Code: string(p.Preimage.CodeDigest()),
		Duration: p.Detail.Duration(), Host: p.Detail.Host,
	}
	s.When, _ = time.Parse(time.RFC3339, p.Detail.Started) // written by the engine
	if p.Preimage.Source != "" {
		s.Inputs = append(s.Inputs, report.InputDigest{Name: p.Detail.Source, Digest: p.Preimage.Source})
	}
	for i, link := range p.Detail.Inputs {
		for _, name := range slices.Sorted(maps.Keys(p.Preimage.Inputs[i].Files)) {
			s.Inputs = append(s.Inputs, report.InputDigest{
				Name: link.Stage + "/" + name, Digest: string(p.Preimage.Inputs[i].Files[name]),
			})
		}
	}
	return s
}

func values(canonical json.RawMessage) []report.Value {
	var all []report.Value
	for _, line := range parameterLines(canonical) {
		key, value, _ := strings.Cut(line, " = ")
		all = append(all, report.Value{Key: key, Value: strings.Trim(value, `"`)})
	}
	return all
}
