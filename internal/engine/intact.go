package engine

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/pipelinefile"
)

// stamp is what the file system tells of a file without reading it: where all
// of it is as it was, so is the content.
type stamp struct {
	file     os.FileInfo // for os.SameFile: the same file, not another one of that name
	size     int64
	modified time.Time
	changed  time.Time // of content, mode, name or links; nobody can set it back. Zero where the system doesn't tell.
}

// stampOf returns the stamp of an object; ok is false where there is none.
func (e *Engine) stampOf(o cache.Output) (s stamp, ok bool) {
	info, err := os.Lstat(e.config.Cache.ObjectPath(o.Digest))
	if err != nil {
		return stamp{}, false
	}
	return stamp{info, info.Size(), info.ModTime(), changeTime(info)}, true
}

func (s stamp) same(other stamp) bool {
	return os.SameFile(s.file, other.file) && s.size == other.size &&
		s.modified.Equal(other.modified) && s.changed.Equal(other.changed)
}

// verify checks an object's bytes, and has the cache set it aside where they
// don't match. The bytes are read once in a process, and again only where the
// file was touched since.
func (e *Engine) verify(o cache.Output) error { return e.intact(o, e.config.Cache.Verify) }

// check does what verify does and changes nothing in the cache.
func (e *Engine) check(o cache.Output) error { return e.intact(o, e.config.Cache.Check) }

func (e *Engine) intact(o cache.Output, read func(cache.Output) error) error {
	before, there := e.stampOf(o)
	e.mu.Lock()
	last, known := e.verified[o]
	e.mu.Unlock()
	if there && known && last.same(before) {
		return nil
	}
	err := read(o)
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.verified, o)
	// One that was written to while it was read is read again the next time.
	if after, still := e.stampOf(o); err == nil && there && still && after.same(before) {
		e.verified[o] = before
	}
	return err
}

// damagedResult says that the cache has a result that can't be used, and what is wrong with it.
type damagedResult struct{ reasons []Reason }

func (d *damagedResult) Error() string {
	phrases := make([]string, len(d.reasons))
	for i, reason := range d.reasons {
		phrases[i] = reason.String()
	}
	return strings.Join(phrases, "; ")
}

func (d *damagedResult) Unwrap() error { return cache.ErrDamaged }

// find returns the result of a key, or nil where there is none. Where there is
// one that can't be used, the error is a damagedResult. Bytes of outputs aren't read.
func (e *Engine) find(stage *pipelinefile.Stage, key cache.Digest) (*result, error) {
	m, complete, err := e.config.Cache.Get(key)
	if err != nil {
		return nil, err
	}
	if !complete {
		if err := e.config.Cache.Damage(key); err != nil {
			return nil, &damagedResult{[]Reason{{Subject: "result", Name: "in the cache can't be used: " + err.Error()}}}
		}
		if m, ok := e.config.Cache.Peek(key); ok {
			if missing := e.missing(m); len(missing) > 0 {
				return nil, &damagedResult{missing}
			}
		}
		return nil, nil
	}
	r, err := decodeRecord(m)
	if err != nil {
		return nil, &damagedResult{[]Reason{{Subject: "result", Name: "in the cache can't be used: " + err.Error()}}}
	}
	return &result{stage, m, r.detail.Caveats, r.detail.Duration()}, nil
}

// missing names the outputs of a past result that are no longer in the cache.
func (e *Engine) missing(m cache.Manifest) []Reason {
	var reasons []Reason
	for _, o := range m.Outputs {
		if !e.config.Cache.Present(o) {
			reasons = append(reasons, Reason{Subject: "output", Name: fmt.Sprintf("%s is missing from the cache or has another size", o.Name)})
		}
	}
	return reasons
}

// inputsIntact returns a damagedInput where a job's inputs aren't what its key
// says. read is check or verify.
func (j *job) inputsIntact(read func(cache.Output) error) error {
	for i, in := range j.inputs {
		for _, o := range in.result.manifest.Outputs {
			if err := read(o); errors.Is(err, cache.ErrDamaged) {
				return &damagedInput{i, in.result.stage.Name, err}
			} else if err != nil {
				return err
			}
		}
	}
	return nil
}

// damagedInput says that an output of an upstream stage no longer matches its digest.
type damagedInput struct {
	index int // in the job's inputs
	stage string
	err   error
}

func (d *damagedInput) Error() string { return fmt.Sprintf("output of %s: %v", d.stage, d.err) }
func (d *damagedInput) Unwrap() error { return d.err }
