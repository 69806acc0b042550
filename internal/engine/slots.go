package engine

import (
	"context"
	"sync"
	"time"
)

// slots bounds how many stages run at once. A free slot goes to the stage with
// the longest way still to go, so that the long chains start first.
type slots struct {
	mu      sync.Mutex
	free    int
	waiters []*waiter
}

type waiter struct {
	priority time.Duration
	ready    chan struct{}
}

func newSlots(n int) *slots { return &slots{free: n} }

// acquire waits for a slot, or for the end of ctx.
func (s *slots) acquire(ctx context.Context, priority time.Duration) error {
	s.mu.Lock()
	if s.free > 0 {
		s.free--
		s.mu.Unlock()
		return nil
	}
	w := &waiter{priority, make(chan struct{})}
	s.waiters = append(s.waiters, w)
	s.mu.Unlock()
	select {
	case <-w.ready:
		return nil
	case <-ctx.Done():
		s.abandon(w)
		return context.Cause(ctx)
	}
}

// abandon takes a waiter out of the queue; if it was handed a slot meanwhile,
// the slot goes on to the next.
func (s *slots) abandon(w *waiter) {
	s.mu.Lock()
	for i := range s.waiters {
		if s.waiters[i] == w {
			s.waiters = append(s.waiters[:i], s.waiters[i+1:]...)
			s.mu.Unlock()
			return
		}
	}
	s.mu.Unlock()
	s.release()
}

func (s *slots) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.waiters) == 0 {
		s.free++
		return
	}
	next := 0
	for i, w := range s.waiters {
		if w.priority > s.waiters[next].priority {
			next = i
		}
	}
	w := s.waiters[next]
	s.waiters = append(s.waiters[:next], s.waiters[next+1:]...)
	close(w.ready)
}
