package engine

import (
	"errors"
	"fmt"
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
