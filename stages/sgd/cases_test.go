package sgd

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages/stagetest"
	"autoencoder-dynamics/theory/order"
)

// experimentCase is what is wired to a stage, and what its parameters say beside the defaults of tests.
type experimentCase struct {
	wired  map[string]map[string]string
	change func(*Parameters)
	learns float64 // the last pmse must be below this share of the first
}

// cases has one of everything beside the network, which TestNetworks has.
func cases(t *testing.T) map[string]experimentCase {
	pictures := map[string]map[string]string{}
	images(t, pictures, "data", "train.npz", 40, 9)
	withComponents := map[string]map[string]string{"data": pictures["data"]}
	components(t, withComponents)
	images(t, withComponents, "test", "test.npz", 25, 9)
	surrogates := normal(t, "covariance", "spectrum.npz")
	images(t, surrogates, "test", "test.npz", 25, 6)
	plain := normal(t, "covariance", "spectrum.npz")
	return map[string]experimentCase{
		"normal":          {plain, func(*Parameters) {}, 0.6},
		"embedded law":    {permuted(t, "data", "law.npz"), func(p *Parameters) { p.FlipSigns = true }, 0.6},
		"double":          {plain, func(p *Parameters) { p.Precision = double }, 0.6},
		"single":          {plain, func(p *Parameters) { p.Precision = single }, 0.6},
		"images":          {pictures, func(*Parameters) {}, 0.7},
		"flipped":         {pictures, func(p *Parameters) { p.FlipSigns, p.Activation = true, "relu" }, 0.8},
		"components":      {withComponents, func(p *Parameters) { p.Modes = 3 }, 0.7},
		"informed images": {withComponents, func(p *Parameters) { p.Init = &setup.Init{Informed: true, Scale: 0.2} }, 0.7},
		"all images":      {pictures, func(p *Parameters) { p.Sampling = epochs }, 0.7},
		"some images":     {pictures, func(p *Parameters) { p.Sampling, p.Samples, p.FlipSigns = epochs, 20, true }, 0.8},
		"finite set":      {plain, func(p *Parameters) { p.Sampling, p.Samples, p.BatchSize = epochs, 50, 3 }, 0.7},
		"surrogates":      {surrogates, func(*Parameters) {}, 0.6},
		"batches":         {plain, func(p *Parameters) { p.BatchSize = 5 }, 0.6},
		"schedule":        {plain, func(p *Parameters) { p.Schedule = Schedule{Power: 0.3, Onset: 50} }, 0.6},
		"adam":            {plain, func(p *Parameters) { p.Optimizer.Name, p.LearningRate = adam, 0.02 }, 0.6},
		"adam in batches": {pictures, func(p *Parameters) {
			p.Optimizer.Name, p.LearningRate, p.BatchSize, p.EncoderBias.Train, p.OutputBias.Train = adam, 0.02, 4, true, true
		}, 0.7},
		"weight decay": {plain, func(p *Parameters) { p.WeightDecay = 0.01 }, 0.7},
		"informed":     {plain, func(p *Parameters) { p.Init = &setup.Init{Informed: true} }, 0.6},
		"snapshots":    {plain, func(p *Parameters) { p.Snapshots, p.OutputBias.Train = []float64{0, 0.1, 77, 200}, true }, 0.6},
		"in law":       {plain, func(p *Parameters) { p.Simulator, p.Snapshots = inLaw, []float64{1.5, 200} }, 0.6},
		"in law biased": {plain, func(p *Parameters) {
			p.Simulator, p.Activation, p.LearningRate, p.EncoderBias.Train, p.OutputBias.Train = inLaw, "relu", 0.2, true, true
		}, 0.6},
		"levels": {levels(t, 150_000), func(p *Parameters) { p.Horizon, p.Points, p.LearningRate = 0.4, 10, 2 }, 0.999},
	}
}

// Everything is a matter of parameters, and the replicas learn.
func TestCases(t *testing.T) {
	for name, c := range cases(t) {
		call := newCall(t, c.wired, c.change)
		mustRun(t, call)
		_, pmse := curves(t, call)
		for r := range pmse {
			if last := pmse[r][len(pmse[r])-1]; !(last < c.learns*pmse[r][0]) {
				t.Errorf("%s: pmse of replica %d goes from %v to %v", name, r+1, pmse[r][0], last)
			}
		}
		if len(pmse) > 1 && pmse[0][len(pmse[0])-1] == pmse[1][len(pmse[1])-1] {
			t.Errorf("%s: two replicas have the same samples", name)
		}
		if total, done := call.Progress.(*stagetest.Progress).Counts(); total != done {
			t.Errorf("%s: progress %d of %d", name, done, total)
		}
		notes := strings.Join(call.Progress.(*stagetest.Progress).Notes(), " ")
		if strings.Contains(notes, "flip_signs changes nothing") != (name == "embedded law") {
			t.Errorf("%s: notes %q", name, notes)
		}
		checkDescription(t, name, call.OutputPath(run.FileName), call.Parameters.(*Parameters))
	}
}

// checkDescription checks what run.json says of a simulation.
func checkDescription(t *testing.T, name, path string, p *Parameters) {
	t.Helper()
	d, err := run.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if d.Rule != p.Rule || d.BatchSize != p.BatchSize || d.Sampling != p.Sampling || (d.Optimizer != nil) != (p.Optimizer.Name == adam) ||
		(d.Schedule != nil) != (p.Schedule.Power != 0) || (d.Samples > 0) != (p.Sampling == epochs) || d.FlipSigns != (p.FlipSigns && d.Inputs == run.Images) {
		t.Errorf("%s: %+v", name, d)
	}
	if known := d.Inputs == run.Normal || strings.Contains(name, "component") || name == "informed images"; (d.PCAErrors != nil) != known {
		t.Errorf("%s: PCA errors %v", name, d.PCAErrors)
	}
	if lawful := d.Simulator == run.InLaw; lawful != (p.Simulator == inLaw || d.Dim > 1e5) || (d.Precision == run.Single) == (lawful || p.Precision == double || p.Schedule.Power != 0) {
		t.Errorf("%s: simulator %s, precision %s", name, d.Simulator, d.Precision)
	}
}

// One worker or two: the same bytes.
func TestSameBytesForAnyWorkers(t *testing.T) {
	for name, c := range cases(t) {
		parallel, serial := newCall(t, c.wired, c.change), newCall(t, c.wired, c.change)
		serial.Workers = 1
		mustRun(t, parallel)
		mustRun(t, serial)
		sameOutputs(t, name, outputs(t, parallel), outputs(t, serial))
	}
}

// Interrupted again and again as it saves, the stage ends with the bytes of an undisturbed run.
func TestInterruptionsChangeNothing(t *testing.T) {
	for name, c := range cases(t) {
		undisturbed, call := newCall(t, c.wired, c.change), newCall(t, c.wired, c.change)
		mustRun(t, undisturbed)
		checkpoint := call.Checkpoint.(*fakeCheckpoint)
		interruptions := 0
		for {
			ctx, cancel := context.WithCancel(t.Context())
			saved := checkpoint.saves
			checkpoint.onSave = func(saves int) {
				if saves >= saved+2 {
					cancel()
				}
			}
			call.Progress = &stagetest.Progress{}
			err := (Kind{}).Run(ctx, call)
			cancel()
			if err == nil {
				break
			}
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("%s: %v", name, err)
			}
			if interruptions++; interruptions > 100 {
				t.Fatalf("%s: it doesn't come to an end", name)
			}
		}
		if interruptions < 2 {
			t.Errorf("%s: interrupted %d times only", name, interruptions)
		}
		sameOutputs(t, name, outputs(t, undisturbed), outputs(t, call))
	}
}

// A run that is interrupted between two checkpoints saves where it is: the next
// one takes each step that is left, and none again.
func TestInterruptionsSaveTheirState(t *testing.T) {
	for name, c := range cases(t) {
		undisturbed, call := newCall(t, c.wired, c.change), newCall(t, c.wired, c.change)
		whole, parts := &stagetest.Progress{}, &cancellingProgress{}
		undisturbed.Progress = whole
		mustRun(t, undisturbed)
		ctx, cancel := context.WithCancel(t.Context())
		parts.cancel = cancel
		call.Progress = parts
		if err := (Kind{}).Run(ctx, call); !errors.Is(err, context.Canceled) {
			t.Fatalf("%s: %v", name, err)
		}
		rest := &stagetest.Progress{}
		call.Progress = rest
		mustRun(t, call)
		sameOutputs(t, name, outputs(t, undisturbed), outputs(t, call))
		_, taken := parts.Counts()
		if _, steps := whole.Counts(); taken == steps {
			t.Errorf("%s: it was over before the interruption", name)
		}
		if len(rest.Notes()) == 0 {
			t.Errorf("%s: it was interrupted after %d steps, and started over", name, taken)
		}
	}
}

// cancellingProgress interrupts the run with its first steps.
type cancellingProgress struct {
	stagetest.Progress
	cancel func()
}

func (c *cancellingProgress) Add(steps int64) {
	c.Progress.Add(steps)
	if steps > 0 {
		c.cancel()
	}
}

// An interruption ends an average too, and is reported as what it is, with the time.
func TestInterruptedEvaluation(t *testing.T) {
	call := newCall(t, cases(t)["images"].wired, func(p *Parameters) { p.Horizon, p.Points, p.Replicas = 1, 3, 1 })
	e, err := newExperiment(call)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	e.population = cancelling{e.population, cancel}
	_, err = e.simulateOne(ctx, call, 0)
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "at t = 0") {
		t.Errorf("error %v", err)
	}
}

// cancelling is an evaluator that is interrupted as soon as it is called.
type cancelling struct {
	autoencoder.Evaluator
	cancel func()
}

func (c cancelling) Evaluate(ctx context.Context, n autoencoder.Network, p *order.Parameters) (float64, error) {
	c.cancel()
	return c.Evaluator.Evaluate(ctx, n, p)
}

// Snapshots are saved once each, and a replica whose snapshots are damaged starts from its beginning.
func TestSavedSnapshots(t *testing.T) {
	c := cases(t)["snapshots"]
	undisturbed, call := newCall(t, c.wired, c.change), newCall(t, c.wired, c.change)
	mustRun(t, undisturbed)
	checkpoint := call.Checkpoint.(*fakeCheckpoint)
	mustRun(t, call)
	for name, saves := range checkpoint.counts {
		if strings.Contains(name, "snapshot") != (saves == 1) {
			t.Errorf("%s was saved %d times", name, saves)
		}
	}
	if len(checkpoint.counts) != 3*(1+4) {
		t.Errorf("saved: %v", checkpoint.counts)
	}
	delete(checkpoint.states, "replica-2-snapshot-3")
	progress := &stagetest.Progress{}
	call.Progress = progress
	mustRun(t, call)
	sameOutputs(t, "without a snapshot", outputs(t, undisturbed), outputs(t, call))
	if notes := progress.Notes(); len(notes) != 2 || !slices.Contains(notes, "replica 1 resumes at t = 200") || !slices.Contains(notes, "replica 3 resumes at t = 200") {
		t.Errorf("notes %q, want replicas 1 and 3 to resume", notes)
	}
}

// overlaps.csv has what the weights have, where the components are known.
func TestOverlaps(t *testing.T) {
	for name, c := range cases(t) {
		call := newCall(t, c.wired, c.change)
		mustRun(t, call)
		read, err := table.ReadFile(call.OutputPath("overlaps.csv"))
		if _, ok := c.wired["components"]; !ok && c.wired["data"] != nil && name != "embedded law" {
			if err == nil {
				t.Errorf("%s: overlaps of images whose components aren't known", name)
			}
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if times, _ := curves(t, call); read.Rows() != len(times)*len(times[0]) {
			t.Errorf("%s: %d rows of overlaps for %d of curves", name, read.Rows(), len(times)*len(times[0]))
		}
		first, err := read.Column("overlap_1")
		if err != nil || name != "levels" && !(first[read.Rows()-1] > 0.8) {
			t.Errorf("%s: the first component overlaps by %v at the end (%v)", name, first[read.Rows()-1], err)
		}
		if _, err := read.Column("cosine_2_2"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for j, values := range read.Columns[2:] {
			for _, x := range values {
				if !(math.Abs(x) <= 2.0000001) {
					t.Errorf("%s: %s is %v", name, read.Names[j+2], x)
				}
			}
		}
	}
}

// Networks that learnt from surrogates are tested on images in pixels.
func TestSurrogatesOnTestImages(t *testing.T) {
	c := cases(t)["surrogates"]
	call := newCall(t, c.wired, c.change)
	mustRun(t, call)
	for r, tested := range column(t, call, "pmse_test") {
		nearOverImages(t, "last pmse_test", tested[len(tested)-1], average(t, c.wired["test"], finalNetwork(t, call, r, 6), false))
	}
}

// Checkpoints come at powers of two, seldom enough not to cost and often enough not to lose much.
func TestPauses(t *testing.T) {
	for _, c := range []struct{ hidden, batch, width int }{{4, 1, 6}, {4, 1, 1000}, {64, 1, 1024}, {1000, 100, 100_000}} {
		p := Kind{}.Defaults("").(*Parameters)
		p.Hidden, p.BatchSize = c.hidden, c.batch
		every := (&experiment{Parameters: p}).pauseEvery(c.width)
		weights := float64(every) * float64(c.batch*2*c.hidden*c.width)
		if every < 64 || every&(every-1) != 0 || weights > 1<<33 && every > 64 {
			t.Errorf("%+v: every %d steps, %g weights", c, every, weights)
		}
	}
}
