package engine

import (
	"fmt"
	"path/filepath"
	"time"

	"autoencoder-dynamics/internal/engine/cache"
)

func (e *Engine) rootFile() string {
	return filepath.Join(e.config.Pipeline.Dir, filepath.Base(e.config.Pipeline.Path))
}

// refer notes at once that the pipeline refers to a stage's result, so that gc
// keeps it even if this run is killed. A cache that can't be written to isn't a
// reason to fail.
func (r *run) refer(stage string, key cache.Digest) {
	if r.config.Explore {
		return
	}
	r.referring.Lock()
	defer r.referring.Unlock()
	if r.referred == nil {
		r.referred = r.config.Cache.GetRoot(r.rootFile(), r.config.Pipeline.Profile).Keys
	}
	if r.referred[stage] == key || r.noRoot {
		return
	}
	err := r.config.Cache.UpdateRoot(r.rootFile(), r.config.Pipeline.Profile, func(keys map[string]cache.Digest) {
		keys[stage] = key
		for name := range keys {
			if r.byName[name] == nil {
				delete(keys, name)
			}
		}
	})
	r.referred[stage] = key
	if err != nil {
		r.noRoot = true // once is enough to say it
		r.warnOnce(fmt.Sprintf("it can't be noted that this pipeline uses its results, so gc may drop them: %v", err))
	}
}

// priorities returns for each stage how long its longest chain of followers
// took the last time, itself included.
func (e *Engine) priorities(names []string) (map[string]time.Duration, error) {
	priority := map[string]time.Duration{}
	for i := len(names) - 1; i >= 0; i-- {
		stage := e.byName[names[i]]
		past, err := e.past(stage.Name)
		if err != nil {
			return nil, err
		}
		last := time.Second
		for _, record := range past {
			last = max(last, record.detail.Duration())
		}
		priority[stage.Name] += last
		for _, need := range stage.Needs {
			for _, upstream := range need.Stages {
				priority[upstream] = max(priority[upstream], priority[stage.Name])
			}
		}
	}
	return priority, nil
}
