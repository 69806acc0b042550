package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"autoencoder-dynamics/internal/engine/cache"
)

// repair runs a stage again whose outputs turned out damaged. Of several
// stages that notice the damage, one repairs it.
func (r *run) repair(ctx context.Context, broken *result) (*result, error) {
	name := broken.stage.Name
	r.repairs[name].Lock()
	defer r.repairs[name].Unlock()
	switch err := r.verifyAll(broken.manifest.Outputs); {
	case err == nil:
		return broken, nil
	case !errors.Is(err, cache.ErrDamaged): // it says nothing of the bytes, such as too many open files
		return nil, &stageError{name, err}
	}
	inputs := inputsOf(broken.stage, func(upstream string) *result {
		<-r.futures[upstream].done
		return r.futures[upstream].result
	})
	made, _, err := r.ensure(ctx, broken.stage, inputs, true)
	if err != nil {
		return nil, &stageError{name, err}
	}
	if !slices.Equal(made.manifest.Outputs, broken.manifest.Outputs) {
		r.warnOnce(fmt.Sprintf("%s yielded other bytes than before: it isn't reproducible. What was made from the old ones may still be in use; run again with --force", name))
	}
	return made, nil
}
