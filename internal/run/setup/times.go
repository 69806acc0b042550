package setup

import (
	"fmt"
	"math"
)

// firstTime is the first time recorded after 0. Learning takes times of the order
// of 1 and more; that it doesn't depend on the horizon lets curves of different
// horizons share their times.
const firstTime = 0.1

// Steps returns the steps at which a run over D = dim inputs is recorded: 0, and
// as many as points, equally spaced in log t between the first time and the
// horizon, each t = steps/D rounded to a whole step. Where rounding makes some
// equal, there are fewer. The error says when the horizon is out of reach.
func (p Parameters) Steps(dim int) ([]int64, error) {
	last := math.Max(1, math.Round(p.Horizon*float64(dim)))
	if last > 1<<53 {
		return nil, fmt.Errorf("horizon %g with D = %d dimensions takes %.3g steps, which can't be counted: take a horizon of at most %.3g",
			p.Horizon, dim, last, (1<<53)/float64(dim))
	}
	first := min(firstTime, p.Horizon/1000) * float64(dim)
	first = min(max(first, 1), last)
	steps := []int64{0}
	for i := range p.Points {
		fraction := float64(i) / float64(p.Points-1)
		step := int64(math.Round(first * math.Pow(last/first, fraction)))
		if i == p.Points-1 {
			step = int64(last)
		}
		if step > steps[len(steps)-1] {
			steps = append(steps, step)
		}
	}
	return steps, nil
}

// Times returns t = steps/D.
func Times(steps []int64, dim int) []float64 {
	times := make([]float64, len(steps))
	for i, step := range steps {
		times[i] = float64(step) / float64(dim)
	}
	return times
}
