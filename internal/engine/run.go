package engine

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/pipelinefile"
)

// Summary is what a run did.
type Summary struct {
	Ran     []string  `json:"ran"`     // stages that ran to their end
	Cached  []string  `json:"cached"`  // stages that were fresh
	Failed  []Failure `json:"failed"`  // stages that failed, each once
	Skipped []string  `json:"skipped"` // stages that didn't run because another one failed
}

// Failure is one failed stage.
type Failure struct {
	Stage string `json:"stage"`
	Err   error  `json:"-"`
	Text  string `json:"error"`
}

// Run brings the targets, and all that they need, up to date; all stages
// without targets. Stages in force run even if they are fresh. A failed stage
// stops those that need it; the others go on. The error is nil only if every
// target is up to date; after an interruption it wraps ctx.Err().
func (e *Engine) Run(ctx context.Context, targets []string, force map[string]bool) (Summary, error) {
	if err := e.config.Cache.Prepare(); err != nil {
		return noSummary(), err
	}
	if system := cache.NetworkFileSystem(e.config.Cache.Dir()); system != "" {
		e.warnOnce(fmt.Sprintf("the cache %s lies on %s, where locks can't be trusted: use a local folder (--cache) if several processes share it", e.config.Cache.Dir(), system))
	}
	release, err := e.config.Cache.Use(ctx)
	if err != nil {
		return noSummary(), err
	}
	defer release()
	names := e.Closure(targets)
	if err := e.locateAll(ctx, names); err != nil {
		return noSummary(), err
	}
	r := &run{
		Engine: e, slots: newSlots(e.config.Jobs, e.config.Memory.room()), force: force, final: e.final(targets, names),
		futures: map[string]*future{}, repairs: map[string]*sync.Mutex{},
	}
	if r.priority, err = e.priorities(names); err != nil {
		return noSummary(), err
	}
	for _, name := range names {
		r.futures[name] = &future{done: make(chan struct{})}
		r.repairs[name] = &sync.Mutex{}
	}
	for _, name := range names {
		go r.stage(ctx, name)
	}
	summary := r.collect(ctx, names)
	return summary, r.advised(r.outcome(ctx, summary))
}

func noSummary() Summary {
	return Summary{Ran: []string{}, Cached: []string{}, Failed: []Failure{}, Skipped: []string{}}
}

// locateAll finds the outside content of all stages before any work starts, so
// that a mistyped archive is noticed at once and not after an hour.
func (e *Engine) locateAll(ctx context.Context, names []string) error {
	for _, name := range names {
		if _, err := e.locate(ctx, e.byName[name]); err != nil {
			return err
		}
	}
	return nil
}

// final says which results are handed to the caller: nobody else would notice
// that their bytes are damaged. Without targets that is every stage; with some,
// they and what no other stage takes.
func (e *Engine) final(targets, names []string) map[string]bool {
	final := map[string]bool{}
	for _, name := range names {
		final[name] = true
	}
	if len(targets) == 0 {
		return final
	}
	for _, name := range names {
		for _, upstream := range upstreams(e.byName[name]) {
			delete(final, upstream)
		}
	}
	for _, name := range targets {
		final[name] = true
	}
	return final
}

// run is one call of Run.
type run struct {
	*Engine
	slots    *slots
	force    map[string]bool
	priority map[string]time.Duration
	futures  map[string]*future
	repairs  map[string]*sync.Mutex // held while a stage's damaged outputs are made again
	final    map[string]bool        // stages whose results are handed to the caller

	referring sync.Mutex // guards referred and noRoot
	referred  map[string]cache.Digest
	noRoot    bool // what the pipeline refers to can't be noted

	trying     sync.Once // guards unwritable
	unwritable error
}

// future is a stage's result, complete once done is closed.
type future struct {
	done   chan struct{}
	result *result
	ran    bool
	err    error
}

// stage waits for what a stage needs and completes its future.
func (r *run) stage(ctx context.Context, name string) {
	f := r.futures[name]
	defer close(f.done)
	stage := r.byName[name]
	for _, upstream := range upstreams(stage) {
		u := r.futures[upstream]
		<-u.done
		if u.err == nil {
			continue
		}
		if f.err = ctx.Err(); f.err == nil && errors.Is(u.err, ErrUnwritable) {
			f.err = u.err
		} else if f.err == nil {
			cause := rootCause(upstream, u.err)
			f.err = &skipped{cause}
			r.config.Display.Skipped(name, stage.Kind.Name(), cause+" failed")
		}
		return
	}
	inputs := inputsOf(stage, func(upstream string) *result { return r.futures[upstream].result })
	f.result, f.ran, f.err = r.ensure(ctx, stage, inputs, r.force[name])
	if f.err == nil {
		r.refer(name, f.result.manifest.Key)
	}
	if shown := new(shownError); f.err != nil && ctx.Err() == nil && !errors.As(f.err, &shown) && !errors.Is(f.err, ErrUnwritable) {
		f.err = r.advised(f.err)
		r.config.Display.Stage(name, stage.Kind.Name()).Failed(f.err)
	}
}

func (r *run) collect(ctx context.Context, names []string) Summary {
	s := noSummary()
	for _, name := range names {
		f := r.futures[name]
		<-f.done
		switch {
		case isSkipped(f.err), errors.Is(f.err, ErrUnwritable), f.err != nil && ctx.Err() != nil:
			s.Skipped = append(s.Skipped, name)
		case f.err != nil:
			s.Failed = append(s.Failed, Failure{name, f.err, f.err.Error()})
		case f.ran:
			s.Ran = append(s.Ran, name)
		default:
			s.Cached = append(s.Cached, name)
		}
	}
	return s
}

func (r *run) outcome(ctx context.Context, s Summary) error {
	if err := ctx.Err(); err != nil {
		return &interrupted{err}
	}
	if r.unwritable != nil {
		return r.unwritable
	}
	var failures []error
	for _, failure := range s.Failed {
		failures = append(failures, &stageError{failure.Stage, failure.Err})
	}
	return errors.Join(failures...)
}

// ensure returns a stage's result from the cache or runs it.
func (r *run) ensure(ctx context.Context, stage *pipelinefile.Stage, inputs []input, force bool) (*result, bool, error) {
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	source, err := r.source(ctx, stage, inputs)
	if err != nil {
		return nil, false, err
	}
	// A damaged input is made again and looked at once more; should it keep
	// being damaged, the disk is at fault and more attempts won't help.
	const attempts = 3
	for range attempts {
		job, err := r.newJob(stage, source, inputs)
		if err != nil {
			return nil, false, err
		}
		if !force {
			if found, err := r.lookup(job); found != nil || err != nil {
				return found, false, err
			}
		}
		made, ran, err := r.lockAndExecute(ctx, job, force)
		var damage *damagedInput
		if !errors.As(err, &damage) {
			return made, ran, err
		}
		r.config.Display.Warn(fmt.Sprintf("%v; making it again", damage))
		if inputs[damage.index].result, err = r.repair(ctx, inputs[damage.index].result); err != nil {
			return nil, false, err
		}
	}
	return nil, false, fmt.Errorf("its inputs were damaged %d times in a row: check the disk that holds %s", attempts, r.config.Cache.Dir())
}
