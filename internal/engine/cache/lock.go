package cache

import (
	"context"
	"fmt"
	"time"
)

// lockPoll is how often a process that waits for another one looks again.
const lockPoll = 50 * time.Millisecond

// Lock takes the lock of an action, waiting while another process, or another
// stage of this one, holds it; waiting is called once if it must wait. The lock
// ends with the process at the latest.
func (c *Cache) Lock(ctx context.Context, key Digest, waiting func()) (unlock func(), err error) {
	unlock, err = c.lock(ctx, string(key), false, waiting)
	if err != nil {
		return nil, fmt.Errorf("cache: lock: %w", err)
	}
	return unlock, nil
}

// Use marks the cache as in use, so that gc stays away until release is called.
func (c *Cache) Use(ctx context.Context) (release func(), err error) {
	release, err = c.lock(ctx, "gc", true, func() {})
	if err != nil && readOnly(err) {
		return func() {}, nil // what can't be locked can't be changed either, nor cleared by gc
	}
	if err != nil {
		return nil, fmt.Errorf("cache: it can't be marked as in use: %w", err)
	}
	return release, nil
}

// tryLock takes a lock if nobody has it otherwise. What lies where the lock's file
// or its folder should be is set aside.
func (c *Cache) tryLock(name string, shared bool) (unlock func(), held bool, err error) {
	if err := c.ensureFolder("locks"); err != nil {
		return nil, false, err
	}
	name = "locks/" + name
	if info, err := c.disk.Lstat(name); err == nil && !info.Mode().IsRegular() {
		if err := c.clear(name, what(info)); err != nil {
			return nil, false, err
		}
	}
	return c.disk.Lock(name, shared)
}

// lock waits for a lock until the context ends.
func (c *Cache) lock(ctx context.Context, name string, shared bool, waiting func()) (unlock func(), err error) {
	for waited := false; ; waited = true {
		unlock, held, err := c.tryLock(name, shared)
		if err != nil {
			return nil, err
		}
		if held {
			return unlock, nil
		}
		if !waited {
			waiting()
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(lockPoll):
		}
	}
}
