package progress

import (
	"strings"
	"testing"
	"time"

	"github.com/mattn/go-runewidth"
)

func halfDone() snapshot {
	return snapshot{
		name: "erf-sgd", elapsed: 42 * time.Second, done: 500_000, total: 1_000_000, unit: "steps",
		rate: 1.2e6, left: 40 * time.Second, hasLeft: true, note: "resuming from t = 120\nand more",
	}
}

func TestRowGivesUpFieldsAsItNarrows(t *testing.T) {
	for _, test := range []struct {
		columns int
		want    string
	}{
		{110, "erf-sgd  ━━━━━━━━━━━━────────────   50 %  1.2 M steps/s   40 s left         resuming from t = 120"},
		{80, "erf-sgd  ━━━━━━━━━──────────   50 %  1.2 M steps/s   40 s left"},
		{60, "erf-sgd  ━━━━─────   50 %  1.2 M steps/s   40 s left"},
		{45, "erf-sgd  ━━━━─────   50 %  40 s left"},
		{34, "erf-sgd   50 %  40 s left"},
		{20, "erf-sgd   50 %"},
		{9, "erf-sgd"},
		{5, "erf-…"},
		{0, ""},
		{-1, ""},
	} {
		if got := layoutRow(halfDone(), len("erf-sgd"), test.columns).String(); got != test.want {
			t.Errorf("%d columns:\n got %q\nwant %q", test.columns, got, test.want)
		}
	}
}

func TestRowNeverExceedsTheWidth(t *testing.T) {
	wide := halfDone()
	wide.name = "学習-" + strings.Repeat("n", 60)
	unknown := snapshot{name: "natural", elapsed: time.Hour, note: strings.Repeat("x", 300)}
	counted := snapshot{name: "natural", elapsed: time.Hour, done: 123456, unit: strings.Repeat("unit", 9), rate: 5}
	for _, s := range []snapshot{halfDone(), wide, unknown, counted} {
		for columns := range 200 {
			if got := layoutRow(s, runewidth.StringWidth(s.name), columns).String(); runewidth.StringWidth(got) > columns {
				t.Fatalf("%d columns: %q takes %d", columns, got, runewidth.StringWidth(got))
			}
		}
	}
}

func TestRowWithoutTotal(t *testing.T) {
	s := snapshot{name: "natural", elapsed: 3300 * time.Millisecond}
	want := "natural  ─────━━━━─────────                         3 s so far"
	if got := layoutRow(s, len(s.name), 79).String(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestBarIsAlwaysAsWideAsAsked(t *testing.T) {
	for width := 1; width < 30; width++ {
		for i := range 60 {
			for _, known := range []bool{true, false} {
				got := drawBar(float64(i)/59, known, time.Duration(i)*100*time.Millisecond, width)
				if runewidth.StringWidth(got) != width {
					t.Fatalf("width %d: %q", width, got)
				}
			}
		}
	}
}
