package figures

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"autoencoder-dynamics/internal/figure/inputs"
)

// start is when a network learnt each component from one start, or in one replica: NaN where it didn't.
type start []float64

// starts are the learning times of one network from several starts.
type starts struct {
	curves      inputs.Curves // of the first one: what network it is
	eigenvalues []float64     // decreasing
	times       []start
	final       []float64 // mean overlap of each component at the end
}

// readStarts groups the theories of the port "starts" by their networks and inputs, in the order in which they are wired.
func readStarts(in inputs.Set) ([]starts, error) {
	if !in.Has("starts") {
		return nil, nil
	}
	curves, err := in.Curves("starts")
	if err != nil {
		return nil, err
	}
	learning, err := in.Learning("starts")
	if err != nil {
		return nil, err
	}
	var groups []starts
	for i, c := range curves {
		learnt := learnable(learning[i].Components, c.Run.Hidden)
		if len(learnt) == 0 {
			return nil, fmt.Errorf("stage %s at needs.starts has no components with eigenvalues of their own: wire it to a covariance whose leading eigenvalues are single ones", c.Stage)
		}
		at := slices.IndexFunc(groups, func(g starts) bool { return g.holds(c, len(learnt)) })
		if at < 0 {
			at = len(groups)
			groups = append(groups, starts{curves: c, eigenvalues: eigenvaluesOf(learnt), final: make([]float64, len(learnt))})
		}
		groups[at].add(learnt)
	}
	return groups, nil
}

// holds reports whether a theory is one more start of the group's network.
func (g starts) holds(c inputs.Curves, components int) bool {
	return len(g.eigenvalues) == components && g.curves.Run.LearningRate == c.Run.LearningRate && agree(g.curves, c) == nil
}

func (g *starts) add(learnt []inputs.Learnt) {
	n := float64(len(g.times))
	var times start
	for m, l := range learnt {
		times = append(times, l.Time)
		g.final[m] = (n*g.final[m] + l.FinalOverlap) / (n + 1)
	}
	g.times = append(g.times, times)
}

func eigenvaluesOf(learnt []inputs.Learnt) []float64 {
	var values []float64
	for _, l := range learnt {
		values = append(values, l.Eigenvalue)
	}
	return values
}

// replicaStarts returns when each replica of a simulation learnt the components.
func replicaStarts(o inputs.Overlaps, learnt []inputs.Learnt) ([]start, error) {
	var replicas []start
	for m := range learnt {
		passed, err := o.Passing(m+1, 0.5)
		if err != nil {
			return nil, err
		}
		for r, at := range passed {
			if m == 0 {
				replicas = append(replicas, make(start, len(learnt)))
			}
			replicas[r][m] = at
		}
	}
	return replicas, nil
}

// geometric returns mean and standard deviation of the logarithms of the times of component m, of those starts that
// learnt it after t = 0, and their number. The spread of one start is NaN.
func geometric(all []start, m int) (mean, spread float64, n int) {
	var logarithms []float64
	for _, times := range all {
		if times[m] > 0 {
			logarithms = append(logarithms, math.Log(times[m]))
		}
	}
	switch len(logarithms) {
	case 0:
		return math.NaN(), math.NaN(), 0
	case 1:
		return math.Exp(logarithms[0]), math.NaN(), 1
	}
	mean, spread = stat.MeanStdDev(logarithms, nil)
	return math.Exp(mean), spread, len(logarithms)
}

// inSequence returns how many of the components, from the first on, were learnt each after the one before.
func (s start) inSequence() int {
	n := 0
	for n < len(s) && (n == 0 && s[0] >= 0 || n > 0 && s[n] > s[n-1]) {
		n++
	}
	return n
}

// unfinished reports whether the components that weren't learnt in sequence weren't learnt at all: the run was too short
// to tell.
func (s start) unfinished() bool {
	n := s.inSequence()
	return n < len(s) && !slices.ContainsFunc(s[n:], func(t float64) bool { return !math.IsNaN(t) })
}

// slope fits times ∝ eigenvalue^exponent from one start. It has none where a component wasn't learnt, or was from the start.
func (s start) slope(eigenvalues []float64) powerLaw {
	rising, times := slices.Clone(eigenvalues), slices.Clone(s)
	slices.Reverse(rising)
	slices.Reverse(times)
	return fitPowerLaw(rising, times, 0, math.Inf(1))
}

// slopes are the exponents of all starts that have one.
func (g starts) slopes() []float64 {
	var all []float64
	for _, s := range g.times {
		if law := s.slope(g.eigenvalues); !math.IsNaN(law.exponent) {
			all = append(all, law.exponent)
		}
	}
	return all
}

// unfinished reports whether some start didn't learn all components.
func (g starts) unfinished() bool {
	return slices.ContainsFunc(g.times, func(s start) bool { return slices.ContainsFunc(s, math.IsNaN) })
}

// meanSlope returns the mean exponent over starts, its standard error and their spread, both NaN for one start. The mean is also
// the slope through the geometric means of the times.
func (g starts) meanSlope() (mean, standardError, spread float64) {
	slopes := g.slopes()
	switch len(slopes) {
	case 0:
		return math.NaN(), math.NaN(), math.NaN()
	case 1:
		return slopes[0], math.NaN(), math.NaN()
	}
	mean, spread = stat.MeanStdDev(slopes, nil)
	return mean, stat.StdErr(spread, float64(len(slopes))), spread
}
