package engine

import (
	"context"
	"fmt"
	"slices"

	"autoencoder-dynamics/internal/engine/cache"
)

// Provenance is what a result was made from, down to the data.
type Provenance struct {
	Stage    string         `json:"stage"`
	Current  bool           `json:"current"`           // it is what the pipeline asks for now
	Reasons  []Reason       `json:"reasons,omitempty"` // if not current: what differs now
	Key      cache.Digest   `json:"key"`
	Preimage Preimage       `json:"made_from"`
	Detail   Detail         `json:"detail"`
	Outputs  []cache.Output `json:"outputs"`
	Inputs   []Provenance   `json:"inputs,omitempty"`
	Missing  string         `json:"missing,omitempty"` // why an input can't be followed further
}

// Explain returns the provenance of a stage's result: the one that the pipeline
// asks for now if the cache has it, else the most similar past one, with what
// differs. Outputs are checked against their digests; damage is an error. It writes nothing.
func (e *Engine) Explain(ctx context.Context, name string) (Provenance, error) {
	all, err := e.Status(ctx, []string{name}, nil)
	if err != nil {
		return Provenance{}, err
	}
	status := all[len(all)-1]
	if status.result != nil {
		return e.checked(status.result.manifest, name)
	}
	past, err := e.past(name)
	if err != nil {
		return Provenance{}, err
	}
	if len(past) == 0 {
		return Provenance{}, fmt.Errorf("stage %s has never run: run it with \"go run ./pipeline run %s\"", name, name)
	}
	newest := past[0]
	for _, r := range past {
		if r.manifest.Stored.After(newest.manifest.Stored) {
			newest = r
		}
	}
	p, err := e.checked(newest.manifest, name)
	p.Current, p.Reasons = false, status.Reasons
	for _, upstream := range status.After {
		p.Reasons = append(p.Reasons, Reason{Subject: "input", Name: upstream + " is stale"})
	}
	return p, err
}

// ExplainFile returns the provenance of a file by its content: an output of
// some stage, wherever it lies now and whatever it is called.
func (e *Engine) ExplainFile(path string) (Provenance, string, error) {
	digest, _, err := cache.DigestFile(path)
	if err != nil {
		return Provenance{}, "", err
	}
	all, err := e.config.Cache.All()
	if err != nil {
		return Provenance{}, "", err
	}
	var found *cache.Manifest
	output := ""
	for i, m := range all {
		for _, o := range m.Outputs {
			if o.Digest == digest && (found == nil || m.Stored.After(found.Stored)) {
				found, output = &all[i], o.Name
			}
		}
	}
	if found == nil {
		return Provenance{}, "", fmt.Errorf("%s (sha256 %s) is no output of any stage in the cache %s: it was changed, made elsewhere, or dropped by gc",
			path, digest.Short(), e.config.Cache.Dir())
	}
	r, err := decodeRecord(*found)
	if err != nil {
		return Provenance{}, "", err
	}
	p, err := e.checked(*found, r.detail.Stage)
	return p, output, err
}

// checked returns the provenance of a manifest whose own outputs match their digests.
func (e *Engine) checked(m cache.Manifest, stage string) (Provenance, error) {
	for _, o := range m.Outputs {
		if err := e.config.Cache.Check(o); err != nil {
			return Provenance{}, fmt.Errorf("stage %s: %w; \"go run ./pipeline run %s --force\" makes it again", stage, err, stage)
		}
	}
	p, err := e.provenance(m, nil)
	p.Stage, p.Current = stage, true
	return p, err
}

func (e *Engine) provenance(m cache.Manifest, above []cache.Digest) (Provenance, error) {
	r, err := decodeRecord(m)
	if err != nil {
		return Provenance{}, fmt.Errorf("manifest %s: %w", m.Key.Short(), err)
	}
	p := Provenance{
		Stage: r.detail.Stage, Current: true, Key: m.Key,
		Preimage: r.preimage, Detail: r.detail, Outputs: m.Outputs,
	}
	for _, link := range r.detail.Inputs {
		upstream, ok := e.config.Cache.Peek(link.Key)
		if !ok || slices.Contains(above, link.Key) {
			p.Inputs = append(p.Inputs, Provenance{Stage: link.Stage, Key: link.Key, Missing: "its manifest is no longer in the cache"})
			continue
		}
		in, err := e.provenance(upstream, append(above, m.Key))
		if err != nil {
			return Provenance{}, err
		}
		in.Stage = link.Stage
		p.Inputs = append(p.Inputs, in)
	}
	return p, nil
}

// Output returns the path of a fresh stage's output, its bytes checked. A stage
// that is stale, or an output that it doesn't have, is an error that says what to do.
func (e *Engine) Output(ctx context.Context, stage, file string) (string, error) {
	all, err := e.Status(ctx, []string{stage}, nil)
	if err != nil {
		return "", err
	}
	status := all[len(all)-1]
	if status.result == nil {
		return "", fmt.Errorf("stage %s is %s: run it with \"go run ./pipeline run %s\"", stage, status.State, stage)
	}
	var names []string
	for _, o := range status.result.manifest.Outputs {
		if o.Name == file {
			return e.config.Cache.ObjectPath(o.Digest), e.config.Cache.Check(o)
		}
		names = append(names, o.Name)
	}
	return "", fmt.Errorf("stage %s has no output %q; it has %q", stage, file, names)
}

// Outputs returns the names and paths of a fresh stage's outputs, in the order
// of their names, their bytes checked.
func (e *Engine) Outputs(ctx context.Context, stage string) ([]cache.Output, map[string]string, error) {
	all, err := e.Status(ctx, []string{stage}, nil)
	if err != nil {
		return nil, nil, err
	}
	status := all[len(all)-1]
	if status.result == nil {
		return nil, nil, fmt.Errorf("stage %s is %s: run it with \"go run ./pipeline run %s\"", stage, status.State, stage)
	}
	paths := map[string]string{}
	for _, o := range status.result.manifest.Outputs {
		if err := e.config.Cache.Check(o); err != nil {
			return nil, nil, err
		}
		paths[o.Name] = e.config.Cache.ObjectPath(o.Digest)
	}
	return status.result.manifest.Outputs, paths, nil
}
