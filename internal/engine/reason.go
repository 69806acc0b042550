package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/engine/code"
	"autoencoder-dynamics/stages"
)

// Reason is one value that differs between a past result's key and the present
// one: what changed, from what, to what.
type Reason struct {
	Subject string `json:"subject"` // "parameter", "seed", "input", "code", "source", "version", "output", "force"
	Name    string `json:"name"`    // "init.scale", "sgd: curves.csv", "theory/flow.go"
	Old     string `json:"old,omitempty"`
	New     string `json:"new,omitempty"`
}

// String says the reason as one short phrase, in which long values are cut.
func (r Reason) String() string {
	name := strings.TrimSpace(r.Subject + " " + r.Name)
	old, now := shortenBoth(r.Old, r.New)
	switch {
	case r.Old == "" && r.New == "":
		return name
	case r.Old == "":
		return fmt.Sprintf("%s is new: %s", name, now)
	case r.New == "":
		return fmt.Sprintf("%s is gone (was %s)", name, old)
	}
	return fmt.Sprintf("%s: %s → %s", name, old, now)
}

// differences lists every value in which two pre-images differ. Inputs are
// compared only at the ports in known (nil: all).
func differences(old, now Preimage, known map[string]bool) []Reason {
	var reasons []Reason
	add := func(subject, name, old, now string) {
		if old != now {
			reasons = append(reasons, Reason{subject, name, old, now})
		}
	}
	add("kind", "", old.Kind, now.Kind)
	addMaps(add, "parameter", given(old.Parameters), given(now.Parameters))
	add("seed", "", strconv.FormatUint(old.Seed, 10), strconv.FormatUint(now.Seed, 10))
	add("source", "", shortSource(old.Source), shortSource(now.Source))
	addMaps(add, "input", flattenInputs(old.Inputs, known), flattenInputs(now.Inputs, known))
	reasons = append(reasons, codeDifferences(old.Code, now.Code)...)
	add("version", "of Go", old.Versions.Go, now.Versions.Go)
	add("version", "architecture", old.Versions.Arch, now.Versions.Arch)
	add("version", "build settings", old.Versions.Build, now.Versions.Build)
	return reasons
}

func addMaps(add func(subject, name, old, now string), subject string, old, now map[string]string) {
	names := slices.Sorted(maps.Keys(old))
	for name := range now {
		if _, ok := old[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		add(subject, name, old[name], now[name])
	}
}

// codeDifferences names files and modules; digests would tell a reader nothing.
func codeDifferences(old, now code.Parts) []Reason {
	var reasons []Reason
	addMaps(func(subject, name, old, now string) {
		switch {
		case old == now:
		case old == "":
			reasons = append(reasons, Reason{subject, name + " is used now", "", ""})
		case now == "":
			reasons = append(reasons, Reason{subject, name + " is no longer used", "", ""})
		case strings.Contains(now, " "): // a module: "v0.17.0 h1:…"
			reasons = append(reasons, Reason{subject, name, strings.Fields(old)[0], strings.Fields(now)[0]})
		default:
			reasons = append(reasons, Reason{subject, name + " changed", "", ""})
		}
	}, "code", old, now)
	return reasons
}

// Flatten maps each leaf of a JSON value to its text, by dotted path. A list is a leaf.
func Flatten(text json.RawMessage) map[string]string {
	flat := map[string]string{}
	var value any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil {
		flat[""] = string(text)
		return flat
	}
	var walk func(path string, value any)
	walk = func(path string, value any) {
		object, ok := value.(map[string]any)
		if !ok {
			flat[strings.TrimPrefix(path, ".")] = leaf(value)
			return
		}
		for key, value := range object {
			walk(path+"."+key, value)
		}
	}
	walk("", value)
	return flat
}

// given flattens parameters without those that are null: a part that was left out.
func given(parameters json.RawMessage) map[string]string {
	flat := Flatten(parameters)
	maps.DeleteFunc(flat, func(_, value string) bool { return value == "null" })
	return flat
}

func leaf(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}

func flattenInputs(inputs []InputIdentity, known map[string]bool) map[string]string {
	flat := map[string]string{}
	count := map[string]int{}
	for _, in := range inputs {
		if known != nil && !known[in.Port] {
			continue
		}
		port := in.Port
		if count[in.Port]++; count[in.Port] > 1 {
			port = fmt.Sprintf("%s[%d]", in.Port, count[in.Port])
		}
		for name, digest := range in.Files {
			flat[port+": "+name] = digest.Short()
		}
		if len(in.Caveats) > 0 {
			flat[port+": caveats"] = caveatIDs(in.Caveats)
			flat[port+": wording of caveats"] = caveatDigest(in.Caveats)
		}
	}
	return flat
}

func caveatIDs(caveats []stages.Caveat) string {
	ids := make([]string, len(caveats))
	for i, caveat := range caveats {
		ids[i] = caveat.ID
	}
	return strings.Join(ids, ", ")
}

// caveatDigest stands for the whole text of caveats, which is drawn on figures.
func caveatDigest(caveats []stages.Caveat) string {
	text := ""
	for _, caveat := range caveats {
		text += caveat.Label + "\x00" + caveat.Text + "\x00"
	}
	return cache.DigestBytes([]byte(text)).Short()
}

// shortSource shortens the digest in a source's identity for people.
func shortSource(identity string) string {
	i := strings.LastIndex(identity, ":")
	return identity[:i+1] + cache.Digest(identity[i+1:]).Short()
}
