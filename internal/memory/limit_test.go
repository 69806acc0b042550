package memory

import (
	"math"
	"runtime/debug"
	"testing"
)

func TestRoom(t *testing.T) {
	if got := (Limit{}).Room(); got != math.MaxInt64 {
		t.Errorf("without a limit there is room for %d bytes", got)
	}
	for _, l := range []Limit{{Bytes: 1}, {Bytes: 100 << 20, Used: 90 << 20}, {Bytes: 1 << 30, Used: 2 << 30}} {
		if got := l.Room(); got != 0 {
			t.Errorf("%+v leaves room for %d bytes", l, got)
		}
	}
	// As many bytes as it takes for that much work leave room for it, and not for much more.
	for need := int64(1 << 20); need < 1<<50; need *= 3 {
		l := Limit{Used: 30 << 20, apart: 5 << 20}
		l.Bytes = l.Enough(need)
		if got := l.Room(); got < need-need/1000 || got > need/10*12+share {
			t.Errorf("for %d bytes of work there are %d", need, got)
		}
	}
}

func TestHold(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	defer debug.SetMemoryLimit(before)
	Limit{}.Hold()
	if got := debug.SetMemoryLimit(-1); got != before {
		t.Errorf("no limit set one of %d", got)
	}
	l := Limit{Bytes: 10 << 30, Used: 1 << 30}
	l.Hold()
	if got := debug.SetMemoryLimit(-1); got <= l.Room() || got >= l.Bytes {
		t.Errorf("the runtime's limit is %d, want one above the stages' %d and below %d", got, l.Room(), l.Bytes)
	}
}

func TestSmallest(t *testing.T) {
	got := smallest([]Limit{{}, {Bytes: 3 << 30, Source: "a"}, {Bytes: 4 << 30, Used: 2 << 30, Source: "b"}, {Bytes: 8 << 30, Source: "c"}})
	if got.Source != "b" {
		t.Errorf("%+v leaves least, want b", got)
	}
	if got := (Limit{Bytes: 2e9, Used: 1e8, Source: "the limit"}).String(); got != "the limit is 2.0 GB, and the program itself takes 150 MB" {
		t.Error(got)
	}
}
