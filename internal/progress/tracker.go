package progress

import (
	"sync"
	"time"
)

// tracker keeps how far one running stage is. It is safe for use from several
// goroutines.
type tracker struct {
	name, kind string
	now        func() time.Time
	start      time.Time

	mu       sync.Mutex
	totals   int64 // 0 where it isn't known
	done     int64
	unit     string
	lastNote string
	ended    bool
	speed    estimator
}

// snapshot is the state of a tracker at one moment.
type snapshot struct {
	name, kind string
	elapsed    time.Duration
	done       int64
	total      int64 // 0 where it isn't known
	unit       string
	note       string
	rate       float64       // units a second; 0 where it isn't known yet
	left       time.Duration // valid where hasLeft
	hasLeft    bool
}

func newTracker(name, kind string, now func() time.Time) *tracker {
	return &tracker{name: name, kind: kind, now: now, start: now()}
}

// total begins a phase of n units. It reports whether the stage still runs.
func (t *tracker) total(n int64, unit string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ended {
		return false
	}
	t.totals, t.done, t.unit = max(n, 0), 0, unit
	t.speed = estimator{}
	return true
}

// add counts n more units. It reports whether the stage still runs.
func (t *tracker) add(n int64) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ended {
		return false
	}
	t.done += n
	t.speed.add(t.now(), n, t.totals)
	return true
}

// note keeps the text. It reports whether it is new and the stage still runs.
func (t *tracker) note(text string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ended || text == t.lastNote {
		return false
	}
	t.lastNote = text
	return true
}

// end ends the stage. It returns how long it ran and whether this was the first call.
func (t *tracker) end() (took time.Duration, first bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	first, t.ended = !t.ended, true
	return t.elapsed(t.now()), first
}

// elapsed is never below zero, though the clock may have been set back.
func (t *tracker) elapsed(now time.Time) time.Duration { return max(now.Sub(t.start), 0) }

func (t *tracker) snapshot() snapshot {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	s := snapshot{
		name: t.name, kind: t.kind, elapsed: t.elapsed(now),
		done: t.done, total: t.totals, unit: t.unit, note: t.lastNote,
		rate: t.speed.rate(now),
	}
	if s.total > 0 && s.rate > 0 && t.speed.stated {
		s.left, s.hasLeft = timeLeft(s.total-s.done, s.rate), true
	}
	return s
}

// fraction returns the share done in 0…1, and false where the total isn't known.
func (s snapshot) fraction() (float64, bool) {
	if s.total <= 0 {
		return 0, false
	}
	return min(max(float64(s.done)/float64(s.total), 0), 1), true
}
