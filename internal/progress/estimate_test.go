package progress

import (
	"math"
	"testing"
	"time"
)

func TestRateOfSteadyWork(t *testing.T) {
	for _, chunk := range []time.Duration{10 * time.Millisecond, time.Second, 4 * time.Second} {
		c := newClock()
		var e estimator
		for range int(2 * time.Minute / chunk) {
			c.advance(chunk)
			e.add(c.now(), int64(chunk/time.Millisecond))
		}
		// A chunk of 4 s against a memory of 20 s: within a tenth.
		if got := e.rate(c.now()); math.Abs(got-1000) > 110 {
			t.Errorf("chunks of %v: rate %g, want 1000", chunk, got)
		}
	}
}

func TestRateFollowsAChangeOfSpeed(t *testing.T) {
	c := newClock()
	var e estimator
	run := func(seconds int, n int64) {
		for range seconds {
			c.advance(time.Second)
			e.add(c.now(), n)
		}
	}
	run(300, 1000)
	run(60, 100)
	if got := e.rate(c.now()); got < 100 || got > 160 {
		t.Errorf("a minute after the change from 1000 to 100 a second: rate %g", got)
	}
}

func TestRateFallsWhileNothingArrives(t *testing.T) {
	c := newClock()
	var e estimator
	for range 60 {
		c.advance(time.Second)
		e.add(c.now(), 1000)
	}
	before := e.rate(c.now())
	c.advance(20 * time.Second)
	after := e.rate(c.now())
	if after >= before/2 || after <= before/4 {
		t.Errorf("rate %g, 20 s later %g: want about a third", before, after)
	}
}

func TestRateLeavesOutWhatWasFound(t *testing.T) {
	c := newClock()
	s := newTracker("sgd", "sgd", c.now)
	s.total(1_000_000, "steps")
	s.add(500_000) // from a checkpoint
	for range 10 {
		c.advance(time.Second)
		s.add(1000)
	}
	got := s.snapshot()
	if math.Abs(got.rate-1000) > 50 {
		t.Errorf("rate %g, want 1000", got.rate)
	}
	if want := 490 * time.Second; got.left < want-30*time.Second || got.left > want+30*time.Second {
		t.Errorf("time left %v, want about %v", got.left, want)
	}
}

func TestNoRateBeforeItIsKnown(t *testing.T) {
	c := newClock()
	s := newTracker("sgd", "sgd", c.now)
	s.total(100, "steps")
	c.advance(300 * time.Millisecond)
	s.add(50)
	if got := s.snapshot(); got.rate != 0 || got.hasLeft {
		t.Errorf("after 300 ms: rate %g, time left %v", got.rate, got.hasLeft)
	}
}

// TestSettingUpDoesNotCount is a stage that reads its inputs for 16 s and then
// takes 20 000 steps a second.
func TestSettingUpDoesNotCount(t *testing.T) {
	c := newClock()
	s := newTracker("sgd", "sgd", c.now)
	s.total(2_000_000, "steps")
	c.advance(16 * time.Second)
	s.add(10_000)
	if got := s.snapshot(); got.rate != 0 || got.hasLeft {
		t.Errorf("at the first mark: rate %g, time left %v", got.rate, got.hasLeft)
	}
	for i := range 8 {
		c.advance(500 * time.Millisecond)
		s.add(10_000)
		got := s.snapshot()
		if elapsed := 500 * time.Millisecond * time.Duration(i+1); elapsed >= settle && math.Abs(got.rate-20_000) > 600 {
			t.Errorf("%v after the first mark: rate %g, want 20 000", elapsed, got.rate)
		} else if got.hasLeft != (elapsed >= trust) {
			t.Errorf("%v after the first mark: time left %v", elapsed, got.hasLeft)
		}
	}
	if got := s.snapshot().left; got < 90*time.Second || got > 100*time.Second {
		t.Errorf("time left %v, want 96 s", got)
	}
}

func TestTimeLeftAfterThreePercent(t *testing.T) {
	c := newClock()
	s := newTracker("sgd", "sgd", c.now)
	s.total(1000, "steps")
	s.add(500) // from a checkpoint: tells nothing about the speed
	for _, step := range []struct {
		n    int64
		want bool
	}{{29, false}, {1, true}} {
		c.advance(time.Second)
		s.add(step.n)
		if got := s.snapshot(); got.hasLeft != step.want {
			t.Errorf("%d steps: time left %v, want %v", got.done, got.hasLeft, step.want)
		}
	}
}

func TestTimeLeftIsBounded(t *testing.T) {
	if got := timeLeft(math.MaxInt64, 1e-300); got <= 0 {
		t.Errorf("time left %v", got)
	}
	if got := timeLeft(-5, 1); got != 0 {
		t.Errorf("time left %v after more than the total", got)
	}
}
