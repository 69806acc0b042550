package ensemble

import (
	"errors"
	"fmt"
	"math"
)

// check returns an error for each mistake, joined, or nil.
func (e Ensemble) check() error {
	var mistakes []error
	var dim float64
	infinite := 0
	for i, level := range e.Levels {
		dim += level.Multiplicity
		if math.IsInf(level.Multiplicity, 1) {
			infinite++
		}
		if err := level.check(); err != nil {
			mistakes = append(mistakes, fmt.Errorf("level %d has %w", i+1, err))
		}
	}
	if infinite > 1 {
		mistakes = append(mistakes, fmt.Errorf("%d levels have infinitely many modes: there can be one", infinite))
	}
	if !(math.Abs(dim-e.Dim) <= 1e-9*dim) && dim != e.Dim {
		mistakes = append(mistakes, fmt.Errorf("the levels have %v modes in all, but D is %v", dim, e.Dim))
	}
	if e.Hidden < 1 || !(e.Scale >= 0) || math.IsInf(e.Scale, 1) {
		mistakes = append(mistakes, fmt.Errorf("%d hidden units at the scale %v: at least one unit and a scale from 0 on are needed", e.Hidden, e.Scale))
	}
	return errors.Join(mistakes...)
}

// check returns the first mistake, or nil.
func (l Level) check() error {
	infinite := math.IsInf(l.Multiplicity, 1)
	whole := l.Rate * l.Multiplicity
	switch n := l.Multiplicity; {
	case !(n >= 1) || n != math.Trunc(n):
		return fmt.Errorf("the multiplicity %v: it must be a whole number above 0, or infinite", n)
	case !(l.Rate >= 0) || !(l.Share >= 0) || math.IsInf(l.Rate+l.Share, 1):
		return fmt.Errorf("the rate %v and the share %v: both must be finite and not negative", l.Rate, l.Share)
	case !infinite && math.Abs(l.Share-whole) > 1e-9*whole:
		return fmt.Errorf("the share %v, but its rate times its multiplicity is %v", l.Share, whole)
	case infinite && l.Rate != 0:
		return fmt.Errorf("infinitely many modes and the rate %v: at D = ∞ their rate is 0", l.Rate)
	}
	return nil
}
