package integrate

// The pair comes with a continuous extension of order 4 (Hairer, Nørsett &
// Wanner, Solving Ordinary Differential Equations I, II.6), whose error inside
// of a step is several times the estimate of that at its end. It is raised to
// order 5 by two evaluations (bootstrapping: Enright, Jackson, Nørsett &
// Thomsen, ACM Trans. Math. Softw. 12 (1986) 193–218): the quartic is accurate
// enough for slopes at two points inside, and with those the quintic is fixed.

// dopriDense weighs the slopes in what the quartic adds to the cubic.
var dopriDense = [7]float64{
	-12715105075. / 11282082432, 0, 87487479700. / 32700410799, -10690763975. / 1880347072,
	701980252875. / 199316789632, -1453857185. / 822651844, 69997945. / 29380423,
}

// dopriInner is the fraction of the step at which the first of the two slopes is
// taken; the other is as far from the end. So the largest error of the quintic for
// a given sixth derivative is least.
const dopriInner = 0.182

// interpolate evaluates the quintic. The first time in a step costs two evaluations.
func (d *dormandPrince) interpolate(f derivative, dst []float64, theta float64, a *attempt) {
	if !d.extended {
		// The second stage has no weight in the quartic: its place is free. So
		// is any other one's when the second argument has been formed.
		for i, inner := range [2]float64{dopriInner, 1 - dopriInner} {
			d.quartic(dst, inner, a)
			f(d.k[i], a.t+inner*a.step, dst)
		}
		d.extended = true
	}
	weights := quinticWeights(theta)
	scale(weights[2:], a.step)
	weighted(dst, weights[:], [][]float64{a.y, a.next, a.slope, a.nextSlope, d.k[0], d.k[1]})
}

// quartic sets dst to the extension of order 4 at theta.
func (d *dormandPrince) quartic(dst []float64, theta float64, a *attempt) {
	hermite(dst, theta, a)
	weights, slopes := dopriDense, d.slopes(a)
	bubble := theta * (1 - theta)
	scale(weights[:], a.step*bubble*bubble)
	combine(dst, dst, weights[:], slopes[:])
}

// quinticWeights returns the weights at theta of the values at both ends, and of
// the slopes at both ends and at the two points within: the cubic, and
// θ²(1−θ)²(α + βθ) with α and β such that the slopes within are met.
func quinticWeights(theta float64) [6]float64 {
	const first, second = dopriInner, 1 - dopriInner
	// Slopes of the two bubbles θ²(1−θ)² and θ³(1−θ)² at the two points.
	slopeA := func(x float64) float64 { return 2 * x * (1 - x) * (1 - 2*x) }
	slopeB := func(x float64) float64 { return x * x * (1 - x) * (3 - 5*x) }
	determinant := slopeA(first)*slopeB(second) - slopeB(first)*slopeA(second)
	bubble := theta * theta * (1 - theta) * (1 - theta)
	inner := [2]float64{
		bubble * (slopeB(second) - theta*slopeA(second)) / determinant,
		bubble * (theta*slopeA(first) - slopeB(first)) / determinant,
	}
	weights := cubicWeights(theta)
	for i, x := range [2]float64{first, second} {
		chord := 6 * x * (1 - x)
		weights[0] += inner[i] * chord
		weights[1] -= inner[i] * chord
		weights[2] -= inner[i] * (1 - x) * (1 - 3*x)
		weights[3] -= inner[i] * x * (3*x - 2)
	}
	return [6]float64{weights[0], weights[1], weights[2], weights[3], inner[0], inner[1]}
}
