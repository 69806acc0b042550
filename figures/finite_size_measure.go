package figures

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"autoencoder-dynamics/internal/figure/inputs"
)

// comparedTimes are those at which the deviations at different D are compared: on the plateau before anything is
// learnt, while the first components are, and after.
func comparedTimes() []float64 { return []float64{0.1, 1, 10} }

// fewestSizes is how many D are needed for an exponent.
const fewestSizes = 3

// rms returns, for each time recorded but t = 0, the root mean square over replicas of a simulation's relative deviation
// from the theory, (pmse/theory − 1).
func rms(d inputs.Deviation) (times, sizes []float64) {
	n := float64(d.Replicas)
	for i, t := range d.Times {
		if t > 0 {
			times = append(times, t)
			sizes = append(sizes, math.Sqrt(d.Values[i]*d.Values[i]+d.Spread[i]*d.Spread[i]*(n-1)/n))
		}
	}
	return times, sizes
}

// relativeError is the standard error of a root mean square over n normal numbers, relative to it; it is that of its logarithm.
func relativeError(replicas int) float64 { return 1 / math.Sqrt(2*float64(replicas)) }

// sizedPoint is the deviation at one D and one time.
type sizedPoint struct {
	dim, rms  float64
	error     float64 // standard error of log rms
	mean      float64 // over replicas, with its standard error
	meanError float64
}

// pointsAt returns the deviations at a time, of those simulations that recorded it to within 2 %.
func pointsAt(all []sized, t float64) []sizedPoint {
	const near = 0.02
	var points []sizedPoint
	for _, s := range all {
		times, sizes := rms(s.deviation)
		first := len(s.deviation.Times) - len(times) // t = 0 has no place among times
		i := slices.IndexFunc(times, func(at float64) bool { return math.Abs(at/t-1) <= near })
		if i >= 0 && sizes[i] > 0 {
			points = append(points, sizedPoint{
				dim: s.dim, rms: sizes[i], error: relativeError(s.deviation.Replicas), mean: s.deviation.Values[first+i],
				meanError: s.deviation.Spread[first+i] / math.Sqrt(float64(s.deviation.Replicas)),
			})
		}
	}
	return points
}

// sizeLaw is how the deviation at one time depends on D.
type sizeLaw struct {
	time          float64
	inLaw, direct []sizedPoint
	fitted        powerLaw // of the simulator in law
	error         float64  // standard error of the exponent that the number of replicas leaves
}

// measure takes the deviations at the times to be compared at which there are enough D.
func (s finiteSize) measure() []sizeLaw {
	var all []sizeLaw
	for _, t := range comparedTimes() {
		law := sizeLaw{time: t, inLaw: pointsAt(s.inLaw, t), direct: pointsAt(s.direct, t)}
		if len(law.inLaw) < fewestSizes {
			continue
		}
		var dims, sizes []float64
		for _, p := range law.inLaw {
			dims, sizes = append(dims, p.dim), append(sizes, p.rms)
		}
		law.fitted = fitPowerLaw(dims, sizes, dims[0], dims[len(dims)-1])
		law.error = exponentError(law.inLaw)
		all = append(all, law)
	}
	return all
}

// exponentError is the standard error of a slope fitted to points of known errors by plain least squares:
// the root of Σ (u − ū)² σ² over Σ (u − ū)², with u = log D.
func exponentError(points []sizedPoint) float64 {
	var mean, width, noise float64
	for _, p := range points {
		mean += math.Log(p.dim) / float64(len(points))
	}
	for _, p := range points {
		square := math.Pow(math.Log(p.dim)-mean, 2)
		width += square
		noise += square * p.error * p.error
	}
	return math.Sqrt(noise) / width
}

// agreement is how far both simulators are apart where they are farthest: of the root mean squares and of the means of their
// deviations at every D and time that are compared, in standard errors of the difference.
type agreement struct {
	numbers  int // how many were compared
	standard float64
	what     string // "root mean square"
	dim      float64
	time     float64
}

// compared is the agreement of both simulators at all D that both have and all times that are drawn against D.
func compared(laws []sizeLaw) agreement {
	var a agreement
	for _, law := range laws {
		for _, p := range law.direct {
			for _, q := range law.inLaw {
				if p.dim != q.dim {
					continue
				}
				a.take("root mean square", p.dim, law.time, math.Log(p.rms/q.rms)/math.Hypot(p.error, q.error))
				a.take("mean", p.dim, law.time, (p.mean-q.mean)/math.Hypot(p.meanError, q.meanError))
			}
		}
	}
	return a
}

// take keeps the larger difference of two, and NaN before any.
func (a *agreement) take(what string, dim, time, standard float64) {
	a.numbers++
	if size := math.Abs(standard); a.numbers == 1 || size > a.standard || math.IsNaN(size) {
		a.standard, a.what, a.dim, a.time = size, what, dim, time
	}
}

// bound is what the largest of so many normal numbers exceeds, all of them independent, as rarely as a single one exceeds two
// standard deviations (Bonferroni's bound).
func (a agreement) bound() float64 {
	const single = 2
	falseAlarm := 2 * distuv.UnitNormal.Survival(single)
	return distuv.UnitNormal.Quantile(1 - falseAlarm/2/float64(max(1, a.numbers)))
}

// factor is the largest ratio of √D × rms deviation at two D and the same time, of those compared.
func factor(laws []sizeLaw) float64 {
	largest := 1.0
	for _, law := range laws {
		for _, p := range law.inLaw {
			for _, q := range law.inLaw {
				largest = max(largest, p.rms*math.Sqrt(p.dim)/(q.rms*math.Sqrt(q.dim)))
			}
		}
	}
	return largest
}

// prefactor is √D × rms deviation, averaged over D.
func (law sizeLaw) prefactor() float64 {
	sum := 0.0
	for _, p := range law.inLaw {
		sum += math.Log(p.rms * math.Sqrt(p.dim))
	}
	return math.Exp(sum / float64(len(law.inLaw)))
}

// sameStart reports whether the theories start from the same variances of pre-activations as the one of the largest D, but for
// what falls like 1/D: only then is the prefactor of the law the same for all D.
func (s finiteSize) sameStart() bool {
	const close, perDimension = 0.01, 10
	largest := s.inLaw[len(s.inLaw)-1]
	for k := 1; k <= largest.theory.Run.Hidden; k++ {
		column := fmt.Sprintf("Q_%d_%d", k, k)
		want, err := largest.theory.Statistic(column)
		if err != nil {
			return false
		}
		for _, one := range s.inLaw {
			got, err := one.theory.Statistic(column)
			if err != nil || !(math.Abs(got.Mean[0]/want.Mean[0]-1) < close+perDimension/one.dim) {
				return false
			}
		}
	}
	return true
}
