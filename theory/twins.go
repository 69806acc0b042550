package theory

import (
	"slices"

	"autoencoder-dynamics/theory/integrate"
)

// twins are units that start alike: twins[k] is the first unit with the weights
// and the bias of unit k, often k itself. Under the vanilla rule twins stay alike
// for ever, in the flow as in stochastic gradient descent. In floating-point numbers
// they would part: sums over units are taken in an order, which rounds differently for each of them, and
// the difference grows where the flow leaves a saddle.
type twins []int

// twins returns the twins among the units at the start, or nil where there are none.
func (f *Flow) twins() twins {
	if f.rule != Vanilla {
		return nil
	}
	at, found := f.view(f.start), false
	b := f.biases(at)
	same := func(rows []float64, k, l int) bool {
		return rows == nil || slices.Equal(f.row(rows, k, 0, f.columns), f.row(rows, l, 0, f.columns))
	}
	first := make(twins, f.hidden)
	for k := range first {
		first[k] = k
		for l := range k {
			if same(at.encoder, k, l) && same(at.decoder, k, l) && (b == nil || b[k] == b[l]) {
				first[k], found = l, true
				break
			}
		}
	}
	if !found {
		return nil
	}
	return first
}

// align makes twins alike in a vector laid out as a state.
func (t twins) align(f *Flow, y []float64) {
	at := f.view(y)
	for k, first := range t {
		if first == k {
			continue
		}
		for _, rows := range [][]float64{at.encoder, at.decoder} {
			if rows != nil {
				copy(f.row(rows, k, 0, f.columns), f.row(rows, first, 0, f.columns))
			}
		}
		if at.bias != nil {
			at.bias[k] = at.bias[first]
		}
	}
}

// alike solves linear systems of a flow with twins, whose solutions are alike for
// twins as their right-hand sides are.
type alike struct {
	integrate.LinearSystem
	flow  *Flow
	twins twins
}

// Solve overwrites x with (I − γJ)⁻¹ x.
func (a alike) Solve(x []float64) {
	a.LinearSystem.Solve(x)
	a.twins.align(a.flow, x)
}
