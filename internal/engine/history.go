package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/stages"
)

// record is one past result of a stage, decoded.
type record struct {
	manifest cache.Manifest
	preimage Preimage
	detail   Detail
}

// decodeRecord decodes a manifest. One whose detail contradicts its key, which
// the program never writes, is damaged.
func decodeRecord(m cache.Manifest) (record, error) {
	r := record{manifest: m}
	err := errors.Join(json.Unmarshal(m.Preimage, &r.preimage), json.Unmarshal(m.Detail, &r.detail))
	if err == nil {
		err = r.contradiction()
	}
	if err != nil {
		return r, fmt.Errorf("manifest %s: %w: %w", m.Key.Short(), err, cache.ErrDamaged)
	}
	return r, nil
}

// contradiction says what a manifest tells otherwise than a run would have written:
// no outputs at all, or a detail that contradicts the pre-image of its key, which
// nobody can change without changing the key, in the inputs or the caveats that came with them. What the detail tells beyond that (when and
// where a stage ran) nothing vouches for.
func (r record) contradiction() error {
	if len(r.manifest.Outputs) == 0 {
		return errors.New("it has no outputs")
	}
	if len(r.detail.Inputs) != len(r.preimage.Inputs) {
		return fmt.Errorf("it tells of %d inputs, its key of %d", len(r.detail.Inputs), len(r.preimage.Inputs))
	}
	inherited := [][]stages.Caveat{}
	for i, link := range r.detail.Inputs {
		if in := r.preimage.Inputs[i]; link.Port != in.Port || !link.Key.Valid() {
			return fmt.Errorf("it tells of another input at port %s than its key", in.Port)
		}
		inherited = append(inherited, r.preimage.Inputs[i].Caveats)
	}
	for i, caveat := range stages.UniqueCaveats(inherited...) {
		if i >= len(r.detail.Caveats) || r.detail.Caveats[i] != caveat {
			return fmt.Errorf("it lacks the caveat %q of its inputs", caveat.ID)
		}
	}
	return nil
}

// vouchesFor reports whether a result is the one that another one took as its
// input: the same kind, caveats, and files of the same content.
func (r record) vouchesFor(in InputIdentity) bool {
	if r.preimage.Kind != in.Kind || len(r.manifest.Outputs) != len(in.Files) || !slices.Equal(r.detail.Caveats, in.Caveats) {
		return false
	}
	for _, o := range r.manifest.Outputs {
		if in.Files[o.Name] != o.Digest {
			return false
		}
	}
	return true
}

// past returns what the cache holds under a stage's name, from earlier
// parameters, inputs and code.
func (e *Engine) past(stage string) ([]record, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.history == nil {
		all, err := e.config.Cache.All()
		if err != nil {
			return nil, err
		}
		e.history = map[string][]record{}
		names := e.recordedNames()
		for _, m := range all {
			r, err := decodeRecord(m)
			if err != nil {
				continue
			}
			name := r.detail.Stage
			e.history[name] = append(e.history[name], r)
			for _, other := range names[m.Key] {
				if other != name {
					e.history[other] = append(e.history[other], r)
				}
			}
		}
	}
	return e.history[stage], nil
}

// recordedNames says which stages of this pipeline used a result in its last
// run: a stage that was renamed, or has the content of another one, goes by the
// name under which the result was first made otherwise.
func (e *Engine) recordedNames() map[cache.Digest][]string {
	names := map[cache.Digest][]string{}
	for name, key := range e.config.Cache.GetRoot(e.rootFile(), e.config.Pipeline.Profile).Keys {
		names[key] = append(names[key], name)
	}
	return names
}

// nearest returns the past result that differs from a pre-image in the fewest
// values, the latest of several; ok is false where the stage never ran.
func (e *Engine) nearest(stage string, p Preimage, known map[string]bool) (best record, ok bool, err error) {
	past, err := e.past(stage)
	if err != nil {
		return record{}, false, err
	}
	fewest := 0
	for _, r := range past {
		n := len(differences(r.preimage, p, known))
		if !ok || n < fewest || n == fewest && r.manifest.Stored.After(best.manifest.Stored) {
			best, fewest, ok = r, n, true
		}
	}
	return best, ok, nil
}
