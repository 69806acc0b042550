package ode

import (
	"context"
	"fmt"

	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory"
)

// Run solves the flow and writes the files.
func (Kind) Run(ctx context.Context, call *stages.Call) error {
	p := call.Parameters.(*Parameters)
	in, err := readInputs(call)
	if err != nil {
		return err
	}
	problem, err := newProblem(p, call.Seed, in)
	if err != nil {
		return fmt.Errorf("inputs of stage %s: %w", in.stage, err)
	}
	times, err := p.TheoryTimes(in.Dim())
	if err != nil {
		return err
	}
	history := newHistory(p, in)
	settings := theory.Settings{Times: times, Tolerance: p.Tolerance, Verify: p.Verify, Learning: history.wanted}
	if settings.Method, err = p.method(); err != nil {
		return err
	}
	settings.Observe = func(s theory.Snapshot) error {
		call.Progress.Add(1)
		history.add(s)
		return nil
	}
	call.Progress.Total(int64(len(times)), "times")
	result, err := theory.Solve(ctx, problem, settings)
	if err != nil {
		return err
	}
	return write(call, p, in, result, history)
}
