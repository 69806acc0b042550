package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/reference"
)

// candidate is a fresh figure as it may be compared with its reference, or become it.
type candidate struct {
	Manifest reference.Manifest // all but reason and history
	paths    map[string]string  // of its outputs
}

// references is the folder of accepted figures beside the pipeline file.
func (s *session) references() reference.Store {
	return reference.Store{Dir: filepath.Join(filepath.Dir(s.absolute(s.pipeline.Path)), "figures", "reference")}
}

// candidate returns a figure with what it was made from; ok is false where it isn't up to date.
func (s *session) candidate(ctx context.Context, name string) (c candidate, ok bool, err error) {
	all, err := s.engine.Status(ctx, []string{name}, nil)
	if err != nil || all[len(all)-1].State != engine.Fresh {
		return c, false, err
	}
	p, err := s.engine.Explain(ctx, name)
	if err != nil {
		return c, false, err
	}
	c.paths = map[string]string{}
	c.Manifest = reference.Manifest{
		Figure: name, Profile: s.pipeline.Profile, Accepted: s.now().UTC().Truncate(time.Second),
		Code: string(p.Preimage.CodeDigest()), Outputs: map[string]string{}, Stages: map[string]string{},
		Sources: map[string]string{}, Set: s.options.set, Go: p.Preimage.Versions.Go, Arch: p.Preimage.Versions.Arch,
	}
	for _, o := range p.Outputs {
		c.Manifest.Outputs[o.Name] = string(o.Digest)
		c.paths[o.Name] = s.cache.ObjectPath(o.Digest)
	}
	for _, caveat := range p.Detail.Caveats {
		c.Manifest.Caveats = append(c.Manifest.Caveats, caveat.ID)
	}
	addStages(&c.Manifest, p, map[cache.Digest]bool{})
	c.Manifest.Origin = reference.OriginOf(len(c.Manifest.Sources) > 0, c.Manifest.Caveats)
	c.Manifest.Variant = reference.NewVariant(c.Manifest.Profile, c.Manifest.Origin)
	return c, true, nil
}

// addStages notes the keys of all stages that a figure was made from, and what they took from outside.
func addStages(m *reference.Manifest, p engine.Provenance, seen map[cache.Digest]bool) {
	if seen[p.Key] {
		return
	}
	seen[p.Key] = true
	m.Stages[p.Stage] = string(p.Key)
	if p.Preimage.Source != "" {
		m.Sources[p.Stage] = p.Preimage.Source
	}
	for _, in := range p.Inputs {
		addStages(m, in, seen)
	}
}

// content reads the figure's outputs.
func (c candidate) content() (reference.Content, error) {
	content, err := reference.ReadOutputs(func(name string) ([]byte, bool, error) {
		path, ok := c.paths[name]
		if !ok {
			return nil, false, nil
		}
		text, err := os.ReadFile(path)
		return text, true, err
	})
	if err != nil {
		return content, fmt.Errorf("figure %s: %w", c.Manifest.Figure, err)
	}
	return content, nil
}

// same reports whether a figure is the accepted one to the last bit. Its PDF needn't be: it says what the picture says.
func (c candidate) same(accepted reference.Manifest) bool {
	for _, name := range []string{figure.DataFile, figure.SummaryFile, figure.OperationsFile, figure.PictureFile("png")} {
		if digest := c.Manifest.Outputs[name]; digest == "" || digest != accepted.Outputs[name] {
			return false
		}
	}
	return true
}
