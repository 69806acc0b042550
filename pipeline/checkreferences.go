package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/reference"
)

// status is how a figure stands to its reference.
type status string

// The states, the first three of which pass.
const (
	statusSame       status = "same"         // to the last bit
	statusPasses     status = "passes"       // within every tolerance
	statusOther      status = "not compared" // the reference was made from other data
	statusNone       status = "no reference"
	statusDiffers    status = "DIFFERS"
	statusStale      status = "STALE"
	statusUnreadable status = "UNREADABLE" // the reference's files aren't whole
)

// fails reports whether check fails for it.
func (s status) fails(requireReferences bool) bool {
	switch s {
	case statusDiffers, statusUnreadable:
		return true
	case statusNone, statusOther:
		return requireReferences
	}
	return false // a stale figure was counted with the claims
}

// compared is a figure beside its reference.
type compared struct {
	Figure  string            `json:"figure"`
	Variant reference.Variant `json:"variant,omitempty"`
	Status  status            `json:"status"`
	Note    string            `json:"note,omitempty"`    // why it isn't compared, or what is wrong with the reference
	Digests []string          `json:"digests,omitempty"` // what it was made from then and now, where it isn't the same
	reference.Comparison

	accepted reference.Accepted
	made     candidate
	content  reference.Content // of made
}

// compareFigures compares figures with their references.
func (s *session) compareFigures(ctx context.Context, names []string) ([]compared, error) {
	all := []compared{}
	for _, name := range names {
		one, err := s.compareFigure(ctx, name)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

func (s *session) compareFigure(ctx context.Context, name string) (compared, error) {
	result := compared{Figure: name, Comparison: reference.Comparison{Findings: []reference.Finding{}}}
	made, fresh, err := s.candidate(ctx, name)
	if err != nil {
		return result, err
	}
	if !fresh {
		result.Status, result.Note = statusStale, fmt.Sprintf("bring it up to date with \"%s\"", s.hint("figure", name))
		return result, nil
	}
	result.made, result.Variant = made, made.Manifest.Variant
	accepted, err := s.references().Manifest(result.Variant, name)
	switch {
	case errors.Is(err, reference.ErrNone):
		result.Status, result.Note = statusNone, s.noReference(name)
		return result, nil
	case err != nil:
		result.Status, result.Note = statusUnreadable, s.shorter(err)
		return result, nil
	case otherArchive(accepted, made.Manifest):
		result.Status, result.Note = statusOther, "the reference was made from another unofficial archive"
		return result, nil
	}
	if result.accepted, err = s.references().Read(result.Variant, name); err != nil {
		result.Status, result.Note = statusUnreadable, s.shorter(err)
		return result, nil
	}
	if made.same(accepted) {
		result.Status = statusSame
		return result, nil
	}
	err = result.compare()
	return result, err
}

// compare goes through the gates.
func (one *compared) compare() (err error) {
	if one.content, err = one.made.content(); err != nil {
		return err
	}
	one.Comparison = reference.Compare(one.accepted.Content, one.content)
	one.Digests = digests(one.accepted.Manifest, one.made.Manifest)
	one.Status = statusPasses
	if !one.Passes() {
		one.Status = statusDiffers
	}
	return nil
}

// shorter is an error of the references' folder with paths as people see them.
func (s *session) shorter(err error) string {
	dir := s.references().Dir
	return strings.ReplaceAll(err.Error(), dir, s.show(dir))
}

// noReference says for which other data the figure was accepted in this profile.
func (s *session) noReference(name string) string {
	others, err := s.references().Variants(name)
	if err != nil {
		return ""
	}
	var texts []string
	for _, variant := range others {
		if m, err := s.references().Manifest(variant, name); err == nil && m.Profile == s.pipeline.Profile {
			texts = append(texts, string(variant))
		}
	}
	if len(texts) == 0 {
		return ""
	}
	return "there is one as " + strings.Join(texts, ", ") + ", which this isn't compared with"
}

// otherArchive reports whether both are of unofficial archives that aren't the same.
func otherArchive(accepted, made reference.Manifest) bool {
	return made.Origin == reference.Unofficial && !maps.Equal(accepted.Sources, made.Sources)
}

// digests says what a figure was made from then and now: its numbers, the code that draws it, the data from outside,
// and the stages with other results or keys.
func digests(old, now reference.Manifest) []string {
	lines := []string{
		"numbers       " + beforeAfter(old.Outputs[figure.DataFile], now.Outputs[figure.DataFile]),
		"drawing code  " + beforeAfter(old.Code, now.Code),
	}
	for _, stage := range slices.Sorted(maps.Keys(now.Sources)) {
		lines = append(lines, fmt.Sprintf("data (%s)  %s", stage, beforeAfter(old.Sources[stage], now.Sources[stage])))
	}
	var other []string
	for _, stage := range slices.Sorted(maps.Keys(now.Stages)) {
		if stage != now.Figure && old.Stages[stage] != now.Stages[stage] {
			other = append(other, stage)
		}
	}
	if len(other) > 0 {
		lines = append(lines, "made from other results of "+strings.Join(other, ", "))
	}
	if old.Arch != now.Arch || old.Go != now.Go {
		lines = append(lines, fmt.Sprintf("on %s %s, before on %s %s", now.Go, now.Arch, old.Go, old.Arch))
	}
	return lines
}

func beforeAfter(old, now string) string {
	switch {
	case old == now:
		return shortDigest(now) + ", as before"
	case old == "":
		return shortDigest(now) + ", none before"
	}
	return shortDigest(old) + " → " + shortDigest(now)
}

// shortDigest keeps enough of "sha256:0123…" to tell it from others.
func shortDigest(identity string) string {
	prefix, digest := "", identity
	if i := strings.LastIndexByte(identity, ':'); i >= 0 {
		prefix, digest = identity[:i+1], identity[i+1:]
	}
	return prefix + cache.Digest(digest).Short()
}

// differing are those whose difference a page can show.
func differing(all []compared) []compared {
	var some []compared
	for _, one := range all {
		if one.Status == statusDiffers {
			some = append(some, one)
		}
	}
	return some
}
