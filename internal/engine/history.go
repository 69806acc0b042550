package engine

import (
	"encoding/json"

	"autoencoder-dynamics/internal/engine/cache"
)

// record is one past result of a stage, decoded.
type record struct {
	manifest cache.Manifest
	preimage Preimage
	detail   Detail
}

func decodeRecord(m cache.Manifest) (record, error) {
	r := record{manifest: m}
	if err := json.Unmarshal(m.Preimage, &r.preimage); err != nil {
		return r, err
	}
	return r, json.Unmarshal(m.Detail, &r.detail)
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
