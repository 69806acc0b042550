package engine

import (
	"path/filepath"
	"time"
)

// recordRoot notes which results the pipeline refers to, for gc.
func (e *Engine) recordRoot(r *run, names []string) error {
	if e.config.Explore {
		return nil
	}
	p := e.config.Pipeline
	root := e.config.Cache.GetRoot(filepath.Join(p.Dir, filepath.Base(p.Path)), p.Profile)
	before := len(root.Keys)
	changed := false
	for name := range root.Keys {
		if e.byName[name] == nil {
			delete(root.Keys, name)
		}
	}
	changed = len(root.Keys) != before
	for _, name := range names {
		if f := r.futures[name]; f.result != nil && root.Keys[name] != f.result.manifest.Key {
			root.Keys[name] = f.result.manifest.Key
			changed = true
		}
	}
	if !changed {
		return nil
	}
	return e.config.Cache.PutRoot(root)
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
			last = max(last, record.duration())
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
