package engine

import (
	"context"
	"fmt"
	"time"

	"autoencoder-dynamics/internal/pipelinefile"
	"autoencoder-dynamics/internal/progress"
	"autoencoder-dynamics/stages"
)

// source returns the outside content that a stage is made from, getting it if
// it isn't here. What was made from a pending source before, from a copy that
// lay elsewhere, needs no second copy.
func (r *run) source(ctx context.Context, stage *pipelinefile.Stage, inputs []input) (stages.Source, error) {
	source, err := r.locate(ctx, stage)
	if err != nil {
		return source, err
	}
	if source.Pending {
		job, err := r.newJob(stage, source, inputs)
		if err != nil {
			return source, err
		}
		_, made, err := r.config.Cache.Get(job.key)
		if err != nil {
			return source, err
		}
		if !made || r.force[stage.Name] {
			if err := r.writable(); err != nil {
				return source, err
			}
			if source, err = r.acquire(ctx, stage); err != nil {
				return source, err
			}
		}
	}
	r.warnOnce(source.Warning)
	return source, nil
}

// acquire gets a pending source. It takes no slot: a download leaves the
// processors to the others.
func (r *run) acquire(ctx context.Context, stage *pipelinefile.Stage) (stages.Source, error) {
	shown := &lateStage{start: func() progress.Stage {
		return r.config.Display.Stage(stage.Name, "getting its source")
	}}
	started := r.config.Now()
	source, err := stage.Kind.(stages.Sourced).Acquire(ctx, stage.Parameters, r.config.Settings, shown)
	if err != nil {
		if ctx.Err() != nil {
			shown.end(progress.Stage.Interrupted)
			return source, fmt.Errorf("interrupted: %w", ctx.Err())
		}
		err = r.advised(err)
		shown.end(func(s progress.Stage) { s.Failed(err) })
		if shown.stage != nil {
			return source, &shownError{err}
		}
		return source, err
	}
	shown.end(func(s progress.Stage) { s.Done(r.since(started).Round(time.Millisecond), 0) })
	r.setSource(stage.Name, source)
	return source, nil
}

// lateStage shows a stage once something has arrived: an attempt to reach a
// server that isn't there is no work that anybody wants to see begin and end.
type lateStage struct {
	start func() progress.Stage
	stage progress.Stage
	total int64
	unit  string
}

func (l *lateStage) Total(n int64, unit string) {
	l.total, l.unit = n, unit
	if l.stage != nil {
		l.stage.Total(n, unit)
	}
}

func (l *lateStage) Add(n int64) {
	if l.stage == nil {
		l.stage = l.start()
		l.stage.Total(l.total, l.unit)
	}
	l.stage.Add(n)
}

func (l *lateStage) Note(text string) {
	if l.stage != nil {
		l.stage.Note(text)
	}
}

func (l *lateStage) end(how func(progress.Stage)) {
	if l.stage != nil {
		how(l.stage)
	}
}
