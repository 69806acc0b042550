package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// manifest is what the harness reads of one: it trusts neither the program nor
// its packages, so it has a reader of its own (docs/cache.md tells the format).
type manifest struct {
	Key     string `json:"key"`
	Outputs []struct {
		Name   string `json:"name"`
		Digest string `json:"digest"`
		Size   int64  `json:"size"`
	} `json:"outputs"`
}

func (p *project) manifestPath(key string) string {
	return filepath.Join(p.cache, "actions", key[:2], key+".json")
}

func (p *project) objectPath(digest string) string {
	return filepath.Join(p.cache, "objects", digest[:2], digest)
}

// readResult reads a result from the cache's files: its outputs' digests, computed
// from their bytes.
func (p *project) readResult(key string) (map[string]string, error) {
	text, err := os.ReadFile(p.manifestPath(key))
	if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(text, &m); err != nil || m.Key != key {
		return nil, fmt.Errorf("manifest %s can't be read: %v", key, err)
	}
	files := map[string]string{}
	for _, o := range m.Outputs {
		content, err := os.ReadFile(p.objectPath(o.Digest))
		if err != nil {
			return nil, err
		}
		if digest(content) != o.Digest || int64(len(content)) != o.Size {
			return nil, fmt.Errorf("object %s of output %s has other bytes than its name says", o.Digest, o.Name)
		}
		files[o.Name] = o.Digest
	}
	return files, nil
}

// readOutputs reads all results of a pipeline from the cache's files.
func (p *project) readOutputs(calm *undisturbed) (snapshot, error) {
	s := snapshot{outputs: map[string]map[string]string{}}
	for _, stage := range calm.stages {
		files, err := p.readResult(calm.keys[stage])
		if err != nil {
			return s, fmt.Errorf("stage %s: %w", stage, err)
		}
		s.outputs[stage] = files
	}
	return s, nil
}

// complete returns the stages whose results are in the cache, whole.
func (p *project) complete(calm *undisturbed) []string {
	var stages []string
	for _, stage := range calm.stages {
		if _, err := p.readResult(calm.keys[stage]); err == nil {
			stages = append(stages, stage)
		}
	}
	return stages
}

// finish lets the program finish what was interrupted, and checks that it runs
// nothing again that was complete and ends with the undisturbed run's bytes.
func (p *project) finish(calm *undisturbed) outcome {
	p.ageUnfinished()
	before := p.complete(calm)
	o := p.run("all", "--json")
	if o.want(0) {
		p.checkRan(o, before, calm)
		p.compare(calm)
	}
	return o
}

// ageUnfinished makes files that killed runs were about to put among the reports and
// references a day old: younger ones are left alone, as they may be another process's.
func (p *project) ageUnfinished() {
	yesterday := time.Now().Add(-24 * time.Hour)
	for _, path := range p.unfinished() {
		p.must(os.Chtimes(path, yesterday, yesterday))
	}
}

// unfinished are files and folders among the reports and references that were being written.
func (p *project) unfinished() (paths []string) {
	for _, root := range []string{p.reports, filepath.Join(p.folder, "figures")} {
		_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && strings.Contains(entry.Name(), ".new-") {
				paths = append(paths, path)
			}
			return nil
		})
	}
	return paths
}

// checkRan checks what a run of everything says that it did against what was complete before.
func (p *project) checkRan(o outcome, before []string, calm *undisturbed) {
	s, err := o.summary()
	if err != nil {
		p.wrong("%v", err)
		return
	}
	for _, stage := range before {
		if slices.Contains(s.Ran, stage) {
			p.lost("%s was complete and ran again: %s", stage, o.brief())
		}
	}
	if all := slices.Sorted(slices.Values(slices.Concat(s.Ran, s.Cached))); !slices.Equal(all, slices.Sorted(slices.Values(calm.stages))) {
		p.wrong("the run ended well without all stages: %s", o.brief())
	}
}

// collect runs gc and checks that what kills left behind is gone and the results are not.
func (p *project) collect(calm *undisturbed) {
	if !p.run("gc").want(0) {
		return
	}
	for _, path := range p.leftovers() {
		p.wrong("gc leaves %s behind", path)
	}
	if _, err := p.readOutputs(calm); err != nil {
		p.lost("gc has dropped what the pipeline refers to: %v", err)
	}
}

// leftovers are files in the cache that no result needs: scratch folders, and files
// that were being written. The paths are relative to the cache.
func (p *project) leftovers() []string {
	var left []string
	err := filepath.WalkDir(p.cache, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(p.cache, path)
		if err != nil {
			return err
		}
		inScratch := filepath.Dir(name) == "scratch"
		if inScratch || strings.HasPrefix(entry.Name(), ".new-") {
			left = append(left, filepath.ToSlash(name))
		}
		if inScratch && entry.IsDir() {
			return filepath.SkipDir
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		p.wrong("the harness can't read the cache: %v", err)
	}
	return left
}
