package theory

import (
	"context"
	"fmt"
	"math"
)

// FixedPoint is a state in which a flow rests.
type FixedPoint struct {
	Snapshot // the state; its Time is +Inf

	// Residual is the largest |dy/dt|/η over the root mean square of the state:
	// rounding, where no direction is nearly flat.
	Residual float64

	// Reached is the time up to which the flow was followed before Newton's method took
	// over.
	Reached float64

	Stability
}

// FixedPointSettings say when a search for a fixed point gives up; the zero value works.
type FixedPointSettings struct {
	// MaxTime is the time up to which the flow is followed; 0 is 1e11/η.
	MaxTime float64
}

// NoFixedPointError says that no fixed point was found, and where the flow goes instead as
// far as it is known.
type NoFixedPointError struct {
	Reason    string
	LastError float64   // pmse where the search ended
	Law       *LongTime // the law by which the flow goes to infinity, where there is one; or nil
}

// Error says why there is no fixed point, and what there is in its place.
func (e *NoFixedPointError) Error() string {
	if e.Law == nil {
		return "no fixed point: " + e.Reason
	}
	excess, encoder, decoder := e.Law.Exponents()
	return fmt.Sprintf("no fixed point: %s: pmse falls to %.6g, the excess like t^%.3f, √Q like t^%.3f, and ‖v‖ grows like t^%.3f; see Problem.LongTime",
		e.Reason, e.Law.Floor, excess, encoder, decoder)
}

// FixedPoint returns the fixed point to which the flow goes from the snapshot, such as the
// end of a solution. Where the flow goes to infinity it returns a [*NoFixedPointError]
// instead, with the law of how it goes there where that is known: untied smooth units do,
// see [LongTime], and ReLU units whose biases and output bias learn move ever further into
// their linear part.
//
// The flow is followed to ten times the time, again and again, until Newton's method finds
// a fixed point nearby that isn't higher in pmse, and that isn't a saddle as far as that
// is known. Newton's method has the exact Jacobian J, as y ← y + (I/γ − J)⁻¹ f(y) at a
// large γ, which leaves flat directions alone: the matrix stays regular, and f has no
// component along them. Where there are any, such as the rotations of linear units, the
// point is one of a continuum, and which one it is depends on the start.
//
// There can be [MostImplicit] units at most.
func (s Snapshot) FixedPoint(ctx context.Context, settings FixedPointSettings) (FixedPoint, error) {
	f := s.flow.fork()
	if f.hidden > MostImplicit {
		return FixedPoint{}, fmt.Errorf("fixed point of %d units: the search is for %d units at most", f.hidden, MostImplicit)
	}
	if law, err := f.longTime(); err == nil && oddButForConstant(f.activation) {
		return FixedPoint{}, &NoFixedPointError{
			Reason: "the encoder becomes infinitely small and the decoder infinitely large", LastError: s.Error, Law: &law,
		}
	}
	if f.biasesGrow() {
		return FixedPoint{}, &NoFixedPointError{
			Reason: "the biases grow without end, as the units move ever further into their linear part; see Problem.Plateau", LastError: s.Error,
		}
	}
	r := newSearch(f, s, settings)
	for {
		if y, ok := r.newton(); ok {
			stability := f.stability(y)
			if stability.Stable || !stability.Known {
				return FixedPoint{Snapshot: f.snapshot(math.Inf(1), y), Residual: f.residual(y), Reached: r.time, Stability: stability}, nil
			}
		}
		if r.time >= r.limit {
			return FixedPoint{}, &NoFixedPointError{
				Reason:    fmt.Sprintf("the state is still moving at t = %.3g, where pmse = %g", r.time, r.pmse(r.y)),
				LastError: r.pmse(r.y),
			}
		}
		if err := r.follow(ctx); err != nil {
			return FixedPoint{}, err
		}
	}
}

// biasesGrow reports whether the flow is that of rectified units which move into their
// linear part without end.
func (f *Flow) biasesGrow() bool {
	positive, negative, homogeneous := slopes(f.activation)
	return homogeneous && positive != negative && f.encoderBias && f.trainBias && f.rule == Vanilla && !f.tied && f.decay == 0
}
