package engine

import (
	"context"
	"errors"
	"slices"
	"time"

	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/pipelinefile"
	"autoencoder-dynamics/stages"
)

// State says whether a stage's result is in the cache.
type State string

const (
	Fresh   State = "fresh"   // in the cache, for exactly these parameters, inputs and code
	Stale   State = "stale"   // it must run, for the reasons given
	Waiting State = "waiting" // something that it needs is stale; it runs if that yields other bytes
	Blocked State = "blocked" // it can't run: content from outside that it needs can't be had
)

// Status is what a run would do with one stage, and why.
type Status struct {
	Stage   string        `json:"stage"`
	Kind    string        `json:"kind"`
	State   State         `json:"state"`
	Reasons []Reason      `json:"reasons,omitempty"` // why it is stale, or would be even if its inputs stayed the same
	After   []string      `json:"after,omitempty"`   // the stale stages that it needs
	Key     cache.Digest  `json:"key,omitempty"`     // known when fresh, and when stale with all inputs known
	Last    time.Duration `json:"last,omitempty"`    // how long it took the last time, in nanoseconds; 0: never ran
	Source  string        `json:"source,omitempty"`  // outside content that it would use
	Warning string        `json:"warning,omitempty"`
	Resumes bool          `json:"resumes,omitempty"` // an interrupted run of exactly this action has left a checkpoint

	result  *result
	source  stages.Source
	past    *record // if not fresh: the most similar past result
	damaged bool    // it is stale because its result in the cache can't be used
}

// Status returns the state of the targets and of all that they need, in an
// order in which needs come first; of all stages without targets. It reads the
// cache and writes nothing. force lists stages to be taken as stale.
func (e *Engine) Status(ctx context.Context, targets []string, force map[string]bool) ([]Status, error) {
	if err := e.config.Cache.CheckFormat(); err != nil {
		return nil, err
	}
	var all []Status
	done := map[string]*Status{}
	for _, name := range e.Closure(targets) {
		s, err := e.stageStatus(ctx, e.byName[name], done, force[name])
		if err != nil {
			return nil, err
		}
		done[name] = &s
		all = append(all, s)
	}
	return all, nil
}

func (e *Engine) stageStatus(ctx context.Context, stage *pipelinefile.Stage, done map[string]*Status, force bool) (Status, error) {
	s := Status{Stage: stage.Name, Kind: stage.Kind.Name()}
	known := map[string]bool{}
	for _, need := range stage.Needs {
		known[need.Port] = true
		for _, upstream := range need.Stages {
			if done[upstream].State != Fresh {
				known[need.Port] = false
				s.After = append(s.After, upstream)
			}
		}
	}
	if force {
		s.Reasons = append(s.Reasons, Reason{Subject: "force", Name: "was asked for"})
	}
	source, err := e.locate(ctx, stage)
	if err != nil {
		if ctx.Err() != nil {
			return s, err
		}
		s.State, s.Reasons = Blocked, append(s.Reasons, Reason{Subject: "source", Name: "can't be had: " + err.Error()})
		return s, nil
	}
	inputs := inputsOf(stage, func(upstream string) *result { return done[upstream].result })
	candidates := []stages.Source{source}
	if source.Pending && source.Fallback != nil {
		candidates = append(candidates, *source.Fallback)
	}
	statuses := make([]Status, len(candidates))
	for i, candidate := range candidates {
		statuses[i] = s
		statuses[i].Reasons = slices.Clone(s.Reasons)
		if err := e.compareSource(&statuses[i], stage, candidate, inputs, known); err != nil || statuses[i].State == Fresh {
			return statuses[i], err
		}
	}
	s = statuses[0]
	if source.Pending {
		s.Reasons = append([]Reason{{Subject: "source", Name: source.Summary + " isn't here yet"}}, s.Reasons...)
	}
	return s, nil
}

// compareSource looks a stage up in the cache as made from a source.
func (e *Engine) compareSource(s *Status, stage *pipelinefile.Stage, source stages.Source, inputs []input, known map[string]bool) error {
	s.source, s.Source, s.Warning = source, source.Summary, source.Warning
	p, err := e.preimage(stage, source, inputs)
	if err != nil {
		return err
	}
	return e.compare(s, stage, p, known)
}

// compare looks the pre-image up in the cache and, where it isn't there, finds
// what changed since the stage's most similar past result.
func (e *Engine) compare(s *Status, stage *pipelinefile.Stage, p Preimage, known map[string]bool) error {
	key, _, err := p.Key()
	if err != nil {
		return err
	}
	if len(s.After) == 0 {
		s.Key = key
		found, err := e.find(stage, key)
		var damage *damagedResult
		switch {
		case errors.As(err, &damage):
			s.Reasons = append(s.Reasons, damage.reasons...)
			s.damaged = true
		case err != nil:
			return err
		case found != nil && len(s.Reasons) == 0:
			s.State, s.result, s.Last = Fresh, found, found.took
			return nil
		}
	}
	s.State = Stale
	forced := slices.ContainsFunc(s.Reasons, func(r Reason) bool { return r.Subject == "force" })
	s.Resumes = s.Key != "" && !forced && e.config.Cache.Checkpoint(key).Exists()
	nearest, ran, err := e.nearest(stage.Name, p, known)
	if err != nil {
		return err
	}
	if ran {
		s.Last, s.past = nearest.detail.Duration(), &nearest
	}
	switch {
	case s.damaged: // this very result was there: an earlier one has nothing to do with it
		return nil
	case !ran:
		s.Reasons = append(s.Reasons, Reason{Subject: "never", Name: "ran before"})
		return nil
	}
	s.Reasons = append(s.Reasons, differences(nearest.preimage, p, known)...)
	switch {
	case len(s.Reasons) == 0 && len(s.After) > 0:
		s.State = Waiting
	case len(s.Reasons) == 0:
		s.Reasons = []Reason{{Subject: "key", Name: "differs from that of the last run in its form alone"}}
	}
	return nil
}
