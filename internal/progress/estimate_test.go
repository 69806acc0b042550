package progress

import (
	"bytes"
	"io"
	"math"
	"strings"
	"testing"
	"time"
)

func TestRateOfSteadyWork(t *testing.T) {
	for _, chunk := range []time.Duration{10 * time.Millisecond, time.Second, 4 * time.Second} {
		c := newClock()
		var e estimator
		for range int(2 * time.Minute / chunk) {
			c.advance(chunk)
			e.add(c.now(), int64(chunk/time.Millisecond), 0)
		}
		if got := e.rate(c.now()); math.Abs(got-1000) > 1 {
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
			e.add(c.now(), n, 0)
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
		e.add(c.now(), 1000, 0)
	}
	before := e.rate(c.now())
	c.advance(20 * time.Second)
	after := e.rate(c.now())
	if after >= 0.6*before || after <= 0.4*before {
		t.Errorf("rate %g, 20 s later %g: want about half", before, after)
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
	s.total(20_000_000, "steps")
	c.advance(16 * time.Second)
	s.add(10_000)
	if got := s.snapshot(); got.rate != 0 || got.hasLeft {
		t.Errorf("at the first mark: rate %g, time left %v", got.rate, got.hasLeft)
	}
	for i := range 24 {
		c.advance(500 * time.Millisecond)
		s.add(10_000)
		got := s.snapshot()
		if elapsed := 500 * time.Millisecond * time.Duration(i+1); elapsed >= settle && math.Abs(got.rate-20_000) > 1 {
			t.Errorf("%v after the first mark: rate %g, want 20 000", elapsed, got.rate)
		} else if got.hasLeft != (elapsed >= steadyTime) {
			t.Errorf("%v after the first mark: time left %v", elapsed, got.hasLeft)
		}
	}
	if got, want := s.snapshot().left, 19_750_000*time.Second/20_000; got != want {
		t.Errorf("time left %v, want %v", got, want)
	}
}

// phase is a piece of work: marks of n units, one every gap.
type phase struct {
	marks int
	gap   time.Duration
	n     int64
}

// TestTimeLeftMeansSomething runs whole stages and compares every time left that
// is stated with the one that it turns out to be.
func TestTimeLeftMeansSomething(t *testing.T) {
	const second = time.Second
	for name, test := range map[string]struct {
		phases []phase
		from   time.Duration // when a time left must have been stated
		within float64       // factor
	}{
		"steady":                    {[]phase{{1000, 100 * time.Millisecond, 5}}, 3 * second, 1.1},
		"coarse units":              {[]phase{{100, 20 * second, 1}}, 70 * second, 1.1},
		"few units":                 {[]phase{{4, 60 * second, 1}}, 130 * second, 1.1},
		"a slow first unit":         {[]phase{{1, 0, 70}, {1, 9 * second, 600}, {160, 100 * time.Millisecond, 260}}, 13 * second, 1.5},
		"slow evaluations at first": {[]phase{{40, 250 * time.Millisecond, 4}, {1000, 15 * time.Millisecond, 40}}, 14 * second, 1.5},
		"slow and unsteady":         {[]phase{{2, second, 1}, {3, 3 * second, 30}, {1100, 100 * time.Millisecond, 50_000}}, 15 * second, 1.5},
		"a replica from its checkpoint later on": {
			[]phase{{20, 500 * time.Millisecond, 1000}, {1, time.Millisecond, 400_000}, {600, 500 * time.Millisecond, 1000}}, 12 * second, 100},
	} {
		c := newClock()
		s := newTracker("sgd", "sgd", c.now)
		var total int64
		var whole time.Duration
		for _, p := range test.phases {
			total += int64(p.marks) * p.n
			whole += time.Duration(p.marks) * p.gap
		}
		s.total(total, "steps")
		begin, stated := c.now(), time.Duration(0)
		for _, p := range test.phases {
			for range p.marks {
				c.advance(p.gap)
				s.add(p.n)
				got, elapsed := s.snapshot(), c.now().Sub(begin)
				if !got.hasLeft || got.done == got.total {
					continue
				}
				if stated == 0 {
					stated = elapsed
				}
				if right := whole - elapsed; right > 2*second && max(got.left.Seconds()/right.Seconds(), right.Seconds()/got.left.Seconds()) > test.within {
					t.Fatalf("%s: after %v %v left, and it took %v", name, elapsed, got.left, right)
				}
			}
		}
		if stated == 0 || stated > test.from {
			t.Errorf("%s: a time left was first stated after %v, want %v at most", name, stated, test.from)
		}
	}
}

func TestTimeLeftAfterTwoPercent(t *testing.T) {
	c := newClock()
	s := newTracker("sgd", "sgd", c.now)
	s.total(1000, "steps")
	s.add(500) // from a checkpoint: tells nothing about the speed
	for _, step := range []struct {
		n    int64
		want bool
	}{{10, false}, {9, false}, {1, true}} {
		c.advance(time.Second)
		s.add(step.n)
		if step.n == 1 {
			s.add(9)
		}
		if got := s.snapshot(); got.hasLeft != step.want {
			t.Errorf("%d steps: time left %v, want %v", got.done, got.hasLeft, step.want)
		}
	}
}

// TestTimeLeftStays has a stage's speed change often after a time left was stated.
func TestTimeLeftStays(t *testing.T) {
	c := newClock()
	s := newTracker("sgd", "sgd", c.now)
	s.total(1_000_000, "steps")
	for i := range 300 {
		c.advance(time.Second)
		n := int64(1000)
		if i > 30 && i%7 < 3 {
			n = 10
		}
		s.add(n)
		if got := s.snapshot(); got.hasLeft != (i >= 10) {
			t.Fatalf("after %d s: time left %v", i+1, got.hasLeft)
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

// TestClockSetBack sets the clock back by an hour in the middle of a stage.
func TestClockSetBack(t *testing.T) {
	c := newClock()
	var out bytes.Buffer
	d := New(Options{Writer: &out, Now: c.now})
	stage := d.Stage("sgd", "sgd")
	stage.Total(1_000_000, "steps")
	run := func() {
		for range 12 {
			c.advance(time.Second)
			stage.Add(10_000)
		}
	}
	run()
	c.advance(-time.Hour)
	run()
	tracked := stage.(interface{ snapshot() snapshot }).snapshot()
	if tracked.elapsed < 0 || math.Abs(tracked.rate-10_000) > 1 || !tracked.hasLeft || tracked.left != 76*time.Second {
		t.Errorf("after the clock was set back: %+v", tracked)
	}
	stage.Failed(io.EOF)
	if strings.Contains(out.String(), "-") || strings.Count(out.String(), "left") < 2 {
		t.Errorf("a time below zero, or no progress after the clock was set back:\n%s", &out)
	}
}

func (s *stage) snapshot() snapshot { return s.tracker.snapshot() }
