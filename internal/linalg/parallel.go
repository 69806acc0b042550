package linalg

import (
	"context"
	"sync"
	"sync/atomic"
)

// forEach calls piece(i) for i = 0…n−1 on at most that many workers and
// returns when all are done, or early with the context's error. The pieces must not
// depend on each other.
func forEach(ctx context.Context, workers, n int, piece func(i int)) error {
	workers = min(workers, n)
	if workers <= 1 {
		for i := range n {
			if ctx.Err() != nil {
				break
			}
			piece(i)
		}
		return ctx.Err()
	}
	var next atomic.Int64
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				piece(i)
			}
		})
	}
	group.Wait()
	return ctx.Err()
}

// blocks returns how many blocks of that size cover n.
func blocks(n, size int) int { return (n + size - 1) / size }
