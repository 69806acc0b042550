package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/engine/cache"
)

// forgery is a manifest changed by somebody who knows the format, with its own digest made to fit.
type forgery struct {
	name   string
	stage  string
	change func(*cache.Manifest)
	found  bool // without running the stage again
}

// told changes what a manifest tells beside its key.
func told(change func(*engine.Detail)) func(*cache.Manifest) {
	return func(m *cache.Manifest) {
		var detail engine.Detail
		if err := json.Unmarshal(m.Detail, &detail); err != nil {
			panic(err)
		}
		change(&detail)
		text, err := json.Marshal(detail)
		if err != nil {
			panic(err)
		}
		m.Detail = text
	}
}

func forgeries() []forgery {
	return []forgery{
		{"an input too many", "simulation", told(func(d *engine.Detail) { d.Inputs = append(d.Inputs, d.Inputs[0]) }), true},
		{"inputs left out", "theory", told(func(d *engine.Detail) { d.Inputs = nil }), true},
		{"a link out of the cache", "theory", told(func(d *engine.Detail) { d.Inputs[0].Key = "../../../x" }), true},
		{"a link of a letter", "theory", told(func(d *engine.Detail) { d.Inputs[0].Key = "x" }), true},
		{"another port", "theory-vs-sgd", told(func(d *engine.Detail) { d.Inputs[0].Port = "x" }), true},
		{"a detail that is a number", "spiked", func(m *cache.Manifest) { m.Detail = json.RawMessage("7") }, true},
		{"another pre-image", "spiked", func(m *cache.Manifest) {
			m.Preimage = json.RawMessage(strings.Replace(string(m.Preimage), `"seed":5`, `"seed":6`, 1))
		}, true},
		{"an output that isn't there", "theory", func(m *cache.Manifest) { m.Outputs[0].Digest = cache.DigestBytes(nil) }, true},
		{"an output outside", "theory", func(m *cache.Manifest) { m.Outputs[0].Name = "../x" }, true},
		{"no outputs", "simulation", func(m *cache.Manifest) { m.Outputs = nil }, true},
		{"an output less", "theory", func(m *cache.Manifest) { m.Outputs = m.Outputs[1:] }, false},
		{"two outputs swapped", "theory", func(m *cache.Manifest) {
			a, b := &m.Outputs[0], &m.Outputs[1]
			a.Digest, a.Size, b.Digest, b.Size = b.Digest, b.Size, a.Digest, a.Size
		}, false},
	}
}

// forge rewrites a stage's manifest.
func (p *patient) forge(stage string, change func(*cache.Manifest)) {
	path := p.manifestOf(stage)
	text, err := os.ReadFile(path)
	p.must(err)
	var m cache.Manifest
	p.must(json.Unmarshal(text, &m))
	change(&m)
	m.Check = ""
	text, err = json.Marshal(m)
	p.must(err)
	m.Check = cache.DigestBytes(text)
	text, err = json.Marshal(m)
	p.must(err)
	p.must(os.WriteFile(path, append(text, '\n'), 0o644))
}

// forgedManifests forges manifests. What contradicts the key, or isn't there, is found
// whenever it is read; what is consistent in itself only by running the stage again.
func forgedManifests(b *bench, calm *undisturbed) {
	all := forgeries()
	b.row("forgeries", "manifests forged, with their own digest made to fit", b.some(len(all), len(all)), func(t *trial) {
		one := all[t.number]
		p := t.patient(calm)
		p.stage, p.what = one.stage, "forged: "+one.name
		p.forge(one.stage, one.change)
		if one.found {
			p.treat()
			return
		}
		p.verifyFinds()
	})
	b.note("forgeries", "a forged manifest that agrees with its key is found by verify alone: %d of them", len(slices.DeleteFunc(all, func(f forgery) bool { return f.found })))
}

// verifyFinds checks that verify tells the forgery, and that --force mends it.
func (p *patient) verifyFinds() {
	if o := p.run("verify", p.stage); o.code != 1 || !strings.Contains(o.stdout, "DIFFERS") {
		p.wrong("verify doesn't find it: %s", o.brief())
	}
	if o := p.run("all", "--force", "--json"); o.want(0) {
		p.compare(p.calm)
	}
}
