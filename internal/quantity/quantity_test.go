package quantity

import (
	"testing"
	"time"
)

func TestDuration(t *testing.T) {
	for _, test := range []struct {
		d    time.Duration
		want string
	}{
		{0, "0 s"}, {-time.Second, "0 s"}, {500 * time.Nanosecond, "< 1 ms"},
		{3 * time.Millisecond, "3 ms"}, {999 * time.Millisecond, "999 ms"},
		{999700 * time.Microsecond, "1.0 s"}, {3210 * time.Millisecond, "3.2 s"},
		{9960 * time.Millisecond, "10 s"}, {59600 * time.Millisecond, "1 min"},
		{125 * time.Second, "2 min 5 s"}, {time.Hour - time.Second, "59 min 59 s"},
		{72 * time.Minute, "1 h 12 min"}, {2*time.Hour - 10*time.Second, "2 h"},
		{51 * time.Hour, "2 d 3 h"},
	} {
		if got := Duration(test.d); got != test.want {
			t.Errorf("Duration(%v) = %q, want %q", test.d, got, test.want)
		}
	}
}

func TestBytes(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 B", 512: "512 B", 999: "999 B", 1000: "1.0 kB", 1_440_000: "1.4 MB",
		170_052_171: "170 MB", 999_950_000: "1.0 GB", 1 << 62: "4.6 EB",
	} {
		if got := Bytes(n); got != want {
			t.Errorf("Bytes(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestRate(t *testing.T) {
	for _, test := range []struct {
		rate float64
		unit string
		want string
	}{
		{1.23e6, "steps", "1.2 M steps/s"}, {34e6, "bytes", "34 MB/s"}, {999.6e3, "steps", "1.0 M steps/s"},
		{850, "steps", "850 steps/s"}, {2.5, "", "2.5/s"}, {0.05, "replicas", "3 replicas/min"}, {0.0001, "rows", "0.006 rows/min"},
	} {
		if got := Rate(test.rate, test.unit); got != test.want {
			t.Errorf("Rate(%g, %q) = %q, want %q", test.rate, test.unit, got, test.want)
		}
	}
}

func TestPercentSaysHundredOnlyWhenDone(t *testing.T) {
	for fraction, want := range map[float64]string{0: "0 %", 0.349: "34 %", 0.9999: "99 %", 1: "100 %", 1.2: "100 %", 0.29: "29 %"} {
		if got := Percent(fraction); got != want {
			t.Errorf("Percent(%g) = %q, want %q", fraction, got, want)
		}
	}
}
