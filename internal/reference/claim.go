package reference

// Claim is an entry of claims.json.
type Claim struct {
	Claim      string   `json:"claim"`
	Bound      string   `json:"bound"`
	Measured   *float64 `json:"measured"` // nil where there was nothing to measure
	Pass       bool     `json:"pass"`
	Unmeasured bool     `json:"unmeasured,omitempty"` // this run can't tell, and Detail says why
	// Contradicted: the measurement refutes it, which is a finding, and Detail has the evidence.
	Contradicted bool   `json:"contradicted,omitempty"`
	Detail       string `json:"detail"`
}

// Verdict is what came out of a claim, in words.
type Verdict string

// The verdicts. Only failing ones fail a check: what contradicts a claim of the paper is a finding.
const (
	Holds        Verdict = "holds"
	Fails        Verdict = "fails"
	Contradicted Verdict = "contradicted"
	NotMeasured  Verdict = "not measured"
)

// Verdict returns what came out.
func (c Claim) Verdict() Verdict {
	switch {
	case c.Unmeasured:
		return NotMeasured
	case c.Contradicted:
		return Contradicted
	case c.Pass:
		return Holds
	}
	return Fails
}
