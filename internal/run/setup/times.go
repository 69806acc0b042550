package setup

import (
	"bytes"
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/internal/regular"
	"autoencoder-dynamics/internal/table"

	"gonum.org/v1/gonum/floats"
)

const (
	defaultHorizon = 1000
	defaultPoints  = 80

	// firstTime is the first time recorded after 0. Learning takes times of the order
	// of 1 and more; that it doesn't depend on the horizon lets curves of different
	// horizons share their times.
	firstTime = 0.1

	// maxPoints is far beyond what a curve needs, and keeps what is recorded of a few hidden units in memory.
	maxPoints = 100_000

	// maxTimesFile is how many bytes a file of times may have: as many times as that with 30 columns beside them.
	maxTimesFile = 64 << 20

	// countable is the largest number of steps of which every smaller one is a float64, too.
	countable = 1 << 53
)

// Steps returns the steps at which a run over D = dim inputs is recorded. These
// are 0, and as many as points, equally spaced in log t between the first time and
// the horizon; or those of the file that "times:" names. Each t = steps/D is
// rounded to a whole step. Where rounding makes some equal, there are fewer. The
// error says when the horizon is out of reach, or less than half a step.
func (p Parameters) Steps(dim int) ([]int64, error) {
	fractional, err := p.unrounded(dim)
	if err != nil {
		return nil, err
	}
	return whole(fractional), nil
}

// StepsAt returns the steps nearest to increasing times over D = dim inputs, each once.
func StepsAt(times []float64, dim int) []int64 {
	fractional := slices.Clone(times)
	floats.Scale(float64(dim), fractional)
	return whole(fractional)
}

// whole rounds increasing steps to whole ones, each once.
func whole(fractional []float64) []int64 {
	var steps []int64
	for _, step := range fractional {
		if whole := int64(math.Round(step)); len(steps) == 0 || whole > steps[len(steps)-1] {
			steps = append(steps, whole)
		}
	}
	return steps
}

// LastTime returns the last time recorded, before it is rounded to a whole step. It is +Inf where the
// parameters don't say: whoever validates them reports that.
func (p Parameters) LastTime() float64 {
	if p.Times == "" {
		if positive(p.Horizon) {
			return p.Horizon
		}
		return math.Inf(1)
	}
	times, err := readTimes(string(p.Times))
	if err != nil {
		return math.Inf(1)
	}
	return times[len(times)-1]
}

// unrounded returns the steps before they are rounded.
func (p Parameters) unrounded(dim int) ([]float64, error) {
	if p.Times == "" {
		last, err := lastStep(p.Horizon, dim)
		if err == nil && last < 1 {
			err = fmt.Errorf("horizon %g with D = %d dimensions is less than half a step: take a horizon of at least 1/D = %g",
				p.Horizon, dim, 1/float64(dim))
		}
		if err != nil {
			return nil, err
		}
		first := min(firstTime, p.Horizon/1000) * float64(dim)
		return spaced(min(max(first, 1), last), last, p.Points), nil
	}
	times, err := readTimes(string(p.Times))
	if err != nil {
		return nil, err
	}
	if _, err := lastStep(times[len(times)-1], dim); err != nil {
		return nil, err
	}
	floats.Scale(float64(dim), times)
	return times, nil
}

// lastStep returns the number of steps to the horizon, or an error where it can't be counted.
func lastStep(horizon float64, dim int) (float64, error) {
	last := math.Round(horizon * float64(dim))
	if last > countable {
		return 0, fmt.Errorf("horizon %g with D = %d dimensions takes %.3g steps, which can't be counted: take a horizon of at most %.3g",
			horizon, dim, last, countable/float64(dim))
	}
	return last, nil
}

// spaced returns 0 and as many numbers as points from first to last, equally spaced in their logarithm.
func spaced(first, last float64, points int) []float64 {
	numbers := []float64{0}
	for i := range points - 1 {
		fraction := float64(i) / float64(points-1)
		numbers = append(numbers, first*math.Pow(last/first, fraction))
	}
	return append(numbers, last)
}

// TheoryTimes returns the times at which the theory over D = dim inputs, maybe
// infinitely many, is recorded: exactly those of the file that "times:" names; or
// those of Steps where there are any and they can be counted, so that theory and
// simulation are recorded at the same times; or else as Steps without the rounding.
func (p Parameters) TheoryTimes(dim float64) ([]float64, error) {
	switch {
	case p.Times != "":
		return readTimes(string(p.Times))
	case !(p.Horizon*dim <= countable) || math.Round(p.Horizon*dim) < 1:
		return spaced(min(firstTime, p.Horizon/1000), p.Horizon, p.Points), nil
	}
	steps, err := p.Steps(int(dim))
	if err != nil {
		return nil, err
	}
	return Times(steps, int(dim)), nil
}

// Times returns t = steps/D.
func Times(steps []int64, dim int) []float64 {
	times := make([]float64, len(steps))
	for i, step := range steps {
		times[i] = float64(step) / float64(dim)
	}
	return times
}

// readTimes reads the column t of a CSV file. Errors name the file and the row.
func readTimes(path string) ([]float64, error) {
	text, err := regular.ReadFile(path, maxTimesFile)
	if err != nil {
		return nil, err
	}
	read, err := table.Read(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	times, err := read.Column("t")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	switch {
	case len(times) == 0:
		return nil, fmt.Errorf("%s: the column t is empty: at least one time is needed", path)
	case len(times) > maxPoints:
		return nil, fmt.Errorf("%s: the column t has %d times: at most %d can be recorded", path, len(times), maxPoints)
	}
	for i, t := range times {
		switch {
		case t < 0 || t > maxHorizon:
			return nil, fmt.Errorf("%s: row %d below the header has t = %v: times from 0 to %g are needed", path, i+1, t, maxHorizon)
		case i > 0 && t <= times[i-1]:
			return nil, fmt.Errorf("%s: row %d below the header has t = %v after %v: the times must increase", path, i+1, t, times[i-1])
		}
	}
	return times, nil
}
