package gaussian

import "math"

// expansion is what the averages need of one unit: the averages over itself and
// its Hermite coefficients ĝ⁽ⁱ⁾_n = E g⁽ⁱ⁾(u) he_n(z), n < terms.
type expansion struct {
	law   Marginal
	s     float64 // standard deviation
	room  int     // terms that the nodes are fine enough for
	terms int     // terms that there are

	nodes nodes
	jets  []Jet

	mean         [4]float64    // E g⁽ⁱ⁾
	square       [4][4]float64 // E g⁽ⁱ⁾ g⁽ʲ⁾
	coefficients [5][]float64  // by order of the derivative
	rest         []float64     // rest[n]: √ of the part of E g″² in the coefficients from n on, over that of all

	before, current []float64 // of the recurrence, one entry a node
}

// maxRules is how many rules are tried, each with twice as many nodes as the one
// before: the number of nodes is doubled one time fewer.
const maxRules = 6

// measure sets the nodes and the averages over the unit itself, with room for an
// expansion to that many terms. It returns false where they haven't converged.
func (e *expansion) measure(g Smooth, law Marginal, room int) bool {
	e.law, e.s, e.room = law, math.Sqrt(law.Variance), room
	for refinement := range maxRules {
		e.place(g, refinement)
		half := e.sum()
		if e.converged(half) {
			return true
		}
	}
	return false
}

// place chooses the nodes and evaluates the activation there.
func (e *expansion) place(g Smooth, refinement int) {
	e.nodes.set(e.law, g.scale(), e.room, refinement)
	e.jets = e.jets[:0]
	for _, u := range e.nodes.u {
		e.jets = append(e.jets, g.jet(u))
	}
}

// sum sets the averages. It returns by how much those of g and its derivatives
// differ from the ones of every second node.
func (e *expansion) sum() (half Jet) {
	e.mean, e.square = Jet{}, [4][4]float64{}
	for i, w := range e.nodes.weight {
		j := &e.jets[i]
		sign := 1 - 2*float64(i&1)
		for a := range 4 {
			x := w * j[a]
			e.mean[a] += x
			half[a] += sign * x
			for b := a; b < 4; b++ {
				e.square[a][b] += x * j[b]
			}
		}
	}
	return half
}

// halfTolerance is the tolerance of rules with every second node, relative to the
// root mean square: the error of a trapezium rule is squared where its step is halved.
const halfTolerance = 1e-6

func (e *expansion) converged(half Jet) bool {
	for a, difference := range half {
		if !(math.Abs(difference) <= halfTolerance*math.Sqrt(e.square[a][a])) {
			return false
		}
	}
	return true
}

func (e *expansion) single() Single {
	return Single{Mean: e.mean[0], A: e.mean[1], E: e.mean[2], F: e.mean[3]}
}

func (e *expansion) selfPair() Pair {
	return Pair{
		M: e.square[0][0], N: e.square[1][1],
		HKL: e.square[0][1], HLK: e.square[0][1],
		PKL: e.square[0][2], PLK: e.square[0][2],
	}
}

// singleSlopes returns the derivatives of the averages over the unit; those of g‴
// follow from E g‴' = E g‴ z/s and E g‴″ = E g‴ (z²−1)/s².
func (e *expansion) singleSlopes() SingleSlopes {
	var fourth, fifth float64
	for i, w := range e.nodes.weight {
		z := e.nodes.z[i]
		x := w * e.jets[i][3]
		fourth += x * z
		fifth += x * (z*z - 1)
	}
	m := e.mean
	return singleSlopes([6]float64{m[0], m[1], m[2], m[3], fourth / e.s, fifth / (e.s * e.s)})
}

// selfSlopes returns the derivatives along the diagonal: with F any product,
// d/db E F(u) = E F' and d/dQ E F(u) = ½ E F″.
func (e *expansion) selfSlopes() PairSlopes {
	var lifted float64 // E g g⁗ + E g' g‴ = E g g‴ z/s
	for i, w := range e.nodes.weight {
		lifted += w * e.jets[i][0] * e.jets[i][3] * e.nodes.z[i]
	}
	lifted /= e.s
	s := &e.square
	h, hByMean := (3*s[1][2]+s[0][3])/2, s[1][1]+s[0][2]
	p, pByMean := (s[2][2]+s[1][3]+lifted)/2, s[1][2]+s[0][3]
	return PairSlopes{
		ByVarianceK: Pair{M: s[1][1] + s[0][2], N: s[2][2] + s[1][3], HKL: h, HLK: h, PKL: p, PLK: p},
		ByMeanK:     Pair{M: 2 * s[0][1], N: 2 * s[1][2], HKL: hByMean, HLK: hByMean, PKL: pByMean, PLK: pByMean},
	}
}
