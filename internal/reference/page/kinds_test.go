package page_test

import (
	"fmt"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/reference"
)

// A page of many findings begins with the pictures, sums the findings up and folds them.
func TestManyFindingsAreSummedUp(t *testing.T) {
	p := sample()
	p.Comparison.Findings = nil
	add := func(message string) {
		p.Comparison.Findings = append(p.Comparison.Findings, reference.Finding{Gate: reference.Drawing, Panel: "a", Message: message})
	}
	for i := range 60 {
		add(fmt.Sprintf("text %q was set in Liberation Sans of 7.5 points, is in Liberation Sans of 9", fmt.Sprintf(`tick "%d"`, i)))
		add(fmt.Sprintf("text \"%d\" moved by %d points (up)", i, i))
	}
	for i := range 9 {
		add(fmt.Sprintf("the width of line %d was 1 points, is 2", i))
	}
	text := render(t, p)
	for _, want := range []string{"60 texts: size 7.5 → 9 points", "60 texts: moved", "and 4 more", "<summary>All 129"} {
		if !strings.Contains(text, want) {
			t.Errorf("nothing about %q", want)
		}
	}
	if strings.Index(text, "<img") > strings.Index(text, "60 texts") {
		t.Error("the findings stand before the pictures")
	}
	p.Comparison.Findings = p.Comparison.Findings[:8]
	if text := render(t, p); strings.Contains(text, "<summary>All") || !strings.Contains(text, "moved by 3 points") {
		t.Error("eight findings are folded")
	}
}
