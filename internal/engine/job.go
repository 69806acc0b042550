package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/pipelinefile"
	"autoencoder-dynamics/internal/progress"
	"autoencoder-dynamics/stages"
)

// job is one stage with its key: what is looked up, and run if need be.
type job struct {
	stage    *pipelinefile.Stage
	source   stages.Source
	inputs   []input
	key      cache.Digest
	preimage json.RawMessage
}

func (e *Engine) newJob(stage *pipelinefile.Stage, source stages.Source, inputs []input) (*job, error) {
	p, err := e.preimage(stage, source, inputs)
	if err != nil {
		return nil, err
	}
	j := &job{stage: stage, source: source, inputs: inputs}
	j.key, j.preimage, err = p.Key()
	return j, err
}

// lookup returns the job's result if the cache has it, else nil. A result that
// can't be used is reported, and is none.
func (r *run) lookup(j *job) (*result, error) {
	found, err := r.find(j.stage, j.key)
	if err == nil && found != nil && r.final[j.stage.Name] {
		err = r.verifyAll(found.manifest.Outputs)
	}
	switch {
	case errors.Is(err, cache.ErrDamaged):
		r.warnOnce(fmt.Sprintf("stage %s: %v; making it again", j.stage.Name, err))
		return nil, nil
	case err != nil || found == nil:
		return nil, err
	}
	r.config.Display.Cached(j.stage.Name, j.stage.Kind.Name())
	return found, nil
}

// verifyAll checks outputs, all of them, so that each damaged one is reported.
func (r *run) verifyAll(outputs []cache.Output) error {
	var damage []error
	for _, o := range outputs {
		if err := r.verify(o); errors.Is(err, cache.ErrDamaged) {
			damage = append(damage, err)
		} else if err != nil {
			return err
		}
	}
	return errors.Join(damage...)
}

// lockAndExecute runs a job, unless another process has run it meanwhile.
func (r *run) lockAndExecute(ctx context.Context, j *job, force bool) (*result, bool, error) {
	if err := r.writable(); err != nil {
		return nil, false, err
	}
	unlock, err := r.config.Cache.Lock(ctx, j.key, func() {
		r.config.Display.Info(j.stage.Name + " is being computed by another process, or by another stage with the same content; waiting for it")
	})
	if err != nil {
		return nil, false, err
	}
	defer unlock()
	if !force {
		if found, err := r.lookup(j); found != nil || err != nil {
			return found, false, err
		}
	}
	if err := j.inputsIntact(r.verify); err != nil {
		return nil, false, err
	}
	need, err := r.need(j)
	if err != nil {
		// What an input holds can't be told once somebody has found it damaged and moved it away.
		if damage := j.inputsIntact(r.verify); damage != nil {
			return nil, false, damage
		}
		return nil, false, err
	}
	ticket, err := r.slots.acquire(ctx, r.priority[j.stage.Name], need)
	if err != nil {
		return nil, false, err
	}
	defer r.slots.release(ticket)
	// It may have waited for hours: its inputs are read again if they were touched since.
	if err := j.inputsIntact(r.verify); err != nil {
		return nil, false, err
	}
	r.makeRoom(need)
	made, err := r.execute(ctx, j)
	return made, true, err
}

// execute runs a job's stage and stores what it made.
func (r *run) execute(ctx context.Context, j *job) (*result, error) {
	scratch, err := r.config.Cache.NewScratch(j.key)
	if err != nil {
		return nil, err
	}
	defer scratch.Remove()
	started := r.config.Now()
	shown := r.config.Display.Stage(j.stage.Name, j.stage.Kind.Name())
	checkpoint := kept{
		Checkpoint: r.config.Cache.Checkpoint(j.key),
		intact:     func() error { return j.inputsIntact(r.check) },
		warn: func(err error) {
			r.warnOnce(fmt.Sprintf("saved state of %s: %v; it starts over", j.stage.Name, err))
		},
	}
	if r.force[j.stage.Name] { // from the start means from the start
		if err := checkpoint.Drop(); err != nil {
			shown.Failed(err)
			return nil, &shownError{err}
		}
	}
	outputs, caveats, err := r.perform(ctx, j, scratch, shown, checkpoint)
	if err == nil {
		err = scratch.Store(outputs)
	}
	var made *result
	if err == nil {
		made, err = r.publish(j, outputs, caveats, started)
	}
	var damage *damagedInput
	switch {
	case err != nil && ctx.Err() != nil:
		shown.Interrupted()
		return nil, fmt.Errorf("interrupted: %w", ctx.Err())
	case errors.As(err, &damage): // no fault of the stage: it runs again
		shown.Interrupted()
		return nil, damage
	case err != nil:
		err = r.advised(&outputError{err, scratch.Dir()})
		shown.Failed(err)
		return nil, &shownError{err}
	}
	shown.Done(r.since(started), totalSize(outputs))
	if err := checkpoint.Drop(); err != nil {
		r.warnOnce(fmt.Sprintf("saved state of %s stays behind until gc: %v", j.stage.Name, err))
	}
	return made, nil
}

// perform calls the stage and digests what it left in the scratch folder.
func (e *Engine) perform(ctx context.Context, j *job, scratch *cache.Scratch, shown progress.Stage, checkpoint stages.Checkpoint) ([]cache.Output, []stages.Caveat, error) {
	var mu sync.Mutex
	var own []stages.Caveat
	call := e.call(j)
	call.Progress, call.Checkpoint, call.OutputDir = shown, checkpoint, scratch.Dir()
	call.Caveat = func(c stages.Caveat) {
		mu.Lock()
		defer mu.Unlock()
		own = append(own, c)
	}
	if err := unchanged(j.stage); err != nil {
		return nil, nil, err
	}
	// What a stage was given is looked at again when it has ended, well or not:
	// what was made from something else is no result of its key.
	err := protect(func() error { return j.stage.Kind.Run(ctx, call) })
	if damage := j.inputsIntact(e.check); damage != nil {
		return nil, nil, damage
	}
	if err != nil {
		return nil, nil, err
	}
	if err := unchanged(j.stage); err != nil {
		return nil, nil, err
	}
	outputs, err := scratch.Outputs()
	if err == nil && len(outputs) == 0 {
		err = fmt.Errorf("kind %s wrote no output", j.stage.Kind.Name())
	}
	inherited := [][]stages.Caveat{}
	for _, in := range j.inputs {
		inherited = append(inherited, in.result.caveats)
	}
	return outputs, stages.UniqueCaveats(append(inherited, own)...), err
}

// call is what a stage is given to run, without what it writes to.
func (e *Engine) call(j *job) *stages.Call {
	return &stages.Call{
		Stage: j.stage.Name, Parameters: j.stage.Parameters, Seed: j.stage.Seed,
		Workers: e.config.Jobs, Source: j.source, Inputs: e.callInputs(j),
	}
}

// unchanged checks that the files that a stage's parameters name still hold what
// its key says: they aren't the cache's, and anybody may edit them during a run.
func unchanged(stage *pipelinefile.Stage) error {
	for _, file := range stage.Files {
		digest, _, err := cache.DigestFile(file.Path)
		if err != nil {
			return fmt.Errorf("%s: %w", file.Field, err)
		}
		if "sha256:"+string(digest) != file.Digest {
			return fmt.Errorf("%s: %s has changed since the run began: run again", file.Field, file.Path)
		}
	}
	return nil
}

func (e *Engine) callInputs(j *job) map[string][]stages.Input {
	inputs := map[string][]stages.Input{}
	for _, in := range j.inputs {
		files := map[string]string{}
		for _, o := range in.result.manifest.Outputs {
			files[o.Name] = e.config.Cache.ObjectPath(o.Digest)
		}
		inputs[in.port] = append(inputs[in.port], stages.Input{
			Stage: in.result.stage.Name, Kind: in.result.stage.Kind.Name(), Files: files, Caveats: in.result.caveats,
		})
	}
	return inputs
}

// protect turns a kernel's panic into an error, so that one stage's bug doesn't
// take down the others.
func protect(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return f()
}

// publish writes the manifest; from then on the result exists.
func (r *run) publish(j *job, outputs []cache.Output, caveats []stages.Caveat, started time.Time) (*result, error) {
	detail := Detail{
		Stage: j.stage.Name, Source: j.source.Summary, Caveats: caveats,
		Pipeline: r.config.Pipeline.Path, Profile: r.config.Pipeline.Profile,
		Started: started.UTC().Format(time.RFC3339), Seconds: r.since(started).Seconds(),
		Host: r.config.Host, Jobs: r.config.Jobs,
	}
	for _, in := range j.inputs {
		detail.Inputs = append(detail.Inputs, InputLink{in.port, in.result.stage.Name, in.result.manifest.Key})
	}
	text, err := json.Marshal(detail)
	if err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	m := cache.Manifest{Key: j.key, Preimage: j.preimage, Outputs: outputs, Detail: text}
	if err := r.config.Cache.Put(m); err != nil {
		return nil, err
	}
	return &result{j.stage, m, caveats, detail.Duration()}, nil
}

func totalSize(outputs []cache.Output) (size int64) {
	for _, o := range outputs {
		size += o.Size
	}
	return size
}
