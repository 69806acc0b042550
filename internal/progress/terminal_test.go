package progress

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// screen is as much of a terminal as the display uses: lines, cursor up, and
// clear from the cursor to the end.
type screen struct {
	bytes.Buffer
}

func (s *screen) lines(t *testing.T) []string {
	t.Helper()
	lines, at := []string{""}, 0
	rest := s.String()
	for rest != "" {
		var up int
		switch {
		case strings.HasPrefix(rest, "\x1b[J"):
			lines = append(lines[:at], "")
			rest = rest[len("\x1b[J"):]
		case strings.HasPrefix(rest, "\x1b["):
			if _, err := fmt.Sscanf(rest, "\x1b[%dA", &up); err != nil {
				t.Fatalf("an escape sequence that the screen doesn't know: %.10q", rest)
			}
			if at -= up; at < 0 {
				t.Fatalf("the cursor left the screen")
			}
			rest = rest[strings.Index(rest, "A")+1:]
		case rest[0] == '\n':
			if at++; at == len(lines) {
				lines = append(lines, "")
			}
			rest = rest[1:]
		default:
			end := strings.IndexAny(rest, "\x1b\n")
			if end < 0 {
				end = len(rest)
			}
			lines[at] += rest[:end]
			rest = rest[end:]
		}
	}
	return lines
}

// drawn makes a frame and waits until it is on the screen: mpb hands out the
// refresh to its own goroutine, so a second request returns only after the first was taken.
func drawn(s *terminalSink) {
	s.frame()
	s.draw()
	s.container.Write(nil)
}

func TestTerminalFrames(t *testing.T) {
	c := newClock()
	var out screen
	sink := makeTerminalSink(Options{Writer: &out, Width: func() int { return 70 }}, paint{})
	d := &display{sink: sink, now: c.now}
	d.Cached("natural", "covariance")
	sgd := d.Stage("erf-sgd", "sgd")
	ode := d.Stage("ode", "ode")
	sgd.Total(4000, "steps")
	sgd.Add(1000)
	drawn(sink)
	c.advance(2 * time.Second)
	sgd.Add(1000)
	drawn(sink)
	ode.Failed(errors.New("step size 0"))
	d.Skipped("plot", "plot", "ode failed")
	drawn(sink)
	sgd.Done(3*time.Second, 10)
	go sink.loop(nil)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	for _, want := range []string{"erf-sgd  ━━━", " 25 %", " 50 %", "525 steps/s", "2 s so far"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%q", want, text)
		}
	}
	want := []string{
		"cached   natural",
		"failed   ode after 2.0 s: step size 0",
		"not run  plot because ode failed",
		"ran      erf-sgd in 3.0 s, 10 B",
		"",
	}
	if got := out.lines(t); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("on the screen at the end:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if strings.Contains(text, "\x1b[3") || strings.Contains(text, "\x1b[0m") {
		t.Error("colour on a display without colour")
	}
}

func TestTerminalClearsWrappedRows(t *testing.T) {
	for _, test := range []struct {
		columns int
		want    string
	}{
		{70, ""},
		{69, ""},
		{30, "\x1b[2A\x1b[J"},
		{20, "\x1b[4A\x1b[J"},
		{1, "\x1b[104A\x1b[J"},
		{0, ""},
		{90, ""},
	} {
		sink := &terminalSink{
			width: func() int { return test.columns },
			bars:  []*bar{{rowWidth: 55, screenColumns: 70}, {rowWidth: 51, screenColumns: 70}},
		}
		if got := sink.mendWrap(); got != test.want {
			t.Errorf("from 70 columns to %d: %q, want %q", test.columns, got, test.want)
		}
	}
}

func TestTerminalBoundsTheBars(t *testing.T) {
	var out screen
	sink := makeTerminalSink(Options{Writer: &out, Height: func() int { return 6 }}, paint{})
	d := &display{sink: sink, now: newClock().now}
	var all []Stage
	for i := range 10 {
		all = append(all, d.Stage(fmt.Sprint("stage-", i), "sgd"))
	}
	drawn(sink)
	if got := len(sink.bars); got != 4 {
		t.Errorf("%d bars on 6 rows, want 4", got)
	}
	for _, s := range all[:8] {
		s.Done(time.Second, 0)
	}
	drawn(sink)
	if got := len(sink.bars); got != 2 || sink.bars[0].tracker.name != "stage-8" {
		t.Errorf("%d bars for the 2 stages left", got)
	}
	go sink.loop(nil)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if got := out.lines(t); len(got) != 9 {
		t.Errorf("%d lines at the end, want 8 and an empty one:\n%s", len(got), strings.Join(got, "\n"))
	}
}

func TestTerminalAfterClose(t *testing.T) {
	var out screen
	d := New(Options{Writer: &out, IsTerminal: true})
	s := d.Stage("ode", "ode")
	d.Close()
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
