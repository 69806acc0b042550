package bounds

import (
	"time"

	"autoencoder-dynamics/autoencoder/kernel"
)

// Operation is a kind of arithmetic.
type Operation int

const (
	// MultiplyAdd is products and sums of float32 in equal number, each rounded: what updates are.
	MultiplyAdd Operation = iota

	// Fused is float64's fused multiply-add, two operations each: what sums over float32 are.
	Fused
)

// Flops measures for about this time how many floating-point operations a second one
// processor does, operands and results in registers. It is 0 where the machine hasn't got the
// instructions; kernel.Best is the most that any of them do.
func Flops(operation Operation, instructions kernel.Instructions, duration time.Duration) float64 {
	if instructions == kernel.Best {
		best := 0.0
		available := kernel.Available()
		for _, i := range available {
			best = max(best, Flops(operation, i, duration/time.Duration(len(available))))
		}
		return best
	}
	loop, perTurn := peak(operation, instructions)
	if loop == nil {
		return 0
	}
	const turns = 2000
	return fastest(duration, turns*float64(perTurn), func() { loop(turns) })
}

// Bandwidth measures for about this time how many bytes a second one processor streams over
// and over through so many bytes. It reads them, and with write writes each back as well;
// bytes are then counted twice, read and written. It is 0 where not known.
//
// A footprint of 16 KiB stays in most first-level caches, 512 KiB in most second-level ones,
// and 200 MB in none.
func Bandwidth(bytes int, write bool, duration time.Duration) float64 {
	loop, moved := stream(write)
	if loop == nil {
		return 0
	}
	const turn = 128 // elements
	memory := make([]float32, max(1, bytes/(4*turn))*turn)
	for i := range memory {
		memory[i] = 1 // pages that were never written may be one page of zeros
	}
	// Small footprints are gone through many times for one reading of the clock.
	times := max(1, 1<<20/len(memory))
	return fastest(duration, float64(times*len(memory)*moved), func() {
		for range times {
			loop(&memory[0], len(memory))
		}
	})
}

// fastest returns the highest rate at which run does its work, over at least the duration and
// two runs. The highest, because whatever else the machine does can only slow it down.
func fastest(duration time.Duration, work float64, run func()) float64 {
	begin := time.Now()
	best := time.Duration(0)
	for runs := 0; runs < 2 || time.Since(begin) < duration; runs++ {
		start := time.Now()
		run()
		if elapsed := time.Since(start); best == 0 || elapsed < best {
			best = elapsed
		}
	}
	return work / max(best, 1).Seconds()
}
