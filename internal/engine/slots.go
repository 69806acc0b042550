package engine

import (
	"context"
	"math"
	"slices"
	"sync"
	"time"
)

// slots bounds how many stages run at once, and how much memory they need together.
// A free slot goes to the stage with the longest way still to go, so that the
// long chains start first.
//
// Where that one needs more memory than is left, it waits, and others go ahead of it only if that
// doesn't keep it waiting: if they fit beside it. So it starts as soon as those have ended that
// were running when its turn came. Nobody waits for ever: once nothing runs, all of the
// memory is free, and one stage that needs more than that isn't let in at all.
type slots struct {
	mu      sync.Mutex
	free    int   // slots
	room    int64 // bytes in all
	left    int64 // bytes that no running stage needs
	waiters []*ticket
}

// ticket is a stage that waits or runs.
type ticket struct {
	priority time.Duration
	need     int64 // bytes
	ready    chan struct{}

	passed int64     // what those running stages need that went ahead of this one
	ahead  []*ticket // those of which this one went ahead
}

// newSlots returns n slots that share room bytes of memory.
func newSlots(n int, room int64) *slots { return &slots{free: n, room: room, left: room} }

// acquire waits for a slot and for memory, or for the end of ctx. The ticket is for
// release. It needs room for need bytes in all; the caller has checked that.
func (s *slots) acquire(ctx context.Context, priority time.Duration, need int64) (*ticket, error) {
	w := &ticket{priority: priority, need: min(need, s.room), ready: make(chan struct{})}
	s.mu.Lock()
	s.insert(w)
	s.serve()
	s.mu.Unlock()
	select {
	case <-w.ready:
		return w, nil
	case <-ctx.Done():
		s.abandon(w)
		return nil, context.Cause(ctx)
	}
}

// insert queues a ticket by priority, behind those of the same.
func (s *slots) insert(w *ticket) {
	at := len(s.waiters)
	for at > 0 && s.waiters[at-1].priority < w.priority {
		at--
	}
	s.waiters = slices.Insert(s.waiters, at, w)
}

// serve starts all that can start.
func (s *slots) serve() {
	for s.free > 0 {
		i := s.next()
		if i < 0 {
			return
		}
		w := s.waiters[i]
		w.ahead = slices.Clone(s.waiters[:i])
		for _, one := range w.ahead {
			one.passed += w.need
		}
		s.waiters = slices.Delete(s.waiters, i, i+1)
		s.free--
		s.left -= w.need
		close(w.ready)
	}
}

// next returns the first waiter that may start, or −1.
func (s *slots) next() int {
	beside := int64(math.MaxInt64) // what may be taken without keeping those waiting that come first
	for i, w := range s.waiters {
		if w.need <= min(s.left, beside) {
			return i
		}
		beside = min(beside, s.room-w.need-w.passed)
	}
	return -1
}

// abandon takes a waiter out of the queue, or gives back what it was handed meanwhile.
func (s *slots) abandon(w *ticket) {
	s.mu.Lock()
	i := slices.Index(s.waiters, w)
	if i >= 0 {
		s.waiters = slices.Delete(s.waiters, i, i+1)
		s.serve() // those that it kept waiting
	}
	s.mu.Unlock()
	if i < 0 {
		s.release(w)
	}
}

// release gives back the slot and the memory of a ticket.
func (s *slots) release(w *ticket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range w.ahead {
		one.passed -= w.need
	}
	w.ahead = nil
	s.free++
	s.left += w.need
	s.serve()
}
