package engine_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/stages"
)

// hungry is the kind join with a need for memory of its own.
type hungry struct {
	join
	perWorker int // megabytes
	err       error
	crowd     *crowd // or nil
}

// crowd counts how many stages run at once.
type crowd struct{ now, most atomic.Int32 }

func (h hungry) Run(ctx context.Context, call *stages.Call) error {
	if c := h.crowd; c != nil {
		now := c.now.Add(1)
		defer c.now.Add(-1)
		for most := c.most.Load(); now > most && !c.most.CompareAndSwap(most, now); {
			most = c.most.Load()
		}
		time.Sleep(2 * time.Millisecond) // long enough to meet the others
	}
	return h.join.Run(ctx, call)
}

func (h hungry) Memory(call *stages.Call) (m stages.Memory, err error) {
	m.Add("the text (text)", call.Workers, h.perWorker, 1e6)
	return m, h.err
}

func enough(need int64) int64 { return need + 100e6 }

var limited = engine.Memory{Room: 500e6, Limit: "the limit of this test is 600 MB, and the program itself takes 100 MB", Enough: enough}

// feed makes a stage take that many megabytes for each worker.
func (p *project) feed(name string, perWorker int, err error) {
	for i := range p.stages {
		if p.stages[i].Name == name {
			p.stages[i].Kind = hungry{join{p.log}, perWorker, err, nil}
		}
	}
}

func TestAStageThatDoesntFitFailsBeforeItWorks(t *testing.T) {
	p := newProject(t)
	p.memory = limited
	p.add("small", joinParameters{Text: "small"})
	p.add("large", joinParameters{Text: "large"}, "small")
	p.add("after", joinParameters{Text: "after"}, "large")
	p.add("beside", joinParameters{Text: "beside"}, "small")
	p.feed("large", 300, nil)
	summary, err := p.engine(2).Run(t.Context(), nil, nil)
	if err == nil || len(summary.Failed) != 1 || summary.Failed[0].Stage != "large" || !slices.Equal(summary.Skipped, []string{"after"}) {
		t.Fatalf("%+v, %v", summary, err)
	}
	for _, want := range []string{"needs about 625 MB", "most of it for the text (text)", "500 MB", "the limit of this test", "about 725 MB in all", "--memory", "With --jobs 1 it needs 325 MB, which there is"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error doesn't say %q: %v", want, err)
		}
	}
	if ran := p.log.take(); !slices.Equal(ran, []string{"beside", "small"}) {
		t.Errorf("%v ran", ran)
	}
	if _, err := p.engine(1).Run(t.Context(), nil, nil); err != nil {
		t.Errorf("with one worker: %v", err)
	}
	if ran := p.log.take(); !slices.Equal(ran, []string{"after", "large"}) {
		t.Errorf("then %v ran, want what hadn't", ran)
	}
}

// What is cached needs no memory, and no bound is no error.
func TestMemoryOfFreshStages(t *testing.T) {
	p := newProject(t)
	p.add("large", joinParameters{Text: "large"})
	p.feed("large", 300_000, nil)
	p.run()
	p.memory = limited
	if _, err := p.engine(2).Run(t.Context(), nil, nil); err != nil {
		t.Errorf("a fresh stage: %v", err)
	}
	p.memory = engine.Memory{Limit: "the limit of this test is nothing at all", Enough: enough}
	p.add("small", joinParameters{Text: "small"})
	if _, err := p.engine(2).Run(t.Context(), nil, nil); err == nil || !strings.Contains(err.Error(), "nothing at all") {
		t.Errorf("where there is room for nothing: %v", err)
	}
}

func TestAKindThatCantTellItsMemory(t *testing.T) {
	p := newProject(t)
	p.add("large", joinParameters{Text: "large"})
	p.feed("large", 1, errors.New("its input can't be read"))
	if _, err := p.engine(2).Run(t.Context(), nil, nil); err == nil || !strings.Contains(err.Error(), "its input can't be read") {
		t.Errorf("%v", err)
	}
	if ran := p.log.take(); len(ran) != 0 {
		t.Errorf("%v ran", ran)
	}
}

// Stages that don't fit beside each other run one after another, and those that do together.
func TestStagesShareTheMemory(t *testing.T) {
	for _, c := range []struct{ perWorker, most int }{{100, 1}, {45, 2}} { // of 500 MB, four workers and 25 MB for itself
		p := newProject(t)
		p.memory = limited
		names, crowd := []string{"a", "b", "c", "d", "e", "f", "g", "h"}, &crowd{}
		for _, name := range names {
			p.add(name, joinParameters{Text: name})
			p.stages[len(p.stages)-1].Kind = hungry{join{p.log}, c.perWorker, nil, crowd}
		}
		if _, err := p.engine(4).Run(t.Context(), nil, nil); err != nil {
			t.Fatal(err)
		}
		if ran := p.log.take(); !slices.Equal(ran, names) {
			t.Errorf("%v ran", ran)
		}
		if most := int(crowd.most.Load()); most > c.most {
			t.Errorf("%d stages of %d MB ran at once, want at most %d", most, 4*c.perWorker+25, c.most)
		}
	}
}

// Verify runs stages too.
func TestVerifyNeedsMemory(t *testing.T) {
	p := newProject(t)
	p.add("large", joinParameters{Text: "large"})
	p.feed("large", 300, nil)
	p.run()
	p.memory = limited
	if _, err := p.engine(2).Verify(t.Context(), []string{"large"}, nil); err == nil || !strings.Contains(err.Error(), "isn't enough memory") {
		t.Errorf("%v", err)
	}
	if ran := p.log.take(); len(ran) != 0 {
		t.Errorf("%v ran", ran)
	}
}
