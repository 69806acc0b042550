package progress

import (
	"math"
	"time"
)

const (
	// memory is how far back the rate looks: what happened that long ago counts
	// e⁻¹ as much as what happens now.
	memory = 20 * time.Second
	// settle is how long after the first mark of a phase a rate is stated.
	settle = time.Second
	// inherited is how soon after the first mark of a phase an amount was not
	// worked for but found: a checkpoint, or the part of a download that lay on disk.
	inherited = 20 * time.Millisecond
	// trust is how long marks must have come in before a time left is stated,
	// unless they add up to the share trustShare of the total.
	trust      = 3 * time.Second
	trustShare = 0.03
)

// estimator tells the rate of a phase: units over time, both weighted with
// e^(−age/memory). Against the mean over the whole phase it follows a change of
// speed; against the rate of the last step it doesn't jump when work arrives in
// chunks, and it falls gently while nothing arrives.
//
// The clock starts at the first mark: what comes before it is reading inputs and
// setting up, and what that mark itself counts was done or found meanwhile.
type estimator struct {
	begin time.Time // of the first mark; zero before it
	last  time.Time // when units was last brought up to date
	units float64   // weighted by age
	seen  int64     // since begin
}

// add counts n units at the time now.
func (e *estimator) add(now time.Time, n int64) {
	if e.begin.IsZero() {
		e.begin, e.last = now, now
	}
	if now.Sub(e.begin) < inherited {
		return
	}
	e.units = e.units*decay(now.Sub(e.last)) + float64(n)
	e.last = now
	e.seen += n
}

// rate returns units a second, or 0 where it is too early to tell.
func (e *estimator) rate(now time.Time) float64 {
	elapsed := now.Sub(e.begin)
	if e.seen == 0 || elapsed < settle {
		return 0
	}
	weight := memory.Seconds() * (1 - decay(elapsed)) // ∫ e^(−s/memory) ds over the phase
	return e.units * decay(now.Sub(e.last)) / weight
}

// trusted reports whether enough of the total was seen to say how long the rest takes.
func (e *estimator) trusted(now time.Time, total int64) bool {
	return e.seen > 0 && (now.Sub(e.begin) >= trust || float64(e.seen) >= trustShare*float64(total))
}

func decay(age time.Duration) float64 { return math.Exp(-age.Seconds() / memory.Seconds()) }

// timeLeft returns how long units take at a rate, at most some thirty years.
func timeLeft(units int64, rate float64) time.Duration {
	const longest = 1e9
	seconds := min(max(float64(units)/rate, 0), longest)
	return time.Duration(seconds * float64(time.Second))
}
