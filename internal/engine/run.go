package engine

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/pipelinefile"
	"autoencoder-dynamics/stages"
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
		return Summary{}, err
	}
	if system := cache.NetworkFileSystem(e.config.Cache.Dir()); system != "" {
		e.warnOnce(fmt.Sprintf("the cache %s lies on %s, where locks can't be trusted: use a local folder (--cache) if several processes share it", e.config.Cache.Dir(), system))
	}
	release, err := e.config.Cache.Use(ctx)
	if err != nil {
		return Summary{}, err
	}
	defer release()
	names := e.Closure(targets)
	r := &run{
		Engine: e, slots: newSlots(e.config.Jobs), force: force,
		futures: map[string]*future{}, repairs: map[string]*sync.Mutex{},
	}
	if r.priority, err = e.priorities(names); err != nil {
		return Summary{}, err
	}
	for _, name := range names {
		r.futures[name] = &future{done: make(chan struct{})}
		r.repairs[name] = &sync.Mutex{}
	}
	for _, name := range names {
		go r.stage(ctx, name)
	}
	summary := r.collect(names)
	return summary, errors.Join(r.outcome(ctx, summary), e.recordRoot(r, names))
}

// run is one call of Run.
type run struct {
	*Engine
	slots    *slots
	force    map[string]bool
	priority map[string]time.Duration
	futures  map[string]*future
	repairs  map[string]*sync.Mutex // held while a stage's damaged outputs are made again
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
	var inputs []input
	for _, need := range stage.Needs {
		for _, upstream := range need.Stages {
			u := r.futures[upstream]
			<-u.done
			if u.err != nil && ctx.Err() != nil {
				f.err = ctx.Err()
				return
			}
			if u.err != nil {
				cause := rootCause(upstream, u.err)
				f.err = &skipped{cause}
				r.config.Display.Skipped(name, stage.Kind.Name(), cause+" failed")
				return
			}
			inputs = append(inputs, input{need.Port, u.result})
		}
	}
	f.result, f.ran, f.err = r.ensure(ctx, stage, inputs, r.force[name])
	if shown := new(shownError); f.err != nil && ctx.Err() == nil && !errors.As(f.err, &shown) {
		r.config.Display.Stage(name, stage.Kind.Name()).Failed(f.err)
	}
}

func (r *run) collect(names []string) Summary {
	s := Summary{Ran: []string{}, Cached: []string{}, Failed: []Failure{}, Skipped: []string{}}
	for _, name := range names {
		f := r.futures[name]
		<-f.done
		switch {
		case isSkipped(f.err), errors.Is(f.err, context.Canceled):
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
		return fmt.Errorf("interrupted: what was computed is kept, the next run goes on from there: %w", err)
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
	source, err := r.source(ctx, stage)
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

// source returns the outside content of a stage, getting it if it isn't here.
func (r *run) source(ctx context.Context, stage *pipelinefile.Stage) (stages.Source, error) {
	source, err := r.locate(ctx, stage)
	if err != nil || !source.Pending {
		r.warnOnce(source.Warning)
		return source, err
	}
	if err := r.slots.acquire(ctx, r.priority[stage.Name]); err != nil {
		return source, err
	}
	defer r.slots.release()
	started := r.config.Now()
	shown := r.config.Display.Stage(stage.Name, stage.Kind.Name())
	source, err = stage.Kind.(stages.Sourced).Acquire(ctx, stage.Parameters, r.config.Settings, shown)
	switch {
	case err != nil && ctx.Err() != nil:
		shown.Interrupted()
		return source, fmt.Errorf("interrupted: %w", ctx.Err())
	case err != nil:
		shown.Failed(err)
		return source, &shownError{err}
	}
	shown.Note(source.Summary)
	shown.Done(r.config.Now().Sub(started), 0)
	r.setSource(stage.Name, source)
	r.warnOnce(source.Warning)
	return source, nil
}
