package autoencoder

import (
	"errors"
	"fmt"
	"math"
)

// Schedule lets the learning rate fall as a power of time,
//
//	η(t) = η (1 + t/Onset)^{−Power}
//
// with t = steps/D at the beginning of a step. The zero value keeps it constant.
type Schedule struct {
	Power float64 // from 0 on
	Onset float64 // t at which the rate begins to fall; above 0 where Power is
}

// factor returns η(t)/η.
func (s Schedule) factor(t float64) float64 {
	if s.Power == 0 {
		return 1
	}
	return math.Pow(1+t/s.Onset, -s.Power)
}

// check returns an error for each mistake in the schedule, joined, or nil.
func (s Schedule) check() error {
	var mistakes []error
	if !(s.Power >= 0) || math.IsInf(s.Power, 1) {
		mistakes = append(mistakes, fmt.Errorf("power %v of the learning rate's schedule: it must be a number from 0 on", s.Power))
	}
	switch {
	case !(s.Onset >= 0) || math.IsInf(s.Onset, 1):
		mistakes = append(mistakes, fmt.Errorf("onset %v of the learning rate's schedule: it must be a time above 0", s.Onset))
	case s.Power > 0 && s.Onset == 0:
		mistakes = append(mistakes, errors.New("the learning rate's schedule has a power but no onset: give the time from which on the rate falls"))
	}
	return errors.Join(mistakes...)
}
