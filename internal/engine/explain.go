package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

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

// ErrNotMade says that a file has the content of no output in the cache.
var ErrNotMade = errors.New("it was changed, made elsewhere, or dropped by gc")

// Explain returns the provenance of a stage's result: the one that the pipeline
// asks for now if the cache has it, else the most similar past one, with what
// differs. Outputs are checked against their digests, for a present result those of all
// that it was made from too; damage is an error. What a past result was made from is
// followed as far as the cache still has those very results. It writes nothing.
func (e *Engine) Explain(ctx context.Context, name string) (Provenance, error) {
	all, err := e.Status(ctx, []string{name}, nil)
	if err != nil {
		return Provenance{}, err
	}
	status := all[len(all)-1]
	if status.result != nil {
		return e.current(all, name)
	}
	switch {
	case status.damaged:
		return Provenance{}, fmt.Errorf("stage %s: %w; %s makes it again", name, &damagedResult{status.Reasons}, e.hint("run", name))
	case status.past == nil:
		return Provenance{}, fmt.Errorf("stage %s has never run: run it with %s", name, e.hint("run", name))
	}
	p, err := e.checked(status.past.manifest, name)
	p.Reasons = status.Reasons
	for _, upstream := range status.After {
		p.Reasons = append(p.Reasons, Reason{Subject: "input", Name: upstream + " is stale"})
	}
	return p, err
}

// current is the provenance of a fresh result. It follows the pipeline as it is:
// the links in a manifest say which run first yielded the bytes of an input, and
// that run may have been superseded since by another one with the same bytes.
func (e *Engine) current(all []Status, name string) (Provenance, error) {
	results := map[string]*result{}
	for _, status := range all {
		results[status.Stage] = status.result
	}
	var build func(name string) (Provenance, error)
	build = func(name string) (Provenance, error) {
		if err := e.checkOutputs(results[name].manifest, name); err != nil {
			return Provenance{}, err
		}
		r, err := decodeRecord(results[name].manifest)
		if err != nil {
			return Provenance{}, fmt.Errorf("stage %s: %w", name, err)
		}
		p := Provenance{
			Stage: name, Current: true, Key: r.manifest.Key,
			Preimage: r.preimage, Detail: r.detail, Outputs: r.manifest.Outputs,
		}
		for i, in := range inputsOf(e.byName[name], func(upstream string) *result { return results[upstream] }) {
			upstream, err := build(in.result.stage.Name)
			if err != nil {
				return Provenance{}, err
			}
			p.Inputs = append(p.Inputs, upstream)
			p.Detail.Inputs[i] = InputLink{in.port, upstream.Stage, upstream.Key}
		}
		return p, nil
	}
	return build(name)
}

// ExplainFile returns the provenance of a file by its content, and under which
// name a stage made it: wherever the file lies now and whatever it is called. Of
// several stages that made those bytes it prefers one whose result is current. The error
// wraps ErrNotMade where no stage made them.
func (e *Engine) ExplainFile(ctx context.Context, path string) (Provenance, string, error) {
	now, err := e.Status(ctx, nil, nil)
	if err != nil {
		return Provenance{}, "", err
	}
	all, err := e.config.Cache.All()
	if err != nil {
		return Provenance{}, "", err
	}
	digest, err := e.digestAmong(path, all)
	if err != nil {
		return Provenance{}, "", err
	}
	for _, status := range now {
		if status.result == nil {
			continue
		}
		if output := outputOf(status.result.manifest, digest); output != "" {
			p, err := e.Explain(ctx, status.Stage)
			return p, output, err
		}
	}
	var found record
	for _, m := range all {
		if outputOf(m, digest) != "" && m.Stored.After(found.manifest.Stored) {
			if r, err := decodeRecord(m); err == nil {
				found = r
			}
		}
	}
	if found.manifest.Key == "" {
		return Provenance{}, "", fmt.Errorf("%s (sha256 %s) is no output of any stage in the cache %s: %w", path, digest.Short(), e.config.Cache.Dir(), ErrNotMade)
	}
	p, err := e.checked(found.manifest, found.detail.Stage)
	p.Reasons = []Reason{{Subject: "result", Name: "isn't what this pipeline asks for now"}}
	return p, outputOf(found.manifest, digest), err
}

// digestAmong returns the digest of a file that has the size of some output.
// Another one needs no reading, however long it is.
func (e *Engine) digestAmong(path string, all []cache.Manifest) (cache.Digest, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is not a regular file", path)
	}
	if !slices.ContainsFunc(all, func(m cache.Manifest) bool {
		return slices.ContainsFunc(m.Outputs, func(o cache.Output) bool { return o.Size == info.Size() })
	}) {
		return "", fmt.Errorf("%s (%d bytes) is no output of any stage in the cache %s: %w", path, info.Size(), e.config.Cache.Dir(), ErrNotMade)
	}
	digest, _, err := cache.DigestFile(path)
	return digest, err
}

// outputOf names the output with that content, "" for none.
func outputOf(m cache.Manifest, digest cache.Digest) string {
	for _, o := range m.Outputs {
		if o.Digest == digest {
			return o.Name
		}
	}
	return ""
}

// checked returns the provenance of a past result whose own outputs match their digests.
func (e *Engine) checked(m cache.Manifest, stage string) (Provenance, error) {
	if err := e.checkOutputs(m, stage); err != nil {
		return Provenance{}, err
	}
	p, err := e.provenance(m, nil)
	p.Stage, p.Current = stage, false
	return p, err
}

func (e *Engine) checkOutputs(m cache.Manifest, stage string) error {
	for _, o := range m.Outputs {
		if err := e.check(o); err != nil {
			return e.remedy(stage, err)
		}
	}
	return nil
}

// remedy says what to do about an output that doesn't match its digest.
func (e *Engine) remedy(stage string, err error) error {
	if !errors.Is(err, cache.ErrDamaged) {
		return fmt.Errorf("stage %s: %w", stage, err)
	}
	return fmt.Errorf("stage %s: %w; %s makes it again", stage, err, e.hint("run", stage, "--force"))
}

// provenance follows the links of a past result. A link is followed only to the very
// result that the key was made from.
func (e *Engine) provenance(m cache.Manifest, above []cache.Digest) (Provenance, error) {
	r, err := decodeRecord(m)
	if err != nil {
		return Provenance{}, err
	}
	p := Provenance{
		Stage: r.detail.Stage, Current: true, Key: m.Key,
		Preimage: r.preimage, Detail: r.detail, Outputs: m.Outputs,
	}
	for i, link := range r.detail.Inputs {
		upstream, ok := e.config.Cache.Peek(link.Key)
		missing := ""
		if !ok || slices.Contains(above, link.Key) {
			missing = "its manifest is no longer in the cache"
		} else if u, err := decodeRecord(upstream); err != nil {
			missing = err.Error()
		} else if !u.vouchesFor(r.preimage.Inputs[i]) {
			missing = "its manifest now tells of other outputs than those that were taken"
		}
		if missing != "" {
			p.Inputs = append(p.Inputs, Provenance{Stage: link.Stage, Key: link.Key, Missing: missing})
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
		return "", fmt.Errorf("stage %s is %s: run it with %s", stage, status.State, e.hint("run", stage))
	}
	var names []string
	for _, o := range status.result.manifest.Outputs {
		if o.Name != file {
			names = append(names, o.Name)
			continue
		}
		if err := e.check(o); err != nil {
			return "", e.remedy(stage, err)
		}
		return e.config.Cache.ObjectPath(o.Digest), nil
	}
	return "", fmt.Errorf("stage %s has no output %q; it has %s", stage, file, strings.Join(names, ", "))
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
		return nil, nil, fmt.Errorf("stage %s is %s: run it with %s", stage, status.State, e.hint("run", stage))
	}
	if err := e.checkOutputs(status.result.manifest, stage); err != nil {
		return nil, nil, err
	}
	paths := map[string]string{}
	for _, o := range status.result.manifest.Outputs {
		paths[o.Name] = e.config.Cache.ObjectPath(o.Digest)
	}
	return status.result.manifest.Outputs, paths, nil
}
