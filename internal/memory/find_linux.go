package memory

import (
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// system is the root of the files that tell of memory: "/", or a folder of a test.
type system struct {
	root  string
	limit func(resource int) (current uint64, ok bool)
}

// Find returns the limit that leaves the least, none where nothing that limits the memory can be
// found. What can't be read is passed over: then nothing is known of it.
func Find() Limit { return system{"/", resourceLimit}.find() }

// Given returns the limit of that many bytes that source has set, in place of those that [Find] finds.
func Given(bytes int64, source string) Limit {
	return Limit{Bytes: bytes, Used: system{root: "/"}.status()["VmRSS"], Source: source}
}

func (s system) find() Limit {
	own := s.status()
	limits := append(s.processLimits(own), s.groupLimits(own)...)
	if free, ok := s.fields("proc/meminfo")["MemAvailable"]; ok {
		limits = append(limits, Limit{Bytes: free + own["VmRSS"], Used: own["VmRSS"], Source: "what this machine has free"})
	}
	return smallest(limits)
}

// What limits of data and of address space count besides what is asked for: of each thread its stack, and of
// addresses the 64 MiB that the C library sets aside for it, and the pieces of as many in which Go takes them.
const (
	threads      = 8 // besides one for each processor; Go starts one where another waits for the system
	stack        = 9 << 20
	addresses    = stack + 64<<20
	addressPiece = 64 << 20
	runtimeTakes = 1250 << 20 // addresses, of which Go's runtime uses few
)

// processLimits returns the limits of the process itself.
func (s system) processLimits(own map[string]int64) []Limit {
	var limits []Limit
	toCome := max(0, int64(threads+runtime.GOMAXPROCS(0))-own["Threads"])
	for _, one := range []struct {
		resource    int
		used, words string
		apart       int64
		expected    int64 // what it takes where all can be had
	}{
		{syscall.RLIMIT_AS, "VmSize", "the limit of address space (ulimit -v)", toCome*addresses + addressPiece, runtimeTakes + own["Threads"]*addresses},
		{syscall.RLIMIT_DATA, "VmData", "the limit of data (ulimit -d)", toCome * stack, 0},
	} {
		if bytes, ok := s.limit(one.resource); ok && bytes > 0 && bytes < 1<<62 {
			limits = append(limits, Limit{Bytes: int64(bytes), Used: own[one.used], Source: one.words, apart: one.apart, later: max(0, one.expected-own[one.used])})
		}
	}
	return limits
}

// resourceLimit returns a limit of this process; ok is false where there is none.
func resourceLimit(resource int) (uint64, bool) {
	var limit syscall.Rlimit
	err := syscall.Getrlimit(resource, &limit)
	return limit.Cur, err == nil
}

// status returns what the kernel counts of this process, in bytes, by the names of /proc/self/status.
func (s system) status() map[string]int64 { return s.fields("proc/self/status") }

func (s system) read(name string) string {
	content, err := os.ReadFile(filepath.Join(s.root, name))
	if err != nil {
		return ""
	}
	return string(content)
}
