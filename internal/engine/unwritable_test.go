package engine_test

import (
	"errors"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/engine/cache/faulty"
)

// readOnly is an engine on the project's cache, on a disk that takes no changes.
func (p *project) readOnly(t *testing.T) *engine.Engine {
	t.Helper()
	plan, err := faulty.Parse("at=1 do=error:EROFS for=ever")
	if err != nil {
		t.Fatal(err)
	}
	return p.engineOn(2, cache.New(cache.Options{Disk: faulty.Wrap(p.cacheDisk(), plan), Now: time.Now}))
}

func TestReadOnlyCacheServes(t *testing.T) {
	p := newProject(t)
	chain(p)
	p.run()
	summary, err := p.readOnly(t).Run(t.Context(), nil, nil)
	if err != nil || len(summary.Cached) != len(p.stages) {
		t.Errorf("%v, %+v", err, summary)
	}
}

// TestReadOnlyCacheStopsTheRunAtOnce has three stages that could begin: none
// does, none is shown as failed, and one error says why.
func TestReadOnlyCacheStopsTheRunAtOnce(t *testing.T) {
	p := newProject(t)
	chain(p)
	p.run()
	before := p.shown.String()
	p.source = "var x = 2"
	summary, err := p.readOnly(t).Run(t.Context(), nil, nil)
	if !errors.Is(err, engine.ErrUnwritable) || !errors.Is(err, syscall.EROFS) {
		t.Fatalf("error %v", err)
	}
	if text := err.Error(); !strings.Contains(text, "nothing was run") || !strings.Contains(text, "--cache") || strings.Count(text, "\n") > 1 {
		t.Errorf("%q", text)
	}
	if ran := p.log.take(); len(ran) > 0 || len(summary.Failed) > 0 || len(summary.Skipped) != len(p.stages) {
		t.Errorf("ran %v, %+v", ran, summary)
	}
	if shown := strings.TrimPrefix(p.shown.String(), before); shown != "" {
		t.Errorf("shown: %s", shown)
	}
	if ran := p.run(); !slices.Equal(ran, []string{"a", "b", "c", "d"}) {
		t.Errorf("once it can be written to again, %v ran", ran)
	}
}
