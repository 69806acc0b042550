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
	Detail   string  `json:"detail"` // where and how it was measured: "largest at t = 31, erf"
}

// AtMost is the claim that a measured number doesn't exceed a bound.
func AtMost(claim string, measured, bound float64, detail string) Claim {
	return Claim{claim, "≤ " + short(bound), measured, measured <= bound, detail}
}

// Between is the claim that a measured number lies in an interval, ends included.
func Between(claim string, measured, low, high float64, detail string) Claim {
	return Claim{claim, fmt.Sprintf("%s … %s", short(low), short(high)), measured, measured >= low && measured <= high, detail}
}

// Equal is the claim that a count is what it should be.
func Equal(claim string, measured, want int, detail string) Claim {
	return Claim{claim, fmt.Sprintf("= %d", want), float64(measured), measured == want, detail}
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

func short(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }
