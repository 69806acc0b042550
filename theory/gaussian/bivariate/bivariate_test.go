package bivariate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// owen returns Owen's T(h, a) = (1/2π) ∫ exp(−h²(1+x²)/2)/(1+x²) dx, x = 0 … a, by
// composite Gauss–Legendre quadrature in the angle x = tan t: panels that halve
// towards π/2, where the integrand falls off at a rate h.
func owen(h, a float64) float64 {
	end := math.Atan(math.Abs(a))
	integrand := func(t float64) float64 { return math.Exp(-h * h / (2 * math.Cos(t) * math.Cos(t))) }
	var sum float64
	for from, width := 0.0, 0.2; from < end; {
		to := min(from+width, end)
		for _, n := range legendre20 {
			middle, half := (from+to)/2, (to-from)/2
			sum += half * n.weight * (integrand(middle-half*n.x) + integrand(middle+half*n.x))
		}
		from, width = to, max(min(0.2, (math.Pi/2-to)/2), 1e-3)
	}
	return math.Copysign(sum, a) / (2 * math.Pi)
}

// byOwen is Φ₂ from T (Owen 1956, Ann. Math. Stat. 27, 1075), for h, k ≠ 0 and |r| < 1.
func byOwen(h, k, r float64) float64 {
	q := math.Sqrt((1 - r) * (1 + r))
	p := (normal(h)+normal(k))/2 - owen(h, (k-r*h)/(h*q)) - owen(k, (h-r*k)/(k*q))
	if h*k < 0 {
		p -= 0.5
	}
	return p
}

func TestDistributionAgreesWithOwen(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for range 3000 {
		h, k, r := 2*random.NormFloat64(), 2*random.NormFloat64(), 2*random.Float64()-1
		if random.IntN(2) == 0 {
			r = math.Copysign(1-math.Exp(-12*random.Float64()), r)
		}
		if random.IntN(4) == 0 {
			k = math.Copysign(h, r) * (1 + 0.1*random.NormFloat64())
		}
		// Owen's arguments amplify the rounding of r.
		tolerance := 2e-15 + 3e-16/math.Sqrt(1-r*r)
		if got, want := Distribution(h, k, r), byOwen(h, k, r); math.Abs(got-want) > tolerance {
			t.Errorf("Φ₂(%v, %v; %v) = %v, by Owen's T %v, difference %.1e", h, k, r, got, want, got-want)
		}
	}
}

// Values to 18 digits from an integral in 30-digit arithmetic (mpmath 1.3).
func TestExcessGolden(t *testing.T) {
	for _, c := range []struct{ h, k, r, want float64 }{
		{2.5, 2.4999993375783127, 0.8702985047111613, 0.0028097356605698278},
		{5.0, 0.0, 0.926, 1.43325785939596956e-7},
		{0.5220125940074695, 2.5, -0.3040369840863846, -0.00140498807138288977},
		{0.3, -1.0, -0.93, -0.096583034788713693},
		{1.2478862693083999, 0.0, 0.5971795867642189, 0.0414739935636695114},
		{-5.0, -0.3, -0.907564103373709, -1.0952629142662242e-7},
		{-2.9817995288071466, -2.5, -0.999, -8.89719529268580592e-6},
		{0.23158614069675687, 0.23158614449710482, 0.8512073501281419, 0.156066367180717868},
		{1.0, -1.6368577627058896, 0.024999869005976505, 0.000619197100199861495},
		{0.3, 0.0, -0.8633883264922255, -0.154101404616030077},
		{1.0, 3.56560975477651, -0.8642076971342847, -0.0000287968171587587466},
		{-0.3, -1.0, -0.3419030210880116, -0.0298173752206988549},
		{5.0, -3.648554572560291, 1e-08, 7.62931861454961453e-18},
		{-2.1709057975009336, 0.3, -0.4257101871128457, -0.00627707029379118634},
		{0.0, 5.0, -0.999, -1.43325785939596956e-7},
		{2.049976261528309, 5.0, 0.9999, 2.80865976087469621e-7},
		{1.0, 4.117148695025835, 0.95, 0.0000161365127173522985},
		{5.0, 2.088469921856305, -0.4478744278322675, -5.26788064480899291e-9},
		{-1.0, 5.0, 0.5, 4.5473603645470259e-8},
		{0.8258893304891988, -0.8361923225378857, 0.99, 0.041198112753470596},
		{2.5, -0.3, 0.09824614425188183, 0.000627728797710882174},
		{-2.157134463267361, -4.023980917052886, 0.035729369644831976, 1.97436028494281498e-7},
		{5.0, 5.000000186062281, 0.7220177217066497, 1.07900332888510366e-8},
		{2.380332881099607, -1.2013977852825086, 0.12887995568992316, 0.000482354689664249942},
		{1.0, 2.5, -0.18871986690372577, -0.000615194376621794988},
		{3.6116106915567703, -3.6116107330014304, 0.1512080260082984, 2.14575992925999872e-8},
		{2.8129960396106948, 0.0, 0.5759283839239999, 0.00118897788507962646},
		{0.3, -0.3000003134588528, 0.924, 0.14176424929479292},
		{2.5, 0.5363035409460976, -0.6249474185050428, -0.00182515228192380276},
		{-2.1316496782425225, 2.131649217855743, 0.999999999999, 0.000272838963667873219},
		{1.0964816035088596, 0.3, 0.99, 0.0843041484493307886},
		{-0.1771301997060742, -0.20398858338028478, -0.8160300702888756, -0.140129793046065691},
		{0.0, 5.0, -0.3871198836157095, -1.39044594903951421e-7},
		{-3.570768182546805, -5.0, -0.13742311099471016, -4.88113139342667943e-11},
		{-1.9160353708812654, 5.0, 0.5, 7.93456970072692701e-9},
		{2.5, 2.4999802044086867, 0.999999999999, 0.00617110322761591535},
		{-5.0, -1.0, 0.7, 2.41133982271541836e-7},
		{-1.1333964694966918, -1.0218067884735307, 0.999999999999, 0.108803682343017806},
		{-1.1877221402724543, 1.1656623830959134, 0.5658526269141375, 0.0135562757210960227},
		{5.0, 5.0, 0.99, 2.04425076297888597e-7},
	} {
		got := Excess(c.h, c.k, c.r)
		if math.Abs(got-c.want) > 1e-16 {
			t.Errorf("excess(%v, %v; %v) = %v, want %v", c.h, c.k, c.r, got, c.want)
		}
		if relative := math.Abs(got/c.want - 1); relative > 1e-11 {
			t.Errorf("excess(%v, %v; %v) = %v, want %v, relative error %.1e", c.h, c.k, c.r, got, c.want, relative)
		}
	}
}

func TestKnownValues(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct{ h, k, r, want float64 }{
		{0, 0, 0, 0.25}, {0, 0, 1, 0.5}, {0, 0, -1, 0}, {0, 0, 0.5, 1. / 3}, {0, 0, -0.5, 1. / 6},
		{0.7, -0.2, 1, normal(-0.2)}, {0.7, -0.2, -1, normal(0.7) - normal(0.2)}, {-0.7, 0.2, -1, 0},
		{0.3, inf, 0.4, normal(0.3)}, {-inf, 1, 0.9, 0}, {inf, inf, -1, 1}, {inf, -0.4, -0.99, normal(-0.4)},
		{1e300, -1e300, 0.5, 0}, {1, 2, 1.0000000001, normal(1)},
	} {
		if got := Distribution(c.h, c.k, c.r); math.Abs(got-c.want) > 1e-15 {
			t.Errorf("Φ₂(%v, %v; %v) = %v, want %v", c.h, c.k, c.r, got, c.want)
		}
	}
	for _, r := range []float64{-0.99, -0.3, 0.2, 0.9, 0.93, 0.9999} {
		if got, want := Excess(0, 0, r), math.Asin(r)/(2*math.Pi); math.Abs(got/want-1) > 1e-14 {
			t.Errorf("excess(0, 0; %v) = %v, want %v", r, got, want)
		}
	}
}

func TestNaN(t *testing.T) {
	nan := math.NaN()
	for _, got := range []float64{
		Distribution(nan, 0, 0), Distribution(0, nan, 0), Distribution(0, 0, nan),
		Excess(nan, 0, 0.99), Excess(0, nan, 0), Excess(0, 0, nan), Density(nan, 0, 0), Density(0, 0, nan),
	} {
		if !math.IsNaN(got) {
			t.Errorf("got %v", got)
		}
	}
}

// ∂Φ₂/∂r = φ₂ (Plackett 1954), and the angle keeps what 1 − r² loses.
func TestDensityIsTheDerivative(t *testing.T) {
	for _, c := range []struct{ h, k, r float64 }{{0.3, -0.5, 0.2}, {1, 1.2, 0.9}, {-1, 0.4, -0.95}, {2, 2.1, 0.99}} {
		h := 1e-4 * (1 - c.r*c.r)
		p := func(r float64) float64 { return Excess(c.h, c.k, r) }
		want := (8*(p(c.r+h)-p(c.r-h)) - (p(c.r+2*h) - p(c.r-2*h))) / (12 * h)
		if got := Density(c.h, c.k, c.r); math.Abs(got-want) > 1e-9*(1+want) {
			t.Errorf("φ₂%v = %v, ∂Φ₂/∂r = %v", c, got, want)
		}
	}
	const d = 1e-9 // 1 − r² = 10⁻¹⁸ is beyond what r can hold
	if got, want := 0.5-DistributionAngle(0, 0, 1, d), d/(2*math.Pi); math.Abs(got-want) > 1e-16 {
		t.Errorf("deficit %v, want %v", got, want)
	}
}

func FuzzDistribution(f *testing.F) {
	f.Add(0.3, -0.2, 0.5, 0.1)
	f.Add(1.0, 1.0, 0.9999, 1e-5)
	f.Add(-9.0, 40.0, -1.0, 2.0)
	f.Add(30.0, -30.0, 0.92, 0.01)
	f.Fuzz(func(t *testing.T, h, k, r, more float64) {
		if math.IsNaN(h + k + r + more) {
			return
		}
		const error = 4e-15
		p := Distribution(h, k, r)
		if math.IsNaN(p) || p < 0 || p > min(normal(h), normal(k))+error {
			t.Fatalf("Φ₂(%v, %v; %v) = %v, outside 0 … %v", h, k, r, p, min(normal(h), normal(k)))
		}
		if sum := p + Distribution(h, -k, -r); math.Abs(sum-normal(h)) > error {
			t.Errorf("Φ₂(h,k;r) + Φ₂(h,−k;−r) = %v, want Φ(h) = %v at %v %v %v", sum, normal(h), h, k, r)
		}
		if other := Distribution(k, h, r); math.Abs(other-p) > error {
			t.Errorf("Φ₂ isn't symmetric at %v %v %v: %v and %v", h, k, r, p, other)
		}
		if next := Distribution(h, k, r+math.Abs(more)); next < p-error {
			t.Errorf("Φ₂ falls from %v to %v where r grows from %v by %v (h, k = %v, %v)", p, next, r, math.Abs(more), h, k)
		}
		if next := Distribution(h+math.Abs(more), k, r); next < p-error {
			t.Errorf("Φ₂ falls from %v to %v where h grows from %v by %v (k, r = %v, %v)", p, next, h, math.Abs(more), k, r)
		}
	})
}

func ExampleDistribution() {
	fmt.Printf("%.6f\n", Distribution(0, 0, 0.5))
	fmt.Printf("%.6f\n", Excess(0, 0, 0.5))
	// Output:
	// 0.333333
	// 0.083333
}

func BenchmarkDistribution(b *testing.B) {
	for _, r := range []float64{0.3, 0.9, 0.99} {
		b.Run(fmt.Sprintf("r=%g", r), func(b *testing.B) {
			for b.Loop() {
				Distribution(0.4, -0.3, r)
			}
		})
	}
}
