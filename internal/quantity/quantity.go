package quantity

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// Duration writes a duration for people, with two or three digits that matter:
// "3 ms", "3.2 s", "41 s", "2 min 5 s", "1 h 12 min", "2 d 3 h".
func Duration(d time.Duration) string {
	switch {
	case d < 0:
		return "0 s"
	case d == 0:
		return "0 s"
	case d < time.Millisecond:
		return "< 1 ms"
	case d < 999500*time.Microsecond:
		return fmt.Sprintf("%.0f ms", float64(d)/float64(time.Millisecond))
	case d < 9950*time.Millisecond:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	s := int64(d.Round(time.Second) / time.Second)
	switch {
	case s < 60:
		return fmt.Sprintf("%d s", s)
	case s < 3600:
		return pair(s/60, "min", s%60, "s")
	case s < 86400:
		minutes := (s + 30) / 60
		return pair(minutes/60, "h", minutes%60, "min")
	}
	hours := (s + 1800) / 3600
	return pair(hours/24, "d", hours%24, "h")
}

func pair(a int64, unitA string, b int64, unitB string) string {
	if b == 0 {
		return fmt.Sprintf("%d %s", a, unitA)
	}
	return fmt.Sprintf("%d %s %d %s", a, unitA, b, unitB)
}

// Bytes writes an amount of data with decimal prefixes: "512 B", "1.4 MB", "170 MB".
func Bytes(n int64) string {
	number, prefix := scaled(float64(n))
	if prefix == "k" {
		return number + " kB"
	}
	return number + " " + prefix + "B"
}

// Count writes a large number of a unit: "512 steps", "1.2 M steps".
func Count(n int64, unit string) string { return amount(float64(n), unit) }

// Rate writes units a second: "34 MB/s", "1.2 M steps/s"; slow ones are
// counted by the minute: "3.1 replicas/min".
func Rate(perSecond float64, unit string) string {
	if unit == "bytes" {
		return Bytes(int64(math.Round(perSecond))) + "/s"
	}
	if perSecond < 1 {
		return amount(60*perSecond, unit) + "/min"
	}
	return amount(perSecond, unit) + "/s"
}

// Percent writes a fraction in 0…1; it says 100 % only when all is done.
func Percent(fraction float64) string {
	return strconv.Itoa(int(math.Floor(100*min(max(fraction, 0), 1)+1e-9))) + " %"
}

func amount(x float64, unit string) string {
	if unit == "bytes" {
		return Bytes(int64(math.Round(x)))
	}
	number, prefix := scaled(x)
	if prefix != "" {
		number += " " + prefix
	}
	if unit == "" {
		return number
	}
	return number + " " + unit
}

// scaled writes x with two or three digits and the decimal prefix to it.
func scaled(x float64) (number, prefix string) {
	prefixes := []string{"", "k", "M", "G", "T", "P", "E"}
	i := 0
	for math.Abs(x) >= 999.5 && i < len(prefixes)-1 {
		x /= 1000
		i++
	}
	switch {
	case x == math.Trunc(x) && i == 0, math.Abs(x) >= 9.95:
		number = strconv.FormatFloat(x, 'f', 0, 64)
	case math.Abs(x) < 0.095:
		number = strconv.FormatFloat(x, 'g', 1, 64)
	default:
		number = strconv.FormatFloat(x, 'f', 1, 64)
	}
	return number, prefixes[i]
}
