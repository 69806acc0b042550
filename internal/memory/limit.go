package memory

import (
	"fmt"
	"math"
	"runtime"
	"runtime/debug"

	"autoencoder-dynamics/internal/quantity"
)

// Limit is an amount of memory that this process may take in all. The zero value is none.
type Limit struct {
	Bytes  int64  // that the process may take; 0 where nothing limits it
	Used   int64  // that it took when the limit was found, in the measure of the limit
	Source string // who limits it: "the limit of address space, ulimit -v"

	// apart is what goes by besides the memory that work asks for, such as the
	// stacks of further threads, which a limit of address space counts in full.
	apart int64

	// later is what goes by where the limit is larger: the C library does without
	// addresses of its own for each thread where it can't have them.
	later int64
}

// program is what the program takes besides its stages and what it had taken when it looked:
// digests of code, manifests, what the garbage collector keeps of itself.
const program = 48 << 20

// share is the part of what is free that is left alone: the collector can't use
// the last bytes, and memory comes in pieces.
const share = 16

// Known reports whether there is a limit.
func (l Limit) Known() bool { return l.Bytes > 0 }

// free is what the process hasn't taken yet.
func (l Limit) free() int64 { return max(0, l.Bytes-l.Used-l.apart) }

// Room returns how many bytes may be held at once for work, beyond the program itself;
// math.MaxInt64 where nothing limits it.
func (l Limit) Room() int64 {
	if !l.Known() {
		return math.MaxInt64
	}
	return max(0, l.free()-program) / share * (share - 1)
}

// Own returns what the program takes besides its work, in the measure of the limit.
func (l Limit) Own() int64 { return l.Used + l.apart + program }

// Enough returns a limit of the same kind that leaves room for that many bytes of work.
func (l Limit) Enough(work int64) int64 { return l.Own() + l.later + work/(share-2)*share }

// String says what the limit is, for a message: "the limit of address space (ulimit -v) is
// 2.1 GB, and the program itself takes 1.9 GB".
func (l Limit) String() string {
	if !l.Known() {
		return "nothing limits the memory"
	}
	return fmt.Sprintf("%s is %s, and the program itself takes %s", l.Source, quantity.Bytes(l.Bytes), quantity.Bytes(l.Own()))
}

// Hold sets the soft limit of Go's runtime a little below the limit, so that
// garbage is collected before it breaks it. The variable GOMEMLIMIT of the environment, which
// the caller looks up, is somebody's own choice and is left alone.
func (l Limit) Hold() {
	if !l.Known() {
		return
	}
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	held := int64(now.Sys - now.HeapReleased)
	debug.SetMemoryLimit(held + l.free() - l.free()/(2*share))
}

// smallest returns the limit that leaves the least room.
func smallest(limits []Limit) Limit {
	var least Limit
	for _, l := range limits {
		if l.Known() && (!least.Known() || l.Room() < least.Room()) {
			least = l
		}
	}
	return least
}
