package theory

import (
	"math"
	"testing"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// Permuting units permutes their flow; flipping the sign of a unit and its bias,
// which an odd activation doesn't notice, flips it.
func TestFlowPermutesAndFlipsWithTheUnits(t *testing.T) {
	const hidden, dim = 3, 20
	for _, g := range everyActivation(t) {
		odd := g.Value(-0.3) == -g.Value(0.3)
		for _, c := range combinations() {
			if c.rule != Vanilla {
				continue // the order of the units is what the truncated rule is about
			}
			image := []struct {
				unit int
				sign float64
			}{{2, 1}, {0, -1}, {1, -1}}
			transform := func(src order.Weights) order.Weights {
				dst := src.Clone()
				for k, m := range image {
					sign := m.sign
					if !odd {
						sign = 1
					}
					for i := range dim {
						dst.Encoder(m.unit)[i] = sign * src.Encoder(k)[i]
						dst.Decoder(m.unit)[i] = sign * src.Decoder(k)[i]
					}
					if src.B != nil {
						dst.B[m.unit] = sign * src.B[k]
					}
				}
				return dst
			}
			p := c.problem(g, hidden, powerLaw(dim), 1)
			want := transform(slope(t, p))
			p.Initial = transform(p.Initial)
			nearWeights(t, g.Name()+" "+c.String(), slope(t, p), want)
		}
	}
}

// Modes that share an eigenvalue may be rotated into one another.
func TestFlowRotatesDegenerateModes(t *testing.T) {
	const hidden, dim = 2, 6
	eigenvalues := []float64{9, 1, 1, 1, 1, 0.5}
	cos, sin := math.Cos(0.6), math.Sin(0.6)
	rotate := func(src order.Weights) order.Weights {
		dst := src.Clone()
		for _, rows := range [][2][]float64{{dst.W, src.W}, {dst.V, src.V}, {dst.C, src.C}} {
			for from := 0; from < len(rows[0]); from += dim {
				rows[0][from+1] = cos*rows[1][from+1] - sin*rows[1][from+3]
				rows[0][from+3] = sin*rows[1][from+1] + cos*rows[1][from+3]
			}
		}
		return dst
	}
	for _, g := range everyActivation(t) {
		for _, c := range combinations() {
			p := c.problem(g, hidden, eigenvalues, 1)
			want := rotate(slope(t, p))
			p.Initial = rotate(p.Initial)
			nearWeights(t, g.Name()+" "+c.String(), slope(t, p), want)
		}
	}
}

func nearWeights(t *testing.T, name string, got, want order.Weights) {
	t.Helper()
	for _, part := range []struct {
		name      string
		got, want []float64
	}{{"W", got.W, want.W}, {"V", got.V, want.V}, {"b", got.B, want.B}, {"c", got.C, want.C}} {
		if len(part.got) != len(part.want) {
			t.Fatalf("%s: %s has %d entries, want %d", name, part.name, len(part.got), len(part.want))
		}
		for i := range part.got {
			nearSlope(t, name+": "+part.name, part.got[i], part.want[i])
		}
	}
}

// Reduced and full: merging the modes of equal eigenvalues changes nothing but the
// number of columns.
func TestReducedFlowIsTheFlow(t *testing.T) {
	eigenvalues := append(spiked(30, 2), 0, 0, 0, 0, 0, 0, 0, 0)
	for i := range 12 { // two degenerate levels, in no order
		eigenvalues[3+2*i] = 0.5
	}
	for _, g := range []gaussian.Activation{gaussian.Erf{}, gaussian.ReLU{}} {
		for _, c := range append(combinations(), combination{rule: Sanger, tied: true}) {
			if c.rule == Sanger {
				g = gaussian.Linear{}
			}
			p := c.problem(g, 2, eigenvalues, 0.4)
			times := []float64{0, 1, 5, 30}
			full := solveWith(t, p, false, times)
			reduced := solveWith(t, p, true, times)
			if reduced.Final.flow.Columns() >= full.Final.flow.Columns() {
				t.Fatalf("%d columns reduced, %d in full", reduced.Final.flow.Columns(), full.Final.flow.Columns())
			}
			if off := furthest(t, reduced.Error, full.Error); off > 1e-8 {
				t.Errorf("%s, %v: pmse differs by %g", g.Name(), c, off)
			}
			got, want := reduced.Final.Weights(), full.Final.Weights()
			for i := range want.W {
				if math.Abs(got.W[i]-want.W[i]) > 1e-6 || math.Abs(got.V[i]-want.V[i]) > 1e-6 {
					t.Fatalf("%s, %v: weights %d are (%v, %v), in full (%v, %v)", g.Name(), c, i, got.W[i], got.V[i], want.W[i], want.V[i])
				}
			}
		}
	}
}

func solveWith(t *testing.T, p Problem, merge bool, times []float64) Result {
	t.Helper()
	f, err := newFlow(p, merge)
	if err != nil {
		t.Fatal(err)
	}
	result, err := f.solve(t.Context(), Settings{Times: times, Tolerance: 1e-9})
	if err != nil {
		t.Fatal(err)
	}
	return result
}
