package progress

import (
	"testing"
	"time"
)

func TestCoarse(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 s", 7600 * time.Millisecond: "8 s", 42 * time.Second: "42 s",
		123 * time.Second: "2 min 5 s", 3599 * time.Second: "1 h", 4000 * time.Second: "1 h 7 min",
	} {
		if got := coarse(d); got != want {
			t.Errorf("coarse(%v) = %q, want %q", d, got, want)
		}
	}
}
