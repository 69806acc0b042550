package progress

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// drawn makes a frame.
func drawn(t *testing.T, s *terminalSink) {
	t.Helper()
	if err := s.frame(); err != nil {
		t.Fatal(err)
	}
}

// Below the bars stands how many stages are done, fresh ones too; it goes with them.
func TestTerminalSum(t *testing.T) {
	c := newClock()
	out := newScreen(t, 70)
	sink := makeTerminalSink(Options{Writer: out, Width: func() int { return 70 }}, paint{})
	d := &display{sink: sink, now: c.now}
	d.Expect(3)
	d.Cached("natural", "covariance")
	sgd := d.Stage("erf-sgd", "sgd")
	drawn(t, sink)
	if got := out.lines(); len(got) != 3 || got[2] != "1/3 stages" {
		t.Errorf("%q", got)
	}
	sgd.Done(time.Second, 0)
	ode := d.Stage("ode", "ode")
	drawn(t, sink)
	if got := out.lines(); len(got) != 4 || got[3] != "2/3 stages" {
		t.Errorf("%q", got)
	}
	ode.Done(time.Second, 0)
	drawn(t, sink)
	if got := out.lines(); strings.Contains(strings.Join(got, " "), "stages") {
		t.Errorf("%q", got)
	}
}

func TestTerminalFrames(t *testing.T) {
	c := newClock()
	out := newScreen(t, 70)
	sink := makeTerminalSink(Options{Writer: out, Width: func() int { return 70 }}, paint{})
	d := &display{sink: sink, now: c.now}
	d.Cached("natural", "covariance")
	sgd := d.Stage("erf-sgd", "sgd")
	ode := d.Stage("ode", "ode")
	sgd.Total(4000, "steps")
	sgd.Add(1000)
	drawn(t, sink)
	want := []string{
		"cached   natural",
		"erf-sgd  ━━━──────────   25 %                  0 s so far",
		"ode      ━━━──────────                         0 s so far",
	}
	if diff := cmp.Diff(want, out.lines()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	c.advance(2 * time.Second)
	sgd.Add(1000)
	drawn(t, sink)
	if !strings.Contains(out.lines()[1], " 50 %  500 steps/s") || !strings.Contains(out.lines()[1], "2 s so far") {
		t.Errorf("in the middle: %q", out.lines()[1])
	}
	ode.Failed(errors.New("step size 0"))
	d.Skipped("plot", "plot", "ode failed")
	drawn(t, sink)
	sgd.Done(3*time.Second, 10)
	go sink.loop(nil)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	want = []string{
		"cached   natural",
		"failed   ode after 2.0 s: step size 0",
		"not run  plot because ode failed",
		"ran      erf-sgd in 3.0 s, 10 B",
		"",
	}
	if diff := cmp.Diff(want, out.lines()); diff != "" {
		t.Errorf("on the screen at the end (-want +got)\n%s", diff)
	}
	if text := out.raw.String(); strings.Contains(text, "\x1b[3") || strings.Contains(text, "\x1b[0m") {
		t.Error("colour on a display without colour")
	}
}

// TestTerminalLeavesNothingBehindWhenResized narrows the terminal before the
// display learns of it, as terminals do, and draws meanwhile.
func TestTerminalLeavesNothingBehindWhenResized(t *testing.T) {
	for _, widths := range [][]int{{60}, {100, 60, 119, 40}, {90, 70, 50, 30, 20, 10}, {5}, {200, 15}} {
		c := newClock()
		out, known := newScreen(t, 120), 120
		sink := makeTerminalSink(Options{Writer: out, Width: func() int { return known }}, paint{})
		d := &display{sink: sink, now: c.now}
		d.Cached("natural", "covariance")
		for _, name := range []string{"erf-sgd", "linear-sgd", "natural-sgd"} {
			s := d.Stage(name, "sgd")
			s.Total(1000, "steps")
			s.Note(strings.Repeat("a long note ", 20))
		}
		drawn(t, sink)
		for _, width := range widths {
			out.width = width
			for range 3 {
				c.advance(frameEvery)
				drawn(t, sink)
			}
			known = width
			drawn(t, sink)
			if got := out.lines(); len(got) != 4 || got[0] != "cached   natural" {
				t.Fatalf("widths %v, at %d:\n%s", widths, width, strings.Join(got, "\n"))
			}
		}
		go sink.loop(nil)
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"cached   natural", ""}, out.lines()); diff != "" {
			t.Errorf("widths %v: on the screen at the end (-want +got)\n%s", widths, diff)
		}
	}
}

func TestTerminalWrapsLines(t *testing.T) {
	out := newScreen(t, 40)
	sink := makeTerminalSink(Options{Writer: out, Width: func() int { return 40 }}, paint{})
	d := &display{sink: sink, now: newClock().now}
	d.Warn("the archive cifar-10-binary.tar.gz was not found")
	drawn(t, sink)
	want := []string{"warning  the archive", "         cifar-10-binary.tar.gz was not", "         found", ""}
	if diff := cmp.Diff(want, out.lines()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestTerminalBoundsTheBars(t *testing.T) {
	out := newScreen(t, 80)
	sink := makeTerminalSink(Options{Writer: out, Height: func() int { return 6 }}, paint{})
	d := &display{sink: sink, now: newClock().now}
	var all []Stage
	for i := range 10 {
		all = append(all, d.Stage(fmt.Sprint("stage-", i), "sgd"))
	}
	drawn(t, sink)
	if got := len(out.lines()); got != 4 {
		t.Errorf("%d bars on 6 rows, want 4", got)
	}
	for _, s := range all[:8] {
		s.Done(time.Second, 0)
	}
	drawn(t, sink)
	if got := out.lines(); len(got) != 10 || !strings.HasPrefix(got[8], "stage-8") {
		t.Errorf("not 8 lines and 2 bars:\n%s", strings.Join(got, "\n"))
	}
	go sink.loop(nil)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if got := out.lines(); len(got) != 9 {
		t.Errorf("%d lines at the end, want 8 and an empty one:\n%s", len(got), strings.Join(got, "\n"))
	}
}

func TestTerminalAfterClose(t *testing.T) {
	var out bytes.Buffer
	d := New(Options{Writer: &out, IsTerminal: true})
	s := d.Stage("ode", "ode")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	before := out.Len()
	s.Add(1)
	s.Done(time.Second, 1)
	d.Warn("late")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if out.Len() != before {
		t.Errorf("%q was written after Close", out.String()[before:])
	}
}
