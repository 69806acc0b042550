package engine

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// Whatever stages need, for however long, and whoever gives up: no more run at once than there are slots and
// memory for, and all of them come to an end.
func TestSlotsKeepToSlotsAndMemory(t *testing.T) {
	for seed := range uint64(60) {
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 1))
			room, most := int64(1+random.IntN(100)), 1+random.IntN(6)
			s := newSlots(most, room)
			var mu sync.Mutex
			running, held, done := 0, int64(0), 0
			var stages sync.WaitGroup
			const all = 80
			for range all {
				arrives, takes := time.Duration(random.IntN(2000)), time.Duration(1+random.IntN(300))
				priority, need := time.Duration(random.IntN(10)), random.Int64N(room+1)
				patience := time.Hour
				if random.IntN(5) == 0 {
					patience = time.Duration(random.IntN(1000))
				}
				stages.Go(func() {
					time.Sleep(arrives)
					ctx, cancel := context.WithTimeout(t.Context(), patience)
					defer cancel()
					ticket, err := s.acquire(ctx, priority, need)
					if err == nil {
						mu.Lock()
						running, held = running+1, held+need
						if running > most || held > room {
							t.Errorf("seed %d: %d stages run in %d slots, with %d bytes of %d", seed, running, most, held, room)
						}
						mu.Unlock()
						time.Sleep(takes)
						mu.Lock()
						running, held = running-1, held-need
						mu.Unlock()
						s.release(ticket)
					}
					mu.Lock()
					done++
					mu.Unlock()
				})
			}
			stages.Wait() // synctest reports a deadlock
			if done != all || s.free != most || s.left != room || len(s.waiters) != 0 {
				t.Errorf("seed %d: %d stages ended; %d slots of %d and %d bytes of %d are free, %d wait", seed, done, s.free, most, s.left, room, len(s.waiters))
			}
		})
	}
}

// queue acquires one after another and notes in which order they start.
type queue struct {
	*slots
	mu      sync.Mutex
	started []string
	tickets map[string]*ticket
}

func newQueue(n int, room int64) *queue {
	return &queue{slots: newSlots(n, room), tickets: map[string]*ticket{}}
}

func (q *queue) add(t *testing.T, name string, priority time.Duration, need int64) {
	go func() {
		ticket, err := q.acquire(t.Context(), priority, need)
		if err != nil {
			return
		}
		q.mu.Lock()
		defer q.mu.Unlock()
		q.started, q.tickets[name] = append(q.started, name), ticket
	}()
	synctest.Wait()
}

func (q *queue) end(name string) {
	q.release(q.tickets[name])
	synctest.Wait()
}

func (q *queue) want(t *testing.T, names ...string) {
	t.Helper()
	if len(q.started) != len(names) {
		t.Fatalf("started %v, want %v", q.started, names)
	}
	for i := range names {
		if q.started[i] != names[i] {
			t.Fatalf("started %v, want %v", q.started, names)
		}
	}
}

func TestTheLongestWayGoesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(1, 10)
		q.add(t, "running", 0, 1)
		for name, priority := range map[string]time.Duration{"short": 1, "long": 3, "middle": 2} {
			q.add(t, name, priority, 1)
		}
		for _, name := range []string{"running", "long", "middle"} {
			q.end(name)
		}
		q.want(t, "running", "long", "middle", "short")
		q.end("short")
	})
}

// A large stage whose turn it is isn't kept waiting by small ones that come later, but those that fit beside it go ahead.
func TestWhatGoesAheadDoesntKeepALargeStageWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(4, 10)
		q.add(t, "running", 9, 5)
		q.add(t, "large", 8, 8)
		q.add(t, "small", 7, 2)          // fits beside large, and starts
		q.add(t, "another", 6, 2)        // would fit now, but large would wait for it
		q.add(t, "nothing at all", 5, 0) // keeps nobody waiting
		q.want(t, "running", "small", "nothing at all")
		q.end("running")
		q.want(t, "running", "small", "nothing at all", "large")
		q.end("small")
		q.want(t, "running", "small", "nothing at all", "large", "another")
		for _, name := range []string{"nothing at all", "large", "another"} {
			q.end(name)
		}
	})
}

// A large stage that gives up lets those go that it kept waiting.
func TestGivingUpLetsOthersGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(2, 10)
		q.add(t, "running", 9, 5)
		ctx, cancel := context.WithCancel(t.Context())
		failed := make(chan error, 1)
		go func() {
			_, err := q.acquire(ctx, 8, 10)
			failed <- err
		}()
		synctest.Wait()
		q.add(t, "small", 7, 2)
		q.want(t, "running")
		cancel()
		synctest.Wait()
		if err := <-failed; err == nil {
			t.Error("a stage that gave up was let in")
		}
		q.want(t, "running", "small")
		q.end("running")
		q.end("small")
	})
}
