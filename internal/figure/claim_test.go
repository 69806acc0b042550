package figure_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/figure"
)

func TestClaims(t *testing.T) {
	for _, test := range []struct {
		claim figure.Claim
		bound string
		pass  bool
	}{
		{figure.AtMost("", 0.03, 0.03, ""), "≤ 0.03", true},
		{figure.AtMost("", 0.031, 0.03, ""), "≤ 0.03", false},
		{figure.AtMost("", math.NaN(), 0.03, ""), "≤ 0.03", false},
		{figure.AtLeast("", 10, 10, ""), "≥ 10", true},
		{figure.AtLeast("", math.NaN(), 10, ""), "≥ 10", false},
		{figure.Between("", -0.25, -0.3, -0.2, ""), "-0.3 … -0.2", true},
		{figure.Between("", math.NaN(), -0.3, -0.2, ""), "-0.3 … -0.2", false},
		{figure.Equal("", 3, 4, ""), "= 4", false},
		{figure.NotMeasured("", "≤ 1", "too short"), "≤ 1", false},
	} {
		if test.claim.Bound != test.bound || test.claim.Pass != test.pass {
			t.Errorf("bound %q, pass %t, want %q and %t", test.claim.Bound, test.claim.Pass, test.bound, test.pass)
		}
	}
}

// Only a claim that was measured and fails can be contradicted.
func TestOrContradicted(t *testing.T) {
	if c := figure.AtLeast("", 2, 1, "").OrContradicted("evidence"); c.Contradicted || c.Detail != "" {
		t.Errorf("a claim that holds became %+v", c)
	}
	if c := figure.NotMeasured("", "", "why").OrContradicted("evidence"); c.Contradicted || c.Detail != "why" {
		t.Errorf("a claim that isn't measured became %+v", c)
	}
	if c := figure.AtLeast("", 0, 1, "measured so").OrContradicted("evidence"); !c.Contradicted || c.Pass || c.Detail != "measured so; evidence" {
		t.Errorf("a claim that fails became %+v", c)
	}
}

func TestClaimAsJSON(t *testing.T) {
	text, err := json.Marshal(figure.NotMeasured("*E*_{4}", "≤ 1", "*t* = 10^{5}"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"measured":null`, `"unmeasured":true`, `"pass":false`, "E₄", "10⁵"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
}
