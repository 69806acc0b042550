package engine

import (
	"errors"

	"autoencoder-dynamics/internal/engine/cache"
)

// kept is the saved state of one run of a stage. It saves nothing that may have
// been computed from inputs that have changed since they were checked, and has
// a stage start over, and say so, where its saved state is damaged.
type kept struct {
	*cache.Checkpoint
	intact func() error // whether the stage's inputs are still what its key says
	warn   func(error)  // told of state that can't be used
}

// Save fails where the inputs have changed, which ends the stage.
func (k kept) Save(name string, state []byte) error {
	if err := k.intact(); err != nil {
		return err
	}
	return k.Checkpoint.Save(name, state)
}

// Load returns nil for damaged state, as where there is none.
func (k kept) Load(name string) ([]byte, error) {
	state, err := k.Checkpoint.Load(name)
	if errors.Is(err, cache.ErrDamaged) {
		k.warn(err)
		return nil, nil
	}
	return state, err
}
