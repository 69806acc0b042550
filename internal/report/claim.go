package report

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	// bare is a number of a bound: "0.03", "-1.25".
	bare = regexp.MustCompile(`-?[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?`)
	// share is a number that a claim gives in per cent: the 3 of "3 %", the 32 of "28–32 %".
	share = regexp.MustCompile(`([0-9]+(?:\.[0-9]+)?)[ \x{a0}]%`)
)

// Texts returns the bound and the measured number as they are shown: in per cent where the claim's own text gives its
// bound so, "≤ 3 %" for "≤ 0.03" and "within 3 %". measured is empty where nothing was measured.
func (c Claim) Texts() (bound, measured string) {
	if !c.Unmeasured {
		measured = number(c.Measured)
	}
	if !c.inPercent() {
		return bare.ReplaceAllStringFunc(c.Bound, boundText), measured
	}
	if !c.Unmeasured {
		measured = number(100*c.Measured) + " %"
	}
	return bare.ReplaceAllStringFunc(c.Bound, func(text string) string {
		x, _ := strconv.ParseFloat(text, 64)
		return number(100 * x)
	}) + " %", measured
}

// inPercent says whether the claim's text gives the last number of its bound in per cent.
func (c Claim) inPercent() bool {
	numbers := bare.FindAllString(c.Bound, -1)
	if len(numbers) == 0 {
		return false
	}
	last, err := strconv.ParseFloat(numbers[len(numbers)-1], 64)
	if err != nil {
		return false
	}
	for _, found := range share.FindAllStringSubmatch(c.Claim, -1) {
		if x, err := strconv.ParseFloat(found[1], 64); err == nil && number(x) == number(100*last) {
			return true
		}
	}
	return false
}

// boundText writes a number of a bound with all of its digits, and the signs of print.
func boundText(text string) string {
	mantissa, power, scientific := strings.Cut(text, "e")
	mantissa = strings.Replace(mantissa, "-", "−", 1)
	if !scientific {
		return mantissa
	}
	return scaled(mantissa, power)
}
