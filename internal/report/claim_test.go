package report

import "testing"

func TestClaimTexts(t *testing.T) {
	for _, test := range []struct {
		claim           Claim
		bound, measured string
	}{
		{Claim{Claim: "within 3 % of the theory", Bound: "≤ 0.03", Measured: 0.008678}, "≤ 3 %", "0.868 %"},
		{Claim{Claim: "at most 0.5 % once", Bound: "≤ 0.005", Measured: 0.0010668}, "≤ 0.5 %", "0.107 %"},
		{Claim{Claim: "carries 28–32 % of the variance", Bound: "0.28 … 0.32", Measured: 0.30188}, "28 … 32 %", "30.2 %"},
		{Claim{Claim: "within 10 % of E₂", Bound: "0.9 … 1.1", Measured: 1.00002}, "0.9 … 1.1", "1"},
		{Claim{Claim: "goes as t^−1/6", Bound: "-0.1867 … -0.1467", Measured: -0.1702}, "−0.1867 … −0.1467", "−0.17"},
		{Claim{Claim: "within 3 %", Bound: "≤ 0.03", Unmeasured: true}, "≤ 3 %", ""},
		{Claim{Claim: "is small", Bound: "≤ 1e-06", Measured: 2.25e-7}, "≤ 10⁻⁶", "2.25·10⁻⁷"},
		{Claim{Claim: "3 % of nothing", Measured: 2}, "", "2"},
		{Claim{Claim: "as it should be", Bound: "<b>", Measured: 2}, "<b>", "2"},
	} {
		if bound, measured := test.claim.Texts(); bound != test.bound || measured != test.measured {
			t.Errorf("%+v: %q and %q, want %q and %q", test.claim, bound, measured, test.bound, test.measured)
		}
	}
}
