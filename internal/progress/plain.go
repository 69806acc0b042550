package progress

import (
	"sync"
	"time"
)

// plainEvery is the least time between two progress lines of one stage.
const plainEvery = 10 * time.Second

// plainSink writes a line when a stage starts and ends, and seldom between.
type plainSink struct {
	lines *lineWriter
	every *throttle
}

func newPlainSink(lines *lineWriter, now func() time.Time) *plainSink {
	return &plainSink{lines: lines, every: newThrottle(plainEvery, now)}
}

func (p *plainSink) report(e event) {
	switch {
	case e.what == started:
		p.every.begin(e.tracker)
	case e.ends():
		p.every.end(e.tracker)
	case e.what == moved:
		p.moved(e)
		return
	case e.what == noted && !p.every.firstNote(e.tracker):
		return // the next progress line carries it
	}
	p.lines.write(p.lines.paint.line(e))
}

func (p *plainSink) moved(e event) {
	if !p.every.due(e.tracker) {
		return
	}
	s := e.tracker.snapshot()
	text := clean(s.name) + " " + s.progressText()
	if s.note != "" {
		text += " (" + clean(s.note) + ")"
	}
	none := func(s string) string { return s }
	p.lines.write(label("", none) + text)
}

func (p *plainSink) close() error { return p.lines.close() }

// quietSink writes warnings and failures only.
type quietSink struct{ lines *lineWriter }

func (q quietSink) report(e event) {
	if e.what == warning || e.what == failed {
		q.lines.write(q.lines.paint.line(e))
	}
}

func (q quietSink) close() error { return q.lines.close() }

// throttle lets a stage speak at most once in an interval.
type throttle struct {
	interval time.Duration
	now      func() time.Time

	mu    sync.Mutex
	last  map[*tracker]time.Time
	noted map[*tracker]bool
}

func newThrottle(interval time.Duration, now func() time.Time) *throttle {
	return &throttle{
		interval: interval, now: now,
		last: map[*tracker]time.Time{}, noted: map[*tracker]bool{},
	}
}

func (t *throttle) begin(s *tracker) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last[s] = t.now()
}

func (t *throttle) end(s *tracker) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.last, s)
	delete(t.noted, s)
}

// due reports whether the stage may speak now, and counts that it does.
func (t *throttle) due(s *tracker) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	now, last := t.now(), t.last[s]
	passed := now.Sub(last) // below zero where the clock was set back
	if _, running := t.last[s]; !running || passed >= 0 && passed < t.interval {
		return false
	}
	t.last[s] = now
	return true
}

// firstNote reports whether this is the stage's first note.
func (t *throttle) firstNote(s *tracker) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	first := !t.noted[s]
	t.noted[s] = true
	return first
}
