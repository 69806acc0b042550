package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"autoencoder-dynamics/internal/engine/cache"
)

// Verdict is what a second run of a stage showed about one output, or about its
// caveats where they differ.
type Verdict struct {
	Stage     string `json:"stage"`
	Output    string `json:"output"`            // or "caveats"
	Identical bool   `json:"identical"`         // byte by byte
	Problem   string `json:"problem,omitempty"` // what differs, by numbers where the format is known
}

// Compare says in words how two files that differ in bytes differ in content.
// name is the output's name, which tells its format.
type Compare func(name, old, now string) string

// Verify runs fresh stages once more in a scratch place, without checkpoints,
// and compares every output with the cached one: first bytes, then, through
// compare, numbers. It changes nothing in the cache. Stages that aren't fresh
// are an error.
func (e *Engine) Verify(ctx context.Context, targets []string, compare Compare) ([]Verdict, error) {
	all, err := e.Status(ctx, targets, nil)
	if err != nil {
		return nil, err
	}
	if err := e.config.Cache.Prepare(); err != nil {
		return nil, err
	}
	done := map[string]Status{}
	for _, s := range all {
		if s.result == nil {
			return nil, fmt.Errorf("stage %s is %s: run %s first", s.Stage, s.State, e.hint("run", s.Stage))
		}
		done[s.Stage] = s
	}
	release, err := e.config.Cache.Use(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	var verdicts []Verdict
	for _, name := range targets {
		v, err := e.verifyStage(ctx, done, name, compare)
		if err != nil {
			return verdicts, &stageError{name, err}
		}
		verdicts = append(verdicts, v...)
	}
	return verdicts, nil
}

func (e *Engine) verifyStage(ctx context.Context, done map[string]Status, name string, compare Compare) ([]Verdict, error) {
	cached := done[name].result
	inputs := inputsOf(cached.stage, func(upstream string) *result { return done[upstream].result })
	j, err := e.newJob(cached.stage, done[name].source, inputs)
	if err != nil {
		return nil, err
	}
	if err := j.inputsIntact(e.check); err != nil {
		return nil, e.inputRemedy(err)
	}
	need, err := e.need(j)
	if err != nil {
		return nil, err
	}
	e.makeRoom(need)
	scratch, err := e.config.Cache.NewScratch(j.key)
	if err != nil {
		return nil, err
	}
	defer scratch.Remove()
	started := e.config.Now()
	shown := e.config.Display.Stage(j.stage.Name, j.stage.Kind.Name())
	outputs, caveats, err := e.perform(ctx, j, scratch, shown, noCheckpoint{})
	switch {
	case err != nil && ctx.Err() != nil:
		shown.Interrupted()
		return nil, fmt.Errorf("interrupted: %w", ctx.Err())
	case err != nil:
		shown.Failed(err)
		return nil, e.inputRemedy(err)
	}
	shown.Done(e.since(started), totalSize(outputs))
	verdicts := e.judge(cached, outputs, scratch.Dir(), compare)
	if !slices.Equal(caveats, cached.caveats) {
		verdicts = append(verdicts, Verdict{Stage: name, Output: "caveats", Problem: fmt.Sprintf(
			"the manifest has %s, the second run gave %s", cmp.Or(caveatIDs(cached.caveats), "none"), cmp.Or(caveatIDs(caveats), "none"))})
	}
	return verdicts, nil
}

// inputRemedy says what to do about an input that is damaged.
func (e *Engine) inputRemedy(err error) error {
	var damage *damagedInput
	if !errors.As(err, &damage) {
		return err
	}
	return fmt.Errorf("its input of stage %s: %w; %s makes it again", damage.stage, damage.err, e.hint("run", damage.stage, "--force"))
}

func (e *Engine) judge(cached *result, outputs []cache.Output, dir string, compare Compare) []Verdict {
	again := map[string]cache.Output{}
	for _, o := range outputs {
		again[o.Name] = o
	}
	var verdicts []Verdict
	for _, old := range cached.manifest.Outputs {
		v := Verdict{Stage: cached.stage.Name, Output: old.Name}
		now, ok := again[old.Name]
		delete(again, old.Name)
		damage := e.check(old)
		switch {
		case !ok:
			v.Problem = "the second run didn't make it"
		case damage != nil && !errors.Is(damage, cache.ErrDamaged):
			v.Problem = damage.Error()
		case damage != nil:
			v.Problem = fmt.Sprintf("damaged in the cache; %s makes it again", e.hint("run", cached.stage.Name, "--force"))
		case now.Digest == old.Digest:
			v.Identical = true
		default:
			v.Problem = compare(old.Name, e.config.Cache.ObjectPath(old.Digest), filepath.Join(dir, filepath.FromSlash(old.Name)))
		}
		verdicts = append(verdicts, v)
	}
	for _, o := range outputs {
		if _, extra := again[o.Name]; extra {
			verdicts = append(verdicts, Verdict{Stage: cached.stage.Name, Output: o.Name, Problem: "only the second run made it"})
		}
	}
	return verdicts
}

// noCheckpoint keeps nothing: a second run must not go on from a first one.
type noCheckpoint struct{}

func (noCheckpoint) Save(string, []byte) error   { return nil }
func (noCheckpoint) Load(string) ([]byte, error) { return nil, nil }
