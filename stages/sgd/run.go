package sgd

import (
	"context"
	"errors"
	"fmt"
	"math/bits"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/internal/jsonfile"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory/gaussian"

	"golang.org/x/sync/errgroup"
)

// Run simulates the replicas and writes the files.
func (Kind) Run(ctx context.Context, call *stages.Call) error {
	p := call.Parameters.(*Parameters)
	in, err := readInputs(call)
	if err != nil {
		return err
	}
	replicas, err := newReplicas(call, p, in)
	if err != nil {
		return err
	}
	if err := simulate(ctx, call, replicas); err != nil {
		return err
	}
	return write(call, p, in, replicas)
}

// newReplicas sets up every replica at its start.
func newReplicas(call *stages.Call, p *Parameters, in *inputs) ([]*autoencoder.Recorder, error) {
	activation, err := gaussian.ByName(p.Activation)
	if err != nil {
		return nil, err
	}
	steps, err := p.Steps(in.dim)
	if err != nil {
		return nil, fmt.Errorf("inputs of stage %s: %w", in.stage, err)
	}
	start, err := p.StartWeights(call.Seed, in.dim)
	if err != nil {
		return nil, fmt.Errorf("inputs of stage %s: %w", in.stage, err)
	}
	problem := autoencoder.Problem{Activation: activation, LearningRate: p.LearningRate, Initial: in.toSampled(start)}
	replicas := make([]*autoencoder.Recorder, p.Replicas)
	for r := range replicas {
		if problem.Sampler, err = in.sampler(call.Seed, r); err != nil {
			return nil, err
		}
		simulator, err := autoencoder.NewSimulator(problem)
		if err != nil {
			return nil, err
		}
		replicas[r] = &autoencoder.Recorder{
			Simulator: simulator, Evaluator: in.evaluator, Steps: steps,
			PauseEvery: pauseEvery(p.Hidden, in.dim), Progress: call.Progress.Add,
		}
	}
	call.Progress.Total(steps[len(steps)-1]*int64(p.Replicas), "steps")
	return replicas, nil
}

// pauseEvery is the number of steps between checkpoints: a power of two that
// takes some seconds, at a few nanoseconds for each of K·D weights.
func pauseEvery(hidden, dim int) int64 {
	const weightsPerPause = 1 << 30
	return 1 << max(6, bits.Len64(uint64(weightsPerPause/(hidden*dim)))-1)
}

// simulate runs all replicas to their end, as many at a time as there are
// workers. The error is that of the first replica that failed by itself.
func simulate(ctx context.Context, call *stages.Call, replicas []*autoencoder.Recorder) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(1, call.Workers))
	failures := make([]error, len(replicas))
	for r, replica := range replicas {
		group.Go(func() error {
			failures[r] = simulateOne(ctx, call, replica, fmt.Sprintf("replica-%d", r+1))
			if failures[r] != nil {
				failures[r] = fmt.Errorf("replica %d of %d: %w", r+1, len(replicas), failures[r])
			}
			return failures[r]
		})
	}
	err := group.Wait()
	for _, failure := range failures {
		if failure != nil && !errors.Is(failure, context.Canceled) {
			return failure
		}
	}
	return err
}

// simulateOne takes a replica from its checkpoint, if there is one, to its end.
func simulateOne(ctx context.Context, call *stages.Call, replica *autoencoder.Recorder, name string) error {
	state, err := call.Checkpoint.Load(name)
	if err != nil {
		return err
	}
	if state != nil {
		if err := replica.UnmarshalBinary(state); err != nil {
			return fmt.Errorf("checkpoint: %w", err)
		}
		call.Progress.Add(replica.Simulator.Steps())
		call.Progress.Note(fmt.Sprintf("%s resumes at t = %.6g", name, replica.Simulator.Time()))
		if replica.Done() {
			return nil
		}
	}
	save := func() error {
		state, err := replica.MarshalBinary()
		if err != nil {
			return err
		}
		return call.Checkpoint.Save(name, state)
	}
	replica.Pause = save
	if err := replica.Run(ctx); err != nil {
		return err
	}
	return save() // so that a replica that is done isn't simulated again when another is interrupted
}

func write(call *stages.Call, p *Parameters, in *inputs, replicas []*autoencoder.Recorder) error {
	curves := setup.NewCurves(p.Hidden, false, false, "replica")
	var encoders, decoders []float64
	for r, replica := range replicas {
		for _, record := range replica.Records {
			curves.Add(float64(record.Step)/float64(in.dim), record.Error, record.Parameters, float64(r+1))
		}
		w := in.fromSampled(replica.Simulator.Network().Weights)
		encoders, decoders = append(encoders, w.W...), append(decoders, w.V...)
	}
	if err := curves.WriteFile(call.OutputPath("curves.csv")); err != nil {
		return err
	}
	shape := []int{p.Replicas, p.Hidden, in.dim}
	err := npz.WriteFile(call.OutputPath("weights.npz"),
		npz.Array{Name: "W", Shape: shape, Data: encoders},
		npz.Array{Name: "V", Shape: shape, Data: decoders},
	)
	if err != nil {
		return err
	}
	description := run.Run{
		Method: run.SGD, Activation: p.Activation, Hidden: p.Hidden, Dim: jsonfile.Number(in.dim),
		LearningRate: p.LearningRate, Rule: p.Rule, EncoderBias: run.NoBias, OutputBias: run.NoBias, Horizon: replicas[0].Simulator.Time(), Replicas: p.Replicas,
		Inputs: in.kind, Error: in.error, PCAErrors: in.pcaErrors(),
	}
	return description.Write(call.OutputPath(run.FileName))
}
