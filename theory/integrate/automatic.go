package integrate

import "fmt"

// Automatic begins with DormandPrince and goes over to Chebyshev where stability
// and not accuracy bounds the steps, and back. It is the default: a learning
// curve is smooth and not stiff while components are being learnt, where a
// method of high order pays, and stiff afterwards.
type Automatic struct{}

// String returns "DOPRI5/RKC2".
func (Automatic) String() string { return fmt.Sprintf("%v/%v", DormandPrince{}, Chebyshev{}) }

func (Automatic) stepper(p Problem, relTol float64) (stepper, error) {
	return &automatic{
		plain:      newDormandPrince(len(p.Initial)),
		stabilised: newChebyshev(len(p.Initial), relTol),
		patience:   firstPatience,
	}, nil
}

// automatic is the state of the switch. Both methods share the estimate of the
// spectral radius.
type automatic struct {
	plain      *dormandPrince
	stabilised *chebyshev
	stiff      bool    // the stabilised method is in use
	reach      float64 // step times spectral radius, of the step under way
	evidence   int     // steps that speak for the other method, less those that don't
	patience   int     // … until it is taken
}

const (
	// The pair is stable on the negative axis down to −3.3. With the safety
	// factor in the radius, a reach above 3 means that stability is what bounds the step.
	stiffReach = 3.0
	// Two stages of the stabilised method reach as far as six of the pair would
	// at about this reach: below it the pair is cheaper.
	smoothReach = 1.2

	firstPatience = 10
	// A switch that was soon undone was a mistake: the next one takes twice the evidence.
	largestPatience = 1280
)

func (a *automatic) prepare(f derivative, t, step float64, y, slope []float64) float64 {
	if a.stiff {
		step = a.stabilised.prepare(f, t, step, y, slope)
	} else {
		a.stabilised.radius.update(f, t, y, slope)
	}
	return step
}

func (a *automatic) step(f derivative, try *attempt) error {
	a.reach = try.step * a.stabilised.radius.value
	return a.current().step(f, try)
}

func (a *automatic) estimate(dst []float64, from int, try *attempt) {
	a.current().estimate(dst, from, try)
}

func (a *automatic) interpolate(f derivative, dst []float64, theta float64, try *attempt) {
	a.current().interpolate(f, dst, theta, try)
}

func (a *automatic) current() stepper {
	if a.stiff {
		return a.stabilised
	}
	return a.plain
}

// outcome gathers evidence for the other method and goes over to it when there is
// enough. Steps at the edge of stability come out on either side of the threshold,
// so that one on the wrong side must not undo the evidence of all before it.
func (a *automatic) outcome(accepted bool) {
	a.stabilised.outcome(accepted)
	other := a.reach > stiffReach
	if a.stiff {
		other = a.reach < smoothReach
	}
	switch {
	case other:
		a.evidence++
	case accepted:
		a.evidence = max(a.evidence-1, 0)
	}
	if needed := a.needed(); a.evidence < needed {
		return
	}
	if a.stiff {
		a.patience = min(2*a.patience, largestPatience)
	}
	a.stiff, a.evidence = !a.stiff, 0
}

// needed is the evidence at which the method in use is left.
func (a *automatic) needed() int {
	if a.stiff {
		return firstPatience
	}
	return a.patience
}

func (a *automatic) errorOrder() float64 { return a.current().errorOrder() }
func (a *automatic) count(r *Result)     { a.current().count(r) }
