package gaussian

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// GELU is x(1 + erf(x/√2))/2: by Stein's lemma its M follows from erf's averages.
func TestGELUHasAClosedForm(t *testing.T) {
	for _, law := range laws(60) {
		k, l := Erf{}.Single(Marginal{law.MeanK, law.VarianceK}), Erf{}.Single(Marginal{law.MeanL, law.VarianceL})
		p, c := Erf{}.Pair(law), law.Covariance
		both := (1 + k.Mean + l.Mean + p.M) / 4 // E Φ(u)Φ(v)
		densityK, densityL := (k.A+p.HKL)/4, (l.A+p.HLK)/4
		densities, slopeK, slopeL := p.N/4, (k.E+p.PKL)/4, (l.E+p.PLK)/4 // E φφ, E φ'(u)Φ(v), E Φ(u)φ'(v)
		v := law.MeanL*both + c*densityK + law.VarianceL*densityL        // E v ΦΦ
		vDensityK := law.MeanL*densityK + c*slopeK + law.VarianceL*densities
		vDensityL := law.MeanL*densityL + c*densities + law.VarianceL*slopeL
		want := law.MeanK*v + law.VarianceK*vDensityK + c*both + c*vDensityL
		size := (1e-4 + math.Hypot(law.MeanK, math.Sqrt(law.VarianceK))) * (1e-4 + math.Hypot(law.MeanL, math.Sqrt(law.VarianceL)))
		compare(t, GELU(), law, 1e-11, []compared{{"M", GELU().Pair(law).M, want, size}})
	}
}

// The quadrature is better than what it promises.
func TestErfByQuadrature(t *testing.T) {
	g := bySmooth()[0]
	for _, law := range laws(500) {
		k, l := rootMeanSquares(erfJet, Marginal{law.MeanK, law.VarianceK}), rootMeanSquares(erfJet, Marginal{law.MeanL, law.VarianceL})
		got, want := g.Pair(law), Erf{}.Pair(law)
		const small = 1e-6
		compare(t, g, law, 2e-11, []compared{
			{"M", got.M, want.M, k[0]*l[0] + small}, {"N", got.N, want.N, k[1]*l[1] + small},
			{"H_kl", got.HKL, want.HKL, k[1]*l[0] + small}, {"H_lk", got.HLK, want.HLK, k[0]*l[1] + small},
			{"P_kl", got.PKL, want.PKL, k[2]*l[0] + small}, {"P_lk", got.PLK, want.PLK, k[0]*l[2] + small},
		})
	}
}

// Small variances: M − m_k m_l = a_k a_l Q_kl to all digits.
func TestSmallVariancesKeepTheirDigits(t *testing.T) {
	for _, g := range []Activation{Erf{}, Tanh(), GELU()} {
		law := centred(1e-12, 4e-12, -1.3e-12)
		a := g.Single(Marginal{0, 1e-12}).A
		if got, want := g.Pair(law).M, a*a*law.Covariance; math.Abs(got/want-1) > 1e-10 {
			t.Errorf("%s: M = %v, want %v", g.Name(), got, want)
		}
	}
}

// Units that saturate: M → (2/π) asin r for every sigmoidal activation.
func TestSaturation(t *testing.T) {
	for _, r := range []float64{-0.9, 0, 0.5, 0.99} {
		for _, s := range []float64{100, 1000} {
			got := Tanh().Pair(centred(s*s, s*s, r*s*s)).M
			want := 2 / math.Pi * math.Asin(r)
			// E (1−|tanh|) is of the order of 1/s on either side.
			if math.Abs(got-want) > 1/s {
				t.Errorf("r = %g, s = %g: M = %v, want %v", r, s, got, want)
			}
		}
	}
}

// Differences in the place of g″ and g‴, a wrong scale: the same averages. Check
// refuses the scale whose differences have lost too many digits.
func TestDerivativesByDifferences(t *testing.T) {
	full := Tanh()
	third := func(x float64) float64 { return tanhJet(x)[3] }
	for _, g := range []Smooth{
		{Called: "no second", Function: full.Function, First: full.First},
		{Called: "third without second", Function: full.Function, First: full.First, Third: third},
		{Called: "no third", Function: full.Function, First: full.First, Second: func(x float64) float64 { return tanhJet(x)[2] }},
		{
			Called: "all four", Function: full.Function, First: full.First,
			Second: func(x float64) float64 { return tanhJet(x)[2] }, Third: third,
		},
		{Called: "small scale", Function: full.Function, First: full.First, All: tanhJet, Scale: 0.2},
		{Called: "large scale", Function: full.Function, First: full.First, All: tanhJet, Scale: 10},
	} {
		if err := g.Check(); (err != nil) != (g.Scale > 1) {
			t.Errorf("%s: Check says %v", g.Called, err)
		}
		for _, law := range laws(10) {
			got, want := pairVector(g.Pair(law)), pairVector(full.Pair(law))
			compare(t, g, law, 1e-10, compareVectors("pair", got, want))
			u := Marginal{law.MeanK, law.VarianceK}
			compare(t, g, law, 1e-9, compareVectors("single", singleVector(g.Single(u)), singleVector(full.Single(u))))
		}
	}
}

// A steep function is found out by the rule with every second node.
func TestScaleIsNoticed(t *testing.T) {
	steep := Smooth{
		Called: "steep", Function: func(x float64) float64 { return math.Tanh(20 * x) },
		First: func(x float64) float64 { return 20 * tanhJet(20 * x)[1] },
		All: func(x float64) Jet {
			j := tanhJet(20 * x)
			return Jet{j[0], 20 * j[1], 400 * j[2], 8000 * j[3]}
		},
	}
	law := Joint{0.1, -0.05, 1, 0.5, 0.6}
	scaled := Joint{2, -1, 400, 200, 240}
	got, want := steep.Pair(law), Tanh().Pair(scaled)
	compare(t, steep, law, 1e-10, []compared{{"M", got.M, want.M, 1}, {"N", got.N, 400 * want.N, 400}, {"P", got.PKL, 400 * want.PKL, 400}})
}

func TestCheck(t *testing.T) {
	for _, g := range all() {
		if g, ok := g.(Smooth); ok {
			if err := g.Check(); err != nil {
				t.Error(err)
			}
		}
	}
	wrong := Tanh()
	wrong.All = func(x float64) Jet { j := tanhJet(x); j[2] = -j[2]; return j }
	kink := Smooth{Called: "kink", Function: func(x float64) float64 { return x * math.Abs(x) / 2 }, First: math.Abs}
	infinite := Smooth{Called: "infinite", Function: math.Exp, First: func(x float64) float64 { return 1 / x }}
	wrongThird := Smooth{Called: "wrong third", Function: math.Tanh, First: Tanh().First, Third: math.Cos}
	scaled := func(scale float64) Smooth { g := Tanh(); g.Scale = scale; return g }
	for _, c := range []struct {
		g    Smooth
		want string
	}{
		{wrong, "differences of the one before"}, {kink, "kink"}, {infinite, "infinite"}, {Smooth{}, "must be given"},
		{wrongThird, "derivative 3"}, {scaled(-3), "Scale is -3"}, {scaled(math.NaN()), "Scale is NaN"}, {scaled(math.Inf(1)), "Scale is +Inf"},
	} {
		if err := c.g.Check(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.g.Called, err, c.want)
		}
	}
}

// An activation of one's own, in ten lines.
func ExampleSmooth() {
	algebraic := Smooth{
		Called:   "algebraic",
		Function: func(x float64) float64 { return x / math.Sqrt(1+x*x) },
		First:    func(x float64) float64 { return 1 / ((1 + x*x) * math.Sqrt(1+x*x)) },
	}
	if err := algebraic.Check(); err != nil {
		fmt.Println(err)
	}
	averages := NewAverages(2)
	averages.Compute(algebraic, []float64{1, 0.5, 0.5, 2}, nil)
	fmt.Printf("a = %.6f, M = %.6f\n", averages.A, averages.M)
	// Output: a = [0.564891 0.449375], M = [0.344320 0.128097 0.128097 0.454359]
}
