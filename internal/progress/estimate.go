package progress

import (
	"slices"
	"time"
)

const (
	// window is how far back the rate looks, where that holds enough marks.
	window = 20 * time.Second
	// grain is the least time between two marks that are kept apart.
	grain = 250 * time.Millisecond
	// fewest is how many marks the rate looks back on at least, however old they are.
	fewest = 8
	// change is by how much the speed of the window's halves may differ: beyond it
	// the older marks tell of something else, such as setting up, and are forgotten.
	change = 2.0
	// settle is how long after the first mark of a phase a rate is stated.
	settle = time.Second
	// inherited is how soon after the first mark of a phase an amount was not
	// worked for but found: a checkpoint, or the part of a download that lay on disk.
	inherited = 20 * time.Millisecond
	// A time left is stated once the work goes on at a steady speed and steadyShare of
	// the total is done, or leastShare after steadyTime, or anything after longTime; and
	// whatever its speed does, once enoughShare is done after steadyTime.
	steadyTime  = 10 * time.Second
	longTime    = time.Minute
	leastShare  = 0.005
	steadyShare = 0.02
	enoughShare = 0.10
)

// estimator tells the rate of a phase from a sliding window of its marks, which
// grows shorter where the speed has changed.
//
// The clock starts at the first mark: what comes before it is reading inputs and
// setting up, and what that mark itself counts was done or found meanwhile.
type estimator struct {
	begin  time.Time // of the first mark; zero before it
	marks  []mark    // the window, oldest first
	seen   int64     // units since begin
	stated bool      // a time left was trusted once: it doesn't come and go
}

// mark says how many units of the phase had been seen at a moment.
type mark struct {
	at   time.Time
	seen int64
}

// add counts n units, of total (0: unknown), at the time now.
func (e *estimator) add(now time.Time, n, total int64) {
	if last := len(e.marks) - 1; last >= 0 && now.Before(e.marks[last].at) {
		*e = estimator{stated: e.stated} // the clock was set back: what it said before tells nothing
	}
	if e.begin.IsZero() {
		e.begin = now
		e.marks = []mark{{at: now}}
	}
	if now.Sub(e.begin) < inherited {
		return
	}
	e.seen += n
	if last := len(e.marks) - 1; last > 0 && now.Sub(e.marks[last-1].at) < grain {
		e.marks[last] = mark{now, e.seen}
	} else {
		e.marks = append(e.marks, mark{now, e.seen})
	}
	e.forget(now)
	e.stated = e.stated || e.trusted(now, total)
}

// forget drops the marks that say nothing about the present speed.
func (e *estimator) forget(now time.Time) {
	drop := 0
	for len(e.marks)-drop > fewest && (now.Sub(e.marks[drop].at) > window || !steady(e.marks[drop:])) {
		drop++
	}
	e.marks = slices.Delete(e.marks, 0, drop)
}

// rate returns units a second, or 0 where it is too early to tell. While nothing
// arrives for longer than is usual between two marks, it falls.
func (e *estimator) rate(now time.Time) float64 {
	if e.seen == 0 || len(e.marks) < 2 || now.Sub(e.begin) < settle {
		return 0
	}
	first, last := e.marks[0], e.marks[len(e.marks)-1]
	span := last.at.Sub(first.at)
	usual := span / time.Duration(len(e.marks)-1)
	return float64(last.seen-first.seen) / (span + max(now.Sub(last.at)-usual, 0)).Seconds()
}

// trusted reports whether the marks say how long the rest of the total takes.
func (e *estimator) trusted(now time.Time, total int64) bool {
	share := func(of float64) bool { return total > 0 && float64(e.seen) >= of*float64(total) }
	elapsed := now.Sub(e.begin)
	if steady(e.marks) {
		return share(steadyShare) || now.Sub(e.marks[0].at) >= steadyTime && (share(leastShare) || elapsed >= longTime)
	}
	return elapsed >= steadyTime && share(enoughShare)
}

// steady reports whether the marks' first half, in time, goes about as fast as
// their second. Fewer than three marks don't tell.
func steady(marks []mark) bool {
	if len(marks) < 3 {
		return false
	}
	first, last := marks[0], marks[len(marks)-1]
	half := first.at.Add(last.at.Sub(first.at) / 2)
	i, _ := slices.BinarySearchFunc(marks, half, func(m mark, t time.Time) int { return m.at.Compare(t) })
	middle := marks[min(max(i, 1), len(marks)-2)]
	older, newer := speed(first, middle), speed(middle, last)
	return older > 0 && newer > 0 && max(older, newer) <= change*min(older, newer)
}

func speed(from, to mark) float64 {
	return float64(to.seen-from.seen) / max(to.at.Sub(from.at), time.Nanosecond).Seconds()
}

// timeLeft returns how long units take at a rate, at most some thirty years.
func timeLeft(units int64, rate float64) time.Duration {
	const longest = 1e9
	seconds := min(max(float64(units)/rate, 0), longest)
	return time.Duration(seconds * float64(time.Second))
}
