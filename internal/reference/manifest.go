package reference

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Format is the version of the folders that this package writes.
const Format = 1

// Manifest says what an accepted figure was made from, and why it was accepted.
type Manifest struct {
	Format   int       `json:"format"`
	Figure   string    `json:"figure"` // the stage's name
	Variant  Variant   `json:"variant"`
	Profile  string    `json:"profile,omitempty"`
	Origin   Origin    `json:"origin,omitempty"`
	Reason   string    `json:"reason"` // what whoever accepted it gave
	Accepted time.Time `json:"accepted"`

	// Code is the digest of the drawing code.
	Code string `json:"code"`
	// Outputs are the digests of the figure's files as the run made them, unrounded. A figure with the same ones is the same.
	Outputs map[string]string `json:"outputs"`
	// Stages are the keys of all stages that it was made from, by their names.
	Stages map[string]string `json:"stages"`
	// Sources are the identities of content from outside the pipeline, by the stage that took it.
	Sources map[string]string `json:"sources,omitempty"`
	Caveats []string          `json:"caveats,omitempty"`
	Set     []string          `json:"set,omitempty"` // parameters changed on the command line
	Go      string            `json:"go"`
	Arch    string            `json:"arch"`

	// Files are the digests of the files beside this one, line ends as line feeds.
	Files map[string]string `json:"files"`
	// History are the acceptances that this one replaced, the latest first.
	History []Acceptance `json:"history,omitempty"`
}

// Acceptance is an earlier acceptance of the figure.
type Acceptance struct {
	Reason   string    `json:"reason"`
	Accepted time.Time `json:"accepted"`
	Data     string    `json:"data"` // digest of data.csv
	Code     string    `json:"code"`
}

// acceptance is what stays of the manifest in the history of the next one.
func (m Manifest) acceptance() Acceptance {
	return Acceptance{Reason: m.Reason, Accepted: m.Accepted, Data: m.Outputs[dataFile], Code: m.Code}
}

// maxHistory bounds what a folder remembers; git has the rest.
const maxHistory = 50

// Replaces makes m the acceptance that follows old.
func (m *Manifest) Replaces(old Manifest) {
	m.History = append([]Acceptance{old.acceptance()}, old.History...)
	m.History = m.History[:min(len(m.History), maxHistory)]
}

// parseManifest reads a manifest, which must be of this figure and variant.
func parseManifest(text []byte, variant Variant, figure string) (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return m, err
	}
	switch {
	case m.Format != Format:
		return m, fmt.Errorf("format %d, expected %d", m.Format, Format)
	case m.Figure != figure || m.Variant != variant:
		return m, fmt.Errorf("it is of figure %q, variant %q: the folder was renamed or copied", m.Figure, m.Variant)
	case m.Variant != NewVariant(m.Profile, m.Origin):
		return m, fmt.Errorf("variant %q doesn't belong to profile %q and origin %q", m.Variant, m.Profile, m.Origin)
	case strings.TrimSpace(m.Reason) == "":
		return m, fmt.Errorf("it gives no reason")
	}
	return m, nil
}
