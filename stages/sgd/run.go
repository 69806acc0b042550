package sgd

import (
	"context"
	"errors"
	"fmt"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory/order"

	"golang.org/x/sync/errgroup"
)

// Run simulates the replicas and writes the files.
func (Kind) Run(ctx context.Context, call *stages.Call) error {
	e, err := newExperiment(call)
	if err != nil {
		return err
	}
	call.Progress.Total(e.steps[len(e.steps)-1]*int64(e.Replicas), "steps")
	results, err := simulate(ctx, call, e)
	if err != nil {
		return err
	}
	noteGrowth(call.Progress, results)
	return write(call, e, results)
}

// noteGrowth says where networks have learnt nothing but to reconstruct worse, as they do at too large a learning rate.
func noteGrowth(progress stages.Progress, results []result) {
	const factor = 1.5
	grown := 0
	for _, r := range results {
		if r.records[len(r.records)-1].Error > factor*r.records[0].Error {
			grown++
		}
	}
	if grown > 0 {
		progress.Note(fmt.Sprintf("pmse ends at more than %g times its first value in %d of %d replicas", factor, grown, len(results)))
	}
}

// result is what is kept of a replica.
type result struct {
	records     []autoencoder.Record
	snapshots   []autoencoder.Snapshot
	last        order.Weights // in the coordinates of the samples
	eigenvalues []float64     // of the columns of weights, where it is exact in law
	overlaps    []string      // names of the columns of overlaps
}

// simulate runs all replicas to their end, as many at a time as there are
// workers. The error is that of the first replica that failed by itself.
func simulate(ctx context.Context, call *stages.Call, e *experiment) ([]result, error) {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(1, call.Workers))
	results, failures := make([]result, e.Replicas), make([]error, e.Replicas)
	for r := range results {
		group.Go(func() error {
			results[r], failures[r] = e.simulateOne(ctx, call, r)
			if failures[r] != nil {
				failures[r] = fmt.Errorf("replica %d of %d: %w", r+1, e.Replicas, failures[r])
			}
			return failures[r]
		})
	}
	err := group.Wait()
	for _, failure := range failures {
		if failure != nil && !errors.Is(failure, context.Canceled) {
			return nil, failure
		}
	}
	return results, err
}

// simulateOne takes a replica from its checkpoint, if there is one, to its end.
func (e *experiment) simulateOne(ctx context.Context, call *stages.Call, number int) (result, error) {
	if err := ctx.Err(); err != nil {
		return result{}, err
	}
	r, err := e.replica(number)
	if err != nil {
		return result{}, err
	}
	saved := savedReplica{call, number}
	r.Progress, r.Keep = call.Progress.Add, saved.saveSnapshot
	r.Pause = func() error { return saved.save(r) }
	if err := saved.resume(r); err != nil {
		return result{}, err
	}
	if !r.Done() {
		if err := r.Run(ctx); errors.Is(err, context.Canceled) {
			return result{}, errors.Join(err, r.Pause()) // so that the next run goes on from this very step
		} else if err != nil {
			return result{}, err
		}
		if err := r.Pause(); err != nil { // so that a replica that is done isn't simulated again when another is interrupted
			return result{}, err
		}
	}
	return resultOf(r, e.Hidden), nil
}

// resultOf returns what is kept of a replica that is done, without its training set and simulation.
func resultOf(r *autoencoder.Recorder, hidden int) result {
	kept := result{records: r.Records, snapshots: r.Snapshots, last: r.Simulator.Network().Weights}
	if levels, ok := r.Simulator.(*autoencoder.LevelSimulator); ok {
		kept.eigenvalues = levels.Eigenvalues()
	}
	if r.Components != nil {
		kept.overlaps = r.Components.ColumnNames(hidden)
	}
	return kept
}
