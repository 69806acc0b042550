package theory

import (
	"slices"

	"autoencoder-dynamics/theory/integrate"
)

// twins are units that start alike but for signs. Under the vanilla rule they stay
// so for ever, in the flow as in stochastic gradient descent on inputs that are as
// likely as their negatives. In floating-point numbers they would part: sums over
// units are taken in an order, which rounds differently for each of them, and the
// difference grows where the flow leaves a saddle. Three kinds are known:
//
//   - equal units;
//   - mirror images (−w, −v, −b) of odd units, which add the same to x̂;
//   - networks of any units that are their own mirror image: as many units have
//     (−w, −v, b) as have (w, v, b), and there is no output bias. Such a network
//     takes −x to −x̂, and its output bias stays 0.
type twins struct {
	of       []twin // of each unit
	noOutput bool   // the output bias stays 0
}

// twin says which unit a unit is like, and how: w, v = sign·(those of the other),
// b = biasSign·(that of the other). Most are like themselves.
type twin struct {
	first          int
	sign, biasSign float64
}

// twins returns the twins among the units at the start, or nil where there are none.
func (f *Flow) twins() *twins {
	if f.rule != Vanilla {
		return nil
	}
	kinds := []twin{{sign: 1, biasSign: 1}}
	if odd(f.activation) {
		kinds = append(kinds, twin{sign: -1, biasSign: -1})
	}
	own := f.isOwnMirrorImage()
	if own {
		kinds = append(kinds, twin{sign: -1, biasSign: 1})
	}
	t := &twins{of: make([]twin, f.hidden), noOutput: own}
	found := false
	for k := range t.of {
		t.of[k] = twin{k, 1, 1}
		for l := k - 1; l >= 0; l-- { // the first one that it is like comes last
			for _, kind := range kinds {
				if f.alike(k, l, kind.sign, kind.biasSign) {
					t.of[k], found = twin{l, kind.sign, kind.biasSign}, true
					break
				}
			}
		}
	}
	if !found {
		return nil
	}
	return t
}

// isOwnMirrorImage reports whether each unit at the start has as many mirror images
// (−w, −v, b) as it has equals, and there is no output bias.
func (f *Flow) isOwnMirrorImage() bool {
	for _, c := range f.view(f.start).output {
		if c != 0 {
			return false
		}
	}
	for k := range f.hidden {
		balance := 0
		for l := range f.hidden {
			if f.alike(k, l, 1, 1) {
				balance++
			}
			if f.alike(k, l, -1, 1) {
				balance--
			}
		}
		if balance != 0 {
			return false
		}
	}
	return true
}

// alike reports whether unit k at the start is unit l but for these signs.
func (f *Flow) alike(k, l int, sign, biasSign float64) bool {
	at := f.view(f.start)
	same := func(rows []float64) bool {
		return rows == nil || slices.EqualFunc(f.row(rows, k, 0, f.columns), f.row(rows, l, 0, f.columns),
			func(x, y float64) bool { return x == sign*y })
	}
	b := f.biases(at)
	return same(at.encoder) && same(at.decoder) && (b == nil || b[k] == biasSign*b[l])
}

// align makes twins alike in a vector laid out as a state. A nil t changes nothing.
func (t *twins) align(f *Flow, y []float64) {
	if t == nil {
		return
	}
	at := f.view(y)
	for k, like := range t.of {
		if like.first == k {
			continue
		}
		for _, rows := range [][]float64{at.encoder, at.decoder} {
			if rows == nil {
				continue
			}
			own := f.row(rows, k, 0, f.columns)
			for j, x := range f.row(rows, like.first, 0, f.columns) {
				own[j] = like.sign * x
			}
		}
		if at.bias != nil {
			at.bias[k] = like.biasSign * at.bias[like.first]
		}
	}
	if t.noOutput {
		fill(at.output, 0)
	}
}

// alike solves linear systems of a flow with twins, whose solutions are alike for
// twins as their right-hand sides are.
type alike struct {
	integrate.LinearSystem
	flow  *Flow
	twins *twins
}

// Solve overwrites x with (I − γJ)⁻¹ x.
func (a alike) Solve(x []float64) {
	a.LinearSystem.Solve(x)
	a.twins.align(a.flow, x)
}
