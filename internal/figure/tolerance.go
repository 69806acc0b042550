package figure

// theoryTolerance is that of numbers which follow from the equations: what the integrators' own tolerance leaves open.
func theoryTolerance() Tolerance { return Tolerance{Relative: 1e-6, Absolute: 1e-12} }

// tolerance returns within what the series counts as unchanged: its own tolerance, or that of its role. Simulations
// of the same seed on the same architecture are the same bits; elsewhere they may differ as other random numbers would make them.
func (s Series) tolerance() Tolerance {
	if s.Tolerance != (Tolerance{}) {
		return s.Tolerance
	}
	switch s.Role {
	case SGD, Images, Surrogates, Adam:
		return Tolerance{Statistical: true}
	default:
		return theoryTolerance()
	}
}

// tileTolerance is that of the mean grey of a row of an image, 0…255: what rounding to whole greys leaves open.
func tileTolerance() Tolerance { return Tolerance{Absolute: 2} }
