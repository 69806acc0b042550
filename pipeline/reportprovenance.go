package main

import (
	"encoding/json"
	"maps"
	"runtime"
	"slices"
	"strings"
	"time"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/report"
)

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
