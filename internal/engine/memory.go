package engine

import (
	"fmt"
	"math"
	"runtime"

	"autoencoder-dynamics/internal/quantity"
	"autoencoder-dynamics/stages"
)

// Memory is what the stages of a run may hold together. The zero value sets no bound.
type Memory struct {
	Room  int64  // bytes for stages, beyond what the program itself takes
	Limit string // what bounds it, in a sentence: "the limit of data (ulimit -d) is 1.2 GB, of which …"

	// Enough returns the bytes, in the measure of the limit, in which a stage of such a need would run.
	Enough func(need int64) int64
}

// bounded reports whether there is a bound. Where the limit leaves nothing there is one, of 0.
func (m Memory) bounded() bool { return m.Limit != "" }

// room is Room, or the largest number.
func (m Memory) room() int64 {
	if m.bounded() {
		return m.Room
	}
	return math.MaxInt64
}

// small is what a stage is taken to need beside what its kind says, and in all where it says nothing.
const small = 24 << 20

// need returns how much memory a stage takes, or why it can't run in as much as there is.
func (e *Engine) need(j *job) (int64, error) {
	m, err := e.estimate(j, e.config.Jobs)
	if err != nil {
		if damage := j.inputsIntact(e.check); damage != nil {
			return 0, damage
		}
		return 0, err
	}
	if limit := e.config.Memory; m.Bytes > limit.room() {
		return 0, e.tooLittle(j, m)
	}
	return m.Bytes, nil
}

// estimate returns what the stage needs with that many workers.
func (e *Engine) estimate(j *job, workers int) (stages.Memory, error) {
	var m stages.Memory
	if kind, ok := j.stage.Kind.(stages.MemoryEstimator); ok {
		call := e.call(j)
		call.Workers = workers
		if err := protect(func() (err error) { m, err = kind.Memory(call); return err }); err != nil {
			return m, err
		}
	}
	m.Bytes += small
	return m, nil
}

// tooLittle says that a stage doesn't fit, and what may help.
func (e *Engine) tooLittle(j *job, m stages.Memory) error {
	limit := e.config.Memory
	mostly := ""
	if what := m.Mostly(); what != "" {
		mostly = ", most of it for " + what
	}
	return fmt.Errorf("there isn't enough memory: it needs about %s at its peak%s, and there are %s for it: %s.\n"+
		"Give it more memory, about %s in all; or, if there is more than was found, say so with --memory (PIPELINE_MEMORY).%s",
		quantity.Bytes(m.Bytes), mostly, quantity.Bytes(limit.Room), limit.Limit, quantity.Bytes(limit.Enough(m.Bytes)), e.withOneJob(j, m))
}

// withOneJob says by how much fewer jobs would lower the need.
func (e *Engine) withOneJob(j *job, m stages.Memory) string {
	if e.config.Jobs == 1 {
		return ""
	}
	one, err := e.estimate(j, 1)
	if err != nil || one.Bytes > m.Bytes/10*9 {
		return ""
	}
	verdict := "too much as well"
	if one.Bytes <= e.config.Memory.Room {
		verdict = "which there is"
	}
	return fmt.Sprintf(" With --jobs 1 it needs %s, %s.", quantity.Bytes(one.Bytes), verdict)
}

// makeRoom drops what earlier stages have left behind, before a stage begins for which
// that matters: the collector itself looks only after a large piece was taken.
func (e *Engine) makeRoom(need int64) {
	if e.config.Memory.bounded() && need > 4*small {
		runtime.GC()
	}
}
