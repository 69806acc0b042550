package progress

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// session is a run with everything in it, on a clock of its own.
func session(d Display, c *clock) {
	d.Warn("surrogates stand in\nfor the images")
	d.Cached("natural", "covariance")
	sgd := d.Stage("erf-sgd", "sgd")
	sgd.Note("resuming from t = 120")
	sgd.Total(2_000_000, "steps")
	for range 25 {
		c.advance(time.Second)
		sgd.Add(50_000)
	}
	other := d.Stage("cifar10", "download")
	c.advance(2 * time.Second)
	other.Failed(errors.New("no route\x1b[31m to host\nremedy: --archive"))
	other.Add(3)
	other.Done(0, 0)
	d.Skipped("images", "whiten", "cifar10 failed")
	sgd.Done(27*time.Second, 1_440_000)
	last := d.Stage("erf-theory", "ode")
	last.Interrupted()
	d.Info("2 stages ran")
}

func TestPlain(t *testing.T) {
	c := newClock()
	var out bytes.Buffer
	d := New(Options{Writer: &out, Now: c.now})
	session(d, c)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		"warning  surrogates stand in",
		"         for the images",
		"cached   natural",
		"start    erf-sgd (sgd)",
		"         erf-sgd: resuming from t = 120",
		"         erf-sgd 25 %, 50 k steps/s, 30 s left (resuming from t = 120)",
		"         erf-sgd 50 %, 50 k steps/s, 20 s left (resuming from t = 120)",
		"start    cifar10 (download)",
		"failed   cifar10 after 2.0 s: no route[31m to host",
		"         remedy: --archive",
		"not run  images because cifar10 failed",
		"ran      erf-sgd in 27 s, 1.4 MB",
		"start    erf-theory (ode)",
		"stopped  erf-theory after 0 s",
		"         2 stages ran",
		"",
	}, "\n")
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestQuiet(t *testing.T) {
	c := newClock()
	var out bytes.Buffer
	d := New(Options{Writer: &out, Now: c.now, Quiet: true, IsTerminal: true})
	session(d, c)
	want := "warning  surrogates stand in\n         for the images\n" +
		"failed   cifar10 after 2.0 s: no route[31m to host\n         remedy: --archive\n"
	if got := out.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestJSON(t *testing.T) {
	c := newClock()
	var out bytes.Buffer
	d := New(Options{Writer: &out, Now: c.now, JSON: true, Quiet: true, IsTerminal: true})
	session(d, c)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	var events []string
	for line := range strings.Lines(out.String()) {
		var o object
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		if _, err := time.Parse(time.RFC3339Nano, o.Time); err != nil {
			t.Error(err)
		}
		if o.Event == moved {
			if len(events) > 0 && events[len(events)-1] == "progress erf-sgd" {
				continue
			}
		}
		events = append(events, strings.TrimSpace(string(o.Event)+" "+o.Stage))
	}
	want := []string{
		"warning", "cached natural", "start erf-sgd", "note erf-sgd", "progress erf-sgd", "start cifar10",
		"failed cifar10", "skipped images", "ran erf-sgd", "start erf-theory", "interrupted erf-theory", "info",
	}
	if diff := cmp.Diff(want, events); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	wantRan := `{"event":"ran","time":"2022-01-06T12:00:27Z","stage":"erf-sgd","kind":"sgd","seconds":27,"output_bytes":1440000}`
	if !strings.Contains(out.String(), wantRan+"\n") {
		t.Errorf("no line %s in\n%s", wantRan, out.String())
	}
}

func TestUseColor(t *testing.T) {
	for _, test := range []struct {
		mode     string
		terminal bool
		noColor  string
		want     bool
	}{
		{"auto", true, "", true}, {"auto", true, "1", false}, {"auto", false, "", false},
		{"always", false, "1", true}, {"never", true, "", false}, {"", true, "", true},
	} {
		if got := UseColor(test.mode, test.terminal, test.noColor); got != test.want {
			t.Errorf("UseColor(%q, %v, %q) = %v", test.mode, test.terminal, test.noColor, got)
		}
	}
}

func TestColorOnlyWhereAsked(t *testing.T) {
	for _, color := range []bool{false, true} {
		var out bytes.Buffer
		d := New(Options{Writer: &out, Color: color})
		d.Warn("careful")
		if got := strings.Contains(out.String(), "\x1b["); got != color {
			t.Errorf("color %v: %q", color, out.String())
		}
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestCloseReturnsTheWriteError(t *testing.T) {
	for name, o := range map[string]Options{
		"plain": {}, "json": {JSON: true}, "quiet": {Quiet: true}, "terminal": {IsTerminal: true},
	} {
		o.Writer = brokenWriter{}
		d := New(o)
		d.Warn("careful")
		d.Stage("ode", "ode").Failed(io.EOF)
		if err := d.Close(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	for name, o := range map[string]Options{
		"plain": {}, "json": {JSON: true}, "terminal": {IsTerminal: true, Width: func() int { return 60 }},
	} {
		var out bytes.Buffer
		o.Writer = &out
		d := New(o)
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				s := d.Stage(fmt.Sprint("stage-", i), "sgd")
				s.Total(1000, "steps")
				for range 1000 {
					s.Add(1)
				}
				s.Note("at the end")
				d.Info("info")
				s.Done(time.Second, 1)
			})
		}
		wg.Wait()
		if err := d.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := strings.Count(out.String(), "ran"); got != 8 {
			t.Errorf("%s: %d stages ran, want 8", name, got)
		}
	}
}

func ExampleNew() {
	var out bytes.Buffer
	clock := newClock()
	display := New(Options{Writer: &out, Now: clock.now})
	display.Cached("natural", "covariance")
	stage := display.Stage("erf-theory", "ode")
	stage.Total(1000, "steps")
	stage.Add(1000)
	stage.Done(1234*time.Millisecond, 52_000)
	if err := display.Close(); err != nil {
		fmt.Println(err)
	}
	fmt.Print(out.String())
	// Output:
	// cached   natural
	// start    erf-theory (ode)
	// ran      erf-theory in 1.2 s, 52 kB
}
