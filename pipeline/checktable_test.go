package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"autoencoder-dynamics/internal/reference"
)

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		text  string
		width int
		want  []string
	}{
		{"", 5, []string{""}},
		{"one two three", 7, []string{"one two", "three"}},
		{"E₄ ≤ 10⁻³", 4, []string{"E₄ ≤", "10⁻³"}},
		{"αβγδεζη x", 3, []string{"αβγ", "δεζ", "η x"}},
		{"a αβγδ", 3, []string{"a", "αβγ", "δ"}},
	} {
		if diff := cmp.Diff(test.want, wrap(test.text, test.width)); diff != "" {
			t.Errorf("%q in %d: %s", test.text, test.width, diff)
		}
	}
}

func TestClaimsTableFitsItsWidth(t *testing.T) {
	measured := 0.018
	claims := []claim{
		{Figure: "theory-vs-sgd", Claim: reference.Claim{Claim: strings.Repeat("the mean over replicas stays close ", 5), Bound: "≤ 0.03", Measured: &measured, Pass: true,
			Detail: strings.Repeat("largest at t = 31, ", 9)}},
		{Figure: "theory-vs-sgd", Claim: reference.Claim{Claim: "short", Bound: strings.Repeat("between this and that ", 3), Measured: &measured}},
		{Figure: "setup", Claim: reference.Claim{Claim: "can't be told", Bound: "0.28 … 0.32", Unmeasured: true, Detail: "no images"}},
	}
	for _, width := range []int{leastWidth, 80, mostWidth} {
		var b strings.Builder
		claimsTable(&b, claims, width)
		for line := range strings.Lines(b.String()) {
			if n := runes(strings.TrimSuffix(line, "\n")); n > width {
				t.Errorf("%d columns in %d: %s", n, width, line)
			}
		}
		for _, want := range []string{"holds", "FAILS", "not measured", "\nsetup\n", "0.018", "–"} {
			if !strings.Contains(b.String(), want) {
				t.Errorf("width %d: no %q in\n%s", width, want, &b)
			}
		}
	}
	c := claimed{Claims: claims, Stale: []string{"relu-bias"}}
	if want := "1 of 3 claims hold; 1 fails; 1 not measured; 1 figure not up to date."; c.sentence() != want || c.failed() != 2 {
		t.Errorf("%q, %d failed; want %q", c.sentence(), c.failed(), want)
	}
}
