package figure

import (
	"fmt"
	"math"
	"regexp"
)

// largest is the size up to which numbers are drawn: the range of an axis mustn't overflow.
const largest = 1e300

// drawable reports whether a number can be drawn: NaN, infinities and numbers near the end of float64's range can't.
func drawable(x float64) bool { return math.Abs(x) <= largest }

// checkNumbers returns the first point of a series that can't be drawn, its bar included.
func checkNumbers(where string, series Series) []error {
	for i := range series.X {
		for _, row := range []struct {
			name   string
			values []float64
		}{{"x", series.X}, {"y", series.Y}, {"the lower end", series.Low}, {"the upper end", series.High}} {
			if i < len(row.values) && !drawable(row.values[i]) {
				return []error{fmt.Errorf("%s, series %q: point %d can't be drawn, where %s is %g", where, series.Name, i+1, row.name, row.values[i])}
			}
		}
	}
	return nil
}

// checkReferences returns the reference lines that can't be drawn.
func checkReferences(where string, references []Reference) []error {
	var problems []error
	for _, reference := range references {
		if !drawable(reference.At) {
			problems = append(problems, fmt.Errorf("%s: the reference line %q is at %g", where, reference.Label, reference.At))
		}
	}
	return problems
}

// checkClaims refuses claims that hold of nothing, and failures whose reader isn't told that there was nothing to measure.
func checkClaims(where string, claims []Claim) []error {
	var problems []error
	for _, claim := range claims {
		switch measured := finite(claim.Measured); {
		case claim.Pass && (!measured || claim.Unmeasured):
			problems = append(problems, fmt.Errorf("%s: the claim %q passes, and nothing was measured (%g)", where, claim.Claim, claim.Measured))
		case !measured && claim.Detail == "":
			problems = append(problems, fmt.Errorf("%s: the claim %q has measured %g, and no detail says why", where, claim.Claim, claim.Measured))
		}
	}
	return problems
}

// notANumber is how Go, and so an unwary caption, writes what isn't finite.
var notANumber = regexp.MustCompile(`(^|[^\pL\pN])(NaN|[+−-]?Inf)($|[^\pL\pN])`)

// checkWords refuses texts in which a number should stand and doesn't.
func checkWords(where string, texts ...string) []error {
	var problems []error
	for _, text := range texts {
		if notANumber.MatchString(text) {
			problems = append(problems, fmt.Errorf("%s speaks of what isn't a number: %q", where, text))
		}
	}
	return problems
}

// checkTables refuses infinities; NaN is a cell that stays empty.
func checkTables(where string, t Tables) []error {
	var problems []error
	check := func(file string, row int, values ...float64) {
		for _, value := range values {
			if math.IsInf(value, 0) {
				problems = append(problems, fmt.Errorf("%s: %s has %g in row %d", where, file, value, row+1))
			}
		}
	}
	for i, row := range t.LearningTimes {
		check(LearningTimesFile, i, row.Eigenvalue, row.Time, row.FinalOverlap)
	}
	for i, row := range t.Plateaus {
		check(PlateausFile, i, row.Expected, row.Measured, row.Time)
	}
	for i, row := range t.Exponents {
		check(ExponentsFile, i, row.From, row.To, row.Expected, row.Measured, row.Error)
	}
	for i, row := range t.Deviations {
		check(DeviationsFile, i, row.Horizon, row.Largest, row.At, row.StandardError, row.Median)
	}
	return problems
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
