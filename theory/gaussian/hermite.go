package gaussian

import "math"

// expand sets the coefficients of g, g' and g″ from those of g″, and those of g‴
// and the fourth derivative from those of g‴ where third is set: by Stein's lemma
// ĝ⁽ⁱ⁾_{n+1} = s ĝ⁽ⁱ⁺¹⁾_n/√(n+1), which loses no digits in this direction.
func (e *expansion) expand(terms int, third bool) {
	e.terms = terms
	for i := range e.coefficients {
		e.coefficients[i] = resize(e.coefficients[i], e.terms)
	}
	c := &e.coefficients
	e.transform(c[2], 2)
	c[0][0], c[1][0] = e.mean[0], e.mean[1]
	for n := 1; n < e.terms; n++ {
		root := math.Sqrt(float64(n))
		c[1][n] = e.s * c[2][n-1] / root
		c[0][n] = e.s * c[1][n-1] / root
	}
	e.setRest()
	if !third {
		return
	}
	e.transform(c[3], 3)
	c[4][e.terms-1] = 0
	for n := 1; n < e.terms; n++ {
		c[4][n-1] = math.Sqrt(float64(n)) * c[3][n] / e.s
	}
}

// setRest sets the share of the coefficients from n on: the sum of those there are
// and what lies beyond.
func (e *expansion) setRest() {
	e.rest = resize(e.rest, e.terms+1)
	all, left := e.square[2][2], e.beyond()
	for n := e.terms; n >= 0; n-- {
		e.rest[n] = 0
		if all > 0 {
			e.rest[n] = math.Sqrt(left / all)
		}
		if n > 0 {
			left += e.coefficients[2][n-1] * e.coefficients[2][n-1]
		}
	}
}

// beyond bounds Σ ĝ″_n² over the coefficients that weren't computed. Where the last
// ones fall it goes on with their ratio, generously, as they may fall more slowly
// further on. Otherwise it is what Parseval's identity leaves of E g″², which has
// that average's error of some 10⁻¹¹.
func (e *expansion) beyond() float64 {
	c, block := e.coefficients[2], leastTerms/2
	var last, before, sum float64
	for n, x := range c {
		sum += x * x
		switch {
		case n >= e.terms-block:
			last += x * x
		case n >= e.terms-2*block:
			before += x * x
		}
	}
	all := e.square[2][2]
	parseval := max(all-sum, 1e-16*all)
	if ratio := last / before; last <= 1e-26*all {
		return min(parseval, 1e-26*all)
	} else if ratio < 0.8 {
		return min(parseval, 4*last*ratio/(1-ratio))
	}
	return parseval
}

// transform sets dst to the Hermite coefficients of a derivative, node by node of
// the recurrence √(n+1) he_{n+1} = z he_n − √n he_{n−1}.
func (e *expansion) transform(dst []float64, order int) {
	count := len(e.nodes.z)
	e.before, e.current = resize(e.before, count), resize(e.current, count)
	z, before, current := e.nodes.z[:count], e.before[:count], e.current[:count]
	for i := range z {
		before[i], current[i] = 0, e.nodes.weight[i]*e.jets[i][order]
	}
	root := 0.0 // √n
	for n := range dst {
		next := math.Sqrt(float64(n + 1))
		down, up := -root/next, 1/next
		root = next
		var even, odd float64
		i := 0
		for ; i+1 < count; i += 2 {
			even += current[i]
			odd += current[i+1]
			before[i] = down*before[i] + up*z[i]*current[i]
			before[i+1] = down*before[i+1] + up*z[i+1]*current[i+1]
		}
		if i < count {
			even += current[i]
			before[i] = down*before[i] + up*z[i]*current[i]
		}
		dst[n] = even + odd
		before, current = current, before
	}
}

func resize(v []float64, n int) []float64 {
	if cap(v) < n {
		return make([]float64, n)
	}
	return v[:n]
}
