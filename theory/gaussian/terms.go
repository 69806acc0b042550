package gaussian

import "math"

// coupling is what is known of two units before their averages are taken.
type coupling struct {
	r     float64 // correlation, 0 where one of the two is constant
	terms int     // of the series; 0 where the average is taken conditionally
}

// coupleAll sets the correlations, and how many terms each unit is likely to need.
func (e *expansions) coupleAll() {
	for k := range e.hidden {
		e.wanted[k] = leastTerms
	}
	for k := range e.hidden {
		for l := k + 1; l < e.hidden; l++ {
			c := couple(joint(e.hidden, e.q, e.b, k, l), e.activation.scale())
			e.couplings[k*e.hidden+l] = c
			wanted := min(c.terms, maxTerms)
			e.wanted[k], e.wanted[l] = max(e.wanted[k], wanted), max(e.wanted[l], wanted)
		}
	}
}

// couple returns the correlation and the likely number of terms of a pair.
func couple(law Joint, scale float64) coupling {
	if law.VarianceK < leastVariance || law.VarianceL < leastVariance {
		return coupling{terms: leastTerms}
	}
	r := correlate(law).r
	if math.IsNaN(r) { // so are the averages
		return coupling{r: r, terms: leastTerms}
	}
	terms := estimate(law, r, scale)
	if terms > 2*maxTerms {
		terms = 0
	}
	return coupling{r: r, terms: terms}
}

// estimate is the number of terms that a pair is likely to need, the larger of
// two guesses: the coefficients of a g whose nearest singularity is 1.2 scales from
// the real axis go like exp(−1.2 √(2n)/s), and those of an entire one that bends
// like erf as (s²/(1+s²))^{n/2}. Whether it was enough is seen from the coefficients.
func estimate(law Joint, r, scale float64) int {
	r, k2, l2 := math.Abs(r), law.VarianceK/(scale*scale), law.VarianceL/(scale*scale)
	if r == 0 {
		return leastTerms
	}
	digits := -math.Log(seriesTolerance)
	linear := 1.2 * math.Sqrt2 * (1/math.Sqrt(k2) + 1/math.Sqrt(l2))
	root := 2 * digits / (linear + math.Sqrt(linear*linear-4*math.Log(r)*digits))
	entire := -2 * digits / math.Log(r*r*k2/(1+k2)*l2/(1+l2))
	return int(min(max(root*root, entire), 1e6)) + leastTerms
}

// count sets the number of terms of every pair. It returns true where some units
// need more than they have, and says how many in wanted.
func (e *expansions) count() (more bool) {
	for k := range e.hidden {
		for l := k + 1; l < e.hidden; l++ {
			c := &e.couplings[k*e.hidden+l]
			if c.terms == 0 || math.IsNaN(c.r) {
				continue
			}
			terms, ok := e.enough(k, l, c.r)
			c.terms = terms
			if ok {
				continue
			}
			for _, unit := range [2]int{k, l} {
				if has := e.units[unit].terms; has < maxTerms {
					e.wanted[unit], more = min(has+has/2, maxTerms), true
					c.terms = leastTerms
				}
			}
		}
	}
	return more
}

// enough returns the number of terms after which the rest of the series of a pair
// is below the tolerance, or false where the coefficients there are don't suffice.
func (e *expansions) enough(k, l int, r float64) (terms int, ok bool) {
	x, y := e.units[k].rest, e.units[l].rest
	last := min(len(x), len(y)) - 1
	r4, power := r*r*r*r, 1.0
	for n := 0; n <= last; n += 4 {
		if power*x[n]*y[n] < seriesTolerance {
			return max(n, 4), true
		}
		power *= r4
	}
	return 0, false
}
