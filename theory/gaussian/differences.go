package gaussian

import "math"

// differenceSlopes gives an activation derivatives of its averages by differences
// of fourth order (of second order and one-sided where a covariance matrix would
// otherwise not be positive semi-definite). They are good to about six digits
// where the averages are good to eleven, which is enough for the Jacobian of an
// implicit integrator.
type differenceSlopes struct{ Activation }

// relativeStep is the step of the differences relative to the scale of the
// argument: h⁴ ≈ 10⁻¹² against an error of 10⁻¹¹/h for averages of eleven digits.
const relativeStep = 1e-3

// leastStep keeps the difference of two averages above their rounding error
// where an argument's own scale is almost zero.
const leastStep = 1e-6

// SingleSlopes returns the derivatives of Single.
func (d differenceSlopes) SingleSlopes(law Marginal) SingleSlopes {
	at := func(mean, variance float64) vector {
		return singleVector(d.Single(Marginal{law.Mean + mean, law.Variance + variance}))
	}
	scale := math.Sqrt(law.Variance)
	return SingleSlopes{
		ByMean:     central(step(scale), func(h float64) vector { return at(h, 0) }).single(),
		ByVariance: feasible(step(law.Variance), law.Variance, func(h float64) vector { return at(0, h) }).single(),
	}
}

// PairSlopes returns the derivatives of Pair, for k ≠ l.
func (d differenceSlopes) PairSlopes(law Joint) PairSlopes {
	at := func(move Joint) vector {
		return pairVector(d.Pair(Joint{
			law.MeanK + move.MeanK, law.MeanL + move.MeanL,
			law.VarianceK + move.VarianceK, law.VarianceL + move.VarianceL, law.Covariance + move.Covariance,
		}))
	}
	// What a variance can lose, and the covariance gain, before the matrix is singular.
	room := law.determinant()
	roomK, roomL := quotient(room, law.VarianceL), quotient(room, law.VarianceK)
	bound := math.Sqrt(law.VarianceK * law.VarianceL)
	return PairSlopes{
		ByMeanK:      central(step(math.Sqrt(law.VarianceK)), func(h float64) vector { return at(Joint{MeanK: h}) }).pair(),
		ByMeanL:      central(step(math.Sqrt(law.VarianceL)), func(h float64) vector { return at(Joint{MeanL: h}) }).pair(),
		ByVarianceK:  feasible(step(law.VarianceK), roomK, func(h float64) vector { return at(Joint{VarianceK: h}) }).pair(),
		ByVarianceL:  feasible(step(law.VarianceL), roomL, func(h float64) vector { return at(Joint{VarianceL: h}) }).pair(),
		ByCovariance: inside(law.Covariance, bound, func(h float64) vector { return at(Joint{Covariance: h}) }).pair(),
	}
}

// SelfSlopes returns the derivatives of Pair for k = l.
func (d differenceSlopes) SelfSlopes(law Marginal) PairSlopes {
	at := func(mean, variance float64) vector {
		return pairVector(d.Pair(self(Marginal{law.Mean + mean, law.Variance + variance})))
	}
	return PairSlopes{
		ByMeanK:     central(step(math.Sqrt(law.Variance)), func(h float64) vector { return at(h, 0) }).pair(),
		ByVarianceK: feasible(step(law.Variance), law.Variance, func(h float64) vector { return at(0, h) }).pair(),
	}
}

func step(scale float64) float64 { return max(relativeStep*scale, leastStep) }

func quotient(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// central is the derivative at 0 by the symmetric difference of fourth order.
func central(h float64, f func(float64) vector) vector {
	return combine(1/(12*h), weighted{8, f(h)}, weighted{-8, f(-h)}, weighted{-1, f(2 * h)}, weighted{1, f(-2 * h)})
}

// oneSided is the derivative at 0 from f at 0, h and 2h, with h of either sign.
func oneSided(h float64, f func(float64) vector) vector {
	return combine(1/(2*h), weighted{-3, f(0)}, weighted{4, f(h)}, weighted{-1, f(2 * h)})
}

// feasible is the derivative at 0 where f isn't defined below −room.
func feasible(h, room float64, f func(float64) vector) vector {
	if 2*h < room {
		return central(h, f)
	}
	return oneSided(h, f)
}

// inside is the derivative by x where f isn't defined outside ±bound.
func inside(x, bound float64, f func(float64) vector) vector {
	h := step(bound)
	if room := bound - math.Abs(x); 2*h < room {
		return central(h, f)
	}
	h = min(h, bound/2)
	if h == 0 {
		return vector{}
	}
	return oneSided(-math.Copysign(h, x), f)
}

// vector is a Single or a Pair as numbers.
type vector [6]float64

type weighted struct {
	weight float64
	value  vector
}

func combine(scale float64, terms ...weighted) (sum vector) {
	for _, term := range terms {
		for i, x := range term.value {
			sum[i] += scale * term.weight * x
		}
	}
	return sum
}

func singleVector(s Single) vector { return vector{s.Mean, s.A, s.E, s.F} }
func (v vector) single() Single    { return Single{Mean: v[0], A: v[1], E: v[2], F: v[3]} }
func pairVector(p Pair) vector     { return vector{p.M, p.N, p.HKL, p.HLK, p.PKL, p.PLK} }
func (v vector) pair() Pair {
	return Pair{M: v[0], N: v[1], HKL: v[2], HLK: v[3], PKL: v[4], PLK: v[5]}
}
