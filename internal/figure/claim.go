package figure

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"autoencoder-dynamics/internal/figure/markup"
)

// Claim is a statement that the figure makes, as it was checked on what was computed. Its texts are marked up.
type Claim struct {
	Claim    string  `json:"claim"`    // what the paper says: "… stays within 3 % of the theory at every t"
	Bound    string  `json:"bound"`    // what the measured number must satisfy: "≤ 0.03"
	Measured float64 `json:"measured"` // NaN, written as null, where there was nothing to measure
	Pass     bool    `json:"pass"`
	// Unmeasured says that this run can't tell, and Detail why: its horizon is too short, its images are stand-ins.
	// It is no verdict: the paper's own profile on real images measures every claim.
	Unmeasured bool `json:"unmeasured,omitempty"`
	// Contradicted says that the measurement refutes the claim, that this is known, and Detail how: a finding. What was
	// found instead is a claim of its own, which must hold.
	Contradicted bool   `json:"contradicted,omitempty"`
	Detail       string `json:"detail"` // where and how it was measured: "largest at t = 31, erf"
}

// AtMost is the claim that a measured number doesn't exceed a bound.
func AtMost(claim string, measured, bound float64, detail string) Claim {
	return Claim{Claim: claim, Bound: "≤ " + short(bound), Measured: measured, Pass: measured <= bound, Detail: detail}.ofNumbers()
}

// Between is the claim that a measured number lies in an interval, ends included.
func Between(claim string, measured, low, high float64, detail string) Claim {
	return Claim{Claim: claim, Bound: short(low) + " … " + short(high), Measured: measured, Pass: measured >= low && measured <= high, Detail: detail}.ofNumbers()
}

// Equal is the claim that a count is what it should be.
func Equal(claim string, measured, want int, detail string) Claim {
	return Claim{Claim: claim, Bound: fmt.Sprintf("= %d", want), Measured: float64(measured), Pass: measured == want, Detail: detail}
}

// AtLeast is the claim that a measured number isn't below a bound.
func AtLeast(claim string, measured, bound float64, detail string) Claim {
	return Claim{Claim: claim, Bound: "≥ " + short(bound), Measured: measured, Pass: measured >= bound, Detail: detail}.ofNumbers()
}

// ofNumbers turns a claim into one that fails, and says why, where what was measured isn't finite: an infinity may exceed a bound, but
// nothing was measured that does.
func (c Claim) ofNumbers() Claim {
	if finite(c.Measured) {
		return c
	}
	c.Pass = false
	if c.Detail != "" {
		c.Detail += "; "
	}
	c.Detail += "there is nothing to measure, or what comes out isn't a finite number"
	return c
}

// NotMeasured is a claim that this run can't tell the truth of. bound says what would be asked, and why says what is
// missing: "the horizon 1e3 is short of t = 1e7".
func NotMeasured(claim, bound, why string) Claim {
	return Claim{Claim: claim, Bound: bound, Measured: math.NaN(), Unmeasured: true, Detail: why}
}

// OrContradicted turns a claim that fails into a finding: the evidence is added to its detail, and check goes on.
// One that holds stays as it is. A figure states beside it, as a claim that can fail, what was found instead.
func (c Claim) OrContradicted(evidence string) Claim {
	if c.Pass || c.Unmeasured {
		return c
	}
	c.Contradicted = true
	c.Detail += "; " + evidence
	return c
}

// MarshalJSON writes null for a number that JSON can't hold, and texts in Unicode ("10⁵").
func (c Claim) MarshalJSON() ([]byte, error) {
	c.Claim, c.Detail = markup.Unicode(c.Claim), markup.Unicode(c.Detail)
	type plain Claim // without this method
	written := struct {
		plain
		Measured *float64 `json:"measured"`
	}{plain: plain(c)}
	if !math.IsNaN(c.Measured) && !math.IsInf(c.Measured, 0) {
		written.Measured = &c.Measured
	}
	return json.Marshal(written)
}

func short(x float64) string { return strconv.FormatFloat(x, 'g', 4, 64) }
