package gaussian

// expansions holds the expansions of all units of a network, and gives the
// averages over two of them.
type expansions struct {
	activation Smooth
	hidden     int
	q, b       []float64
	units      []expansion
	couplings  []coupling // entry k*hidden+l for k < l
	wanted     []int      // terms of each unit
	outer      expansion  // of conditional averages
	inner      expansion
}

const (
	// maxTerms bounds the series; pairs that need more are averaged conditionally.
	maxTerms = 384

	// leastTerms is the least number of terms of a unit.
	leastTerms = 8

	// seriesTolerance is where a series is broken off, relative to the root mean
	// squares of its factors.
	seriesTolerance = 1e-13

	// leastWidth is the smallest standard deviation, for scale 1, of slopes: those
	// of highest order divide by its square. Moving a smaller one up to it changes
	// slopes by its square.
	leastWidth = 1e-4
)

// covariance is the 2×2 covariance matrix of the law.
func (j Joint) covariance() []float64 {
	return []float64{j.VarianceK, j.Covariance, j.Covariance, j.VarianceL}
}

func (j Joint) means() []float64 { return []float64{j.MeanK, j.MeanL} }

// set expands every unit: g, g' and g″ for averages, further derivatives for
// slopes. It keeps q and b until the next call.
func (e *expansions) set(g Smooth, hidden int, q, b []float64, forSlopes bool) {
	e.activation, e.hidden, e.q, e.b = g, hidden, q, b
	if len(e.units) != hidden {
		e.units = make([]expansion, hidden)
		e.couplings = make([]coupling, hidden*hidden)
		e.wanted = make([]int, hidden)
	}
	e.coupleAll()
	for k := range hidden {
		e.measure(k, forSlopes)
		e.units[k].expand(e.wanted[k], forSlopes)
	}
	for e.count() {
		for k := range hidden {
			if e.wanted[k] > e.units[k].room {
				e.measure(k, forSlopes)
			}
			if e.wanted[k] > e.units[k].terms {
				e.units[k].expand(e.wanted[k], forSlopes)
			}
		}
	}
}

// measure takes the averages over one unit, with some room for more terms than wanted.
func (e *expansions) measure(k int, forSlopes bool) {
	law := marginal(e.hidden, e.q, e.b, k)
	law.Variance = max(law.Variance, 0)
	if least := leastWidth * e.activation.scale(); forSlopes {
		law.Variance = max(law.Variance, least*least)
	}
	e.units[k].measure(e.activation, law, min(2*e.wanted[k], maxTerms))
}

// pair returns the averages over two units.
func (e *expansions) pair(k, l int) Pair {
	r, terms := e.couplings[k*e.hidden+l].r, e.couplings[k*e.hidden+l].terms
	if terms == 0 {
		m := e.conditional(k, l)
		return m.pair()
	}
	x, y := &e.units[k].coefficients, &e.units[l].coefficients
	x0, x1, x2 := x[0][:terms], x[1][:terms], x[2][:terms]
	y0, y1, y2 := y[0][:terms], y[1][:terms], y[2][:terms]
	var p Pair
	power := 1.0
	for n := range x0 {
		a0, a1 := power*x0[n], power*x1[n]
		p.M += a0 * y0[n]
		p.HLK += a0 * y1[n]
		p.PLK += a0 * y2[n]
		p.HKL += a1 * y0[n]
		p.N += a1 * y1[n]
		p.PKL += power * x2[n] * y0[n]
		power *= r
	}
	return p
}

// moments returns the averages over two units of derivatives up to total order
// four; the expansions are those for slopes.
func (e *expansions) moments(k, l int) (m moments) {
	r, terms := e.couplings[k*e.hidden+l].r, e.couplings[k*e.hidden+l].terms
	if terms == 0 {
		return e.conditional(k, l)
	}
	x, y := &e.units[k].coefficients, &e.units[l].coefficients
	power := 1.0
	for n := range terms {
		for i := range m {
			a := power * x[i][n]
			for j := range len(m) - i {
				m[i][j] += a * y[j][n]
			}
		}
		power *= r
	}
	return m
}
