package cache

import (
	"context"
	"fmt"
	"time"

	"github.com/gofrs/flock"
)

// lockPoll is how often a process that waits for another one looks again.
const lockPoll = 50 * time.Millisecond

// Lock takes the lock of an action, waiting while another process, or another
// stage of this one, holds it; waiting is called once if it must wait. The lock
// ends with the process at the latest.
func (c *Cache) Lock(ctx context.Context, key Digest, waiting func()) (unlock func(), err error) {
	lock := flock.New(c.path("locks", string(key)))
	held, err := lock.TryLock()
	if err == nil && !held {
		waiting()
		held, err = lock.TryLockContext(ctx, lockPoll)
	}
	if err != nil {
		return nil, fmt.Errorf("cache: lock: %w", err)
	}
	if !held {
		return nil, fmt.Errorf("cache: lock: %w", context.Cause(ctx))
	}
	return func() { _ = lock.Unlock() }, nil
}

// Use marks the cache as in use, so that gc stays away until release is called.
func (c *Cache) Use(ctx context.Context) (release func(), err error) {
	lock := flock.New(c.path("locks", "gc"))
	held, err := lock.TryRLockContext(ctx, lockPoll)
	if err != nil {
		return nil, fmt.Errorf("cache: can't lock: %w", err)
	}
	if !held {
		return nil, fmt.Errorf("cache: waiting for gc: %w", context.Cause(ctx))
	}
	return func() { _ = lock.Unlock() }, nil
}
