package progress

import (
	"math"
	"time"
)

const (
	// memory is how far back the rate looks: what happened that long ago counts
	// e⁻¹ as much as what happens now.
	memory = 20 * time.Second
	// settle is how long a phase runs before it states a rate.
	settle = time.Second
	// inherited is how soon after the begin of a phase an amount was not worked
	// for but found: a checkpoint, or the part of a download that lay on disk.
	inherited = 20 * time.Millisecond
)

// estimator tells the rate of a phase: units over time, both weighted with
// e^(−age/memory). Against the mean over the whole phase it follows a change of
// speed; against the rate of the last step it doesn't jump when work arrives in
// chunks, and it falls gently while nothing arrives.
type estimator struct {
	begin  time.Time
	last   time.Time // when units was last brought up to date
	units  float64   // weighted by age
	active bool
}

func newEstimator(begin time.Time) estimator { return estimator{begin: begin, last: begin} }

// add counts n units at the time now.
func (e *estimator) add(now time.Time, n int64) {
	if now.Sub(e.begin) < inherited {
		return
	}
	e.units = e.units*decay(now.Sub(e.last)) + float64(n)
	e.last = now
	e.active = true
}

// rate returns units a second, or 0 where it is too early to tell.
func (e *estimator) rate(now time.Time) float64 {
	elapsed := now.Sub(e.begin)
	if !e.active || elapsed < settle {
		return 0
	}
	weight := memory.Seconds() * (1 - decay(elapsed)) // ∫ e^(−s/memory) ds over the phase
	return e.units * decay(now.Sub(e.last)) / weight
}

func decay(age time.Duration) float64 { return math.Exp(-age.Seconds() / memory.Seconds()) }

// timeLeft returns how long units take at a rate, at most some thirty years.
func timeLeft(units int64, rate float64) time.Duration {
	const longest = 1e9
	seconds := min(max(float64(units)/rate, 0), longest)
	return time.Duration(seconds * float64(time.Second))
}
