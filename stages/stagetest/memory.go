package stagetest

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"

	"autoencoder-dynamics/stages"
)

// CheckMemory runs a stage and fails the test unless what its kind states for the call is at least what it
// holds at its peak, and not more than three times that and some megabytes: the sizes of a test are small, and
// what doesn't grow with them is a large part. No other test may run at the same time.
func CheckMemory(t *testing.T, name string, kind stages.MemoryEstimator, call *stages.Call) {
	t.Helper()
	stated, err := kind.Memory(call)
	if err != nil {
		t.Fatal(err)
	}
	var failure error
	peak := peakHeap(func() { failure = kind.Run(t.Context(), call) })
	if failure != nil {
		t.Fatal(failure)
	}
	const unstated = 5 << 20 // what may be left out, and the least garbage that there is
	if peak > stated.Bytes+unstated || stated.Bytes > 3*peak+unstated {
		t.Errorf("%s states %.1f MB (mostly %q) and holds %.1f MB", name, float64(stated.Bytes)/1e6, stated.Mostly(), float64(peak)/1e6)
	}
}

// peakHeap returns by how many bytes the heap grows at most while f runs, with little garbage.
func peakHeap(f func()) int64 {
	defer debug.SetGCPercent(debug.SetGCPercent(5))
	runtime.GC()
	before := heap()
	stop, peak := make(chan struct{}), make(chan int64)
	go func() {
		most := int64(0)
		for {
			most = max(most, heap())
			select {
			case <-stop:
				peak <- most
				return
			case <-time.After(200 * time.Microsecond):
			}
		}
	}()
	f()
	close(stop)
	return <-peak - before
}

// heap is how many bytes objects take, live ones and those that aren't collected yet.
func heap() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}
