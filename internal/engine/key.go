package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/engine/code"
	"autoencoder-dynamics/internal/pipelinefile"
	"autoencoder-dynamics/stages"
)

// Preimage is everything that can change the outputs of a stage. The stage's
// key is the SHA-256 of its JSON form. What isn't here (the stage's name, the
// number of jobs, paths, the time) can't change an output.
type Preimage struct {
	Kind       string          `json:"kind"`
	Parameters json.RawMessage `json:"parameters"` // canonical: defaults filled in, keys sorted, files by digest
	Seed       uint64          `json:"seed"`
	Source     string          `json:"source,omitempty"` // identity of outside content
	Inputs     []InputIdentity `json:"inputs"`
	Code       code.Parts      `json:"code"`
	Versions   Versions        `json:"versions"`
}

// InputIdentity is one upstream result as the key sees it: by content, so that
// an upstream stage that ran again and yielded the same bytes changes nothing.
type InputIdentity struct {
	Port    string                  `json:"port"`
	Kind    string                  `json:"kind"`
	Files   map[string]cache.Digest `json:"files"`
	Caveats []stages.Caveat         `json:"caveats,omitempty"`
}

// Key returns the digest of the pre-image, and its JSON form.
func (p Preimage) Key() (cache.Digest, json.RawMessage, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return "", nil, fmt.Errorf("key: %w", err)
	}
	return cache.DigestBytes(text), text, nil
}

// CodeDigest is one digest over all the code that the result depends on, for people to compare.
func (p Preimage) CodeDigest() cache.Digest {
	text, err := json.Marshal(p.Code)
	if err != nil {
		panic(err) // a map of strings always has a JSON form
	}
	return cache.DigestBytes(text)
}

// Detail is what a manifest tells beside the key: for people, never for deciding
// whether something is fresh.
type Detail struct {
	Stage    string          `json:"stage"`
	Source   string          `json:"source,omitempty"` // outside content, in words
	Inputs   []InputLink     `json:"inputs,omitempty"`
	Caveats  []stages.Caveat `json:"caveats,omitempty"`
	Pipeline string          `json:"pipeline"` // path of the pipeline file
	Profile  string          `json:"profile,omitempty"`
	Started  string          `json:"started"` // RFC 3339
	Seconds  float64         `json:"seconds"`
	Host     string          `json:"host"`
	Jobs     int             `json:"jobs"`
}

// InputLink says which action yielded an input.
type InputLink struct {
	Port  string       `json:"port"`
	Stage string       `json:"stage"`
	Key   cache.Digest `json:"key"`
}

// result is one stage's outputs, as found in the cache or just made.
type result struct {
	stage    *pipelinefile.Stage
	manifest cache.Manifest
	caveats  []stages.Caveat
	took     time.Duration
}

// Duration returns how long the stage took.
func (d Detail) Duration() time.Duration { return time.Duration(d.Seconds * float64(time.Second)) }

// input is an upstream result at a port.
type input struct {
	port   string
	result *result
}

// inputsOf lists the inputs of a stage by port. In which order the file wires
// ports means nothing; the order of several stages at one port does.
func inputsOf(stage *pipelinefile.Stage, of func(stage string) *result) []input {
	var inputs []input
	for _, need := range stage.Needs {
		for _, upstream := range need.Stages {
			inputs = append(inputs, input{need.Port, of(upstream)})
		}
	}
	slices.SortStableFunc(inputs, func(a, b input) int { return strings.Compare(a.port, b.port) })
	return inputs
}

// upstreams lists the stages that a stage needs.
func upstreams(stage *pipelinefile.Stage) []string {
	var names []string
	for _, need := range stage.Needs {
		names = append(names, need.Stages...)
	}
	return names
}

// preimage makes the pre-image of a stage's key. Inputs whose result is nil
// (not known yet) are left out.
func (e *Engine) preimage(stage *pipelinefile.Stage, source stages.Source, inputs []input) (Preimage, error) {
	parts, err := e.config.Source.Digest(codeRoots(stage)...)
	if err != nil {
		return Preimage{}, fmt.Errorf("stage %s: %w", stage.Name, err)
	}
	p := Preimage{
		Kind: stage.Kind.Name(), Parameters: stage.Canonical, Seed: stage.Seed,
		Source: source.Identity, Inputs: []InputIdentity{}, Code: parts, Versions: e.config.Versions,
	}
	for _, in := range inputs {
		if in.result == nil {
			continue
		}
		identity := InputIdentity{
			Port: in.port, Kind: in.result.stage.Kind.Name(),
			Files: map[string]cache.Digest{}, Caveats: in.result.caveats,
		}
		for _, o := range in.result.manifest.Outputs {
			identity.Files[o.Name] = o.Digest
		}
		p.Inputs = append(p.Inputs, identity)
	}
	return p, nil
}

// codeRoots returns what the stage's code digest starts from: the package that
// defines its kind, unless the kind says otherwise.
func codeRoots(stage *pipelinefile.Stage) []code.Root {
	rooted, ok := stage.Kind.(stages.Rooted)
	if !ok {
		t := reflect.TypeOf(stage.Kind)
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		return []code.Root{{Package: t.PkgPath()}}
	}
	var roots []code.Root
	for _, root := range rooted.CodeRoots(stage.Parameters) {
		roots = append(roots, code.Root{Package: root.Package, Symbol: root.Symbol})
	}
	return roots
}

// locate returns the outside content that a stage would use now; the zero
// Source for stages without.
func (e *Engine) locate(ctx context.Context, stage *pipelinefile.Stage) (stages.Source, error) {
	sourced, ok := stage.Kind.(stages.Sourced)
	if !ok {
		return stages.Source{}, nil
	}
	e.locating.Lock()
	defer e.locating.Unlock()
	e.mu.Lock()
	source, known := e.sources[stage.Name]
	e.mu.Unlock()
	if known {
		return source, nil
	}
	source, err := sourced.Locate(ctx, stage.Parameters, e.config.Settings)
	if err != nil {
		return source, fmt.Errorf("stage %s: %w", stage.Name, err)
	}
	e.setSource(stage.Name, source)
	return source, nil
}

func (e *Engine) setSource(stage string, source stages.Source) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.sources[stage] = source
}
