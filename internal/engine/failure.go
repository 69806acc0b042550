package engine

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/remedy"
)

// shownError is a failure that the display has shown already.
type shownError struct{ err error }

func (e *shownError) Error() string { return e.err.Error() }
func (e *shownError) Unwrap() error { return e.err }

// interrupted says that a run was stopped from outside.
type interrupted struct{ err error }

func (*interrupted) Error() string {
	return "interrupted: what was computed is kept, the next run goes on from there"
}
func (i *interrupted) Unwrap() error { return i.err }

// IsInterrupted reports whether an error is that of a run that was stopped from
// outside and says itself what is left of it.
func IsInterrupted(err error) bool {
	var i *interrupted
	return errors.As(err, &i)
}

// skipped says that a stage didn't run because another one failed.
type skipped struct{ cause string }

func (s *skipped) Error() string { return fmt.Sprintf("not run, because %s failed", s.cause) }

// rootCause names the stage that really failed, where the upstream itself was skipped.
func rootCause(upstream string, err error) string {
	var s *skipped
	if errors.As(err, &s) {
		return s.cause
	}
	return upstream
}

func isSkipped(err error) bool {
	var s *skipped
	return errors.As(err, &s)
}

// stageError is a failure of one stage.
type stageError struct {
	stage string
	err   error
}

func (e *stageError) Error() string { return fmt.Sprintf("stage %s: %v", e.stage, e.err) }
func (e *stageError) Unwrap() error { return e.err }

// advised adds to an error what to do about it, where a limit of the machine is the cause.
func (e *Engine) advised(err error) error {
	return remedy.Add(err, remedy.Cache(e.config.Cache.Dir()), remedy.Data(e.config.Settings.DataDir))
}

// outputError is a stage's failure, which names its files as outputs, without
// the scratch folder that they were in.
type outputError struct {
	err     error
	scratch string
}

func (e *outputError) Error() string {
	return strings.ReplaceAll(e.err.Error(), e.scratch+string(filepath.Separator), "")
}
func (e *outputError) Unwrap() error { return e.err }

// ErrUnwritable says that no result can be stored. It concerns the whole run, not
// the stage that came upon it, so no stage is shown as failed.
var ErrUnwritable = errors.New("results can't be stored")

type unwritable struct{ err error }

func (u *unwritable) Error() string {
	return fmt.Sprintf("nothing was run, since %v: %v", ErrUnwritable, u.err)
}
func (u *unwritable) Unwrap() []error { return []error{ErrUnwritable, u.err} }

// writable tries, once in a run and before any stage runs, whether results can
// be stored. A cache that can't be written to serves as long as nothing is to be made.
func (r *run) writable() error {
	r.trying.Do(func() {
		scratch, err := r.config.Cache.NewScratch(cache.DigestBytes(nil))
		if err == nil {
			err = scratch.Remove()
		}
		if err != nil {
			r.unwritable = &unwritable{err}
		}
	})
	return r.unwritable
}
