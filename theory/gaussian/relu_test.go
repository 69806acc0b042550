package gaussian

import (
	"math"
	"testing"
)

// The bound of the documentation, 10⁻¹⁴ of the units' scale, over the whole range.
// P_kl, whose reference would need Dirac's δ, is in TestReLUGolden.
func TestReLUAgreesWithQuadrature(t *testing.T) {
	g := ReLU{}
	for _, law := range laws(5) {
		if law.VarianceK == 0 && law.MeanK == 0 || law.VarianceL == 0 && law.MeanL == 0 {
			continue // by convention: see TestReLUOfConstant
		}
		m, _, _ := referenceMoments(jetOf(g), law, 0)
		scaleK, scaleL := math.Hypot(law.MeanK, math.Sqrt(law.VarianceK)), math.Hypot(law.MeanL, math.Sqrt(law.VarianceL))
		pair, single := g.Pair(law), g.Single(Marginal{law.MeanK, law.VarianceK})
		compare(t, g, law, 1e-14, []compared{
			{"M", pair.M, m[0][0], scaleK * scaleL}, {"N", pair.N, m[1][1], 1},
			{"H_kl", pair.HKL, m[1][0], scaleL}, {"H_lk", pair.HLK, m[0][1], scaleK},
		})
		want := newReference(Marginal{law.MeanK, law.VarianceK}, bendAt{}).average(jetOf(g))
		compare(t, g, law, 1e-14, []compared{{"m", single.Mean, want[0], scaleK}, {"a", single.A, want[1], 1}})
	}
}

// M, N, H_kl, H_lk, P_kl and P_lk from the closed form in 40-digit arithmetic, with
// Φ₂ as an adaptive integral (mpmath 1.3), for |r| up to 1 − 10⁻¹³.
func TestReLUGolden(t *testing.T) {
	for _, c := range []struct {
		law  Joint
		want vector
	}{
		{Joint{2.964491662994367, 0.0039026216307957483, 1.631487282518345, 0.0011263781016545853, 0.04286579086770219}, vector{0.069161606316585925, 0.54628567145776596, 0.015430854315052926, 2.1255666460620448, 0, 33.247589370056446}},
		{Joint{13.581572493098694, 0.00015118154512714168, 28.648577590886674, 1.2484516945546628e-08, -0.000598048598480876}, vector{0.0015743119545878648, 0.90639663490033695, 0.00015309490369485852, 11.54075256322567, 1.2954101747067276e-06, 29767.46228470471}},
		{Joint{-0.008110112078462059, -3.672820167896741, 7.596243487449751e-06, 1.3404120271122004, 0.003190939683572445}, vector{4.859258806074168e-07, 0.00075606446707964718, 0.0002375590142400885, 1.0443253310686097e-06, 0, 1.4241806761245624e-06}},
		{Joint{-0.000681552491621278, 350.8692544743544, 2.038878292592143e-06, 39022.78308371632, -0.2820662048638441}, vector{0.021992119893852951, 0.2787175826030161, 43.745775082871823, 0.00020071768536896332, 63968.493424553802, 7.734780463385134e-07}},
		{Joint{357.77476201739313, -82.93561357717176, 916697.8834383982, 76606.95725632037, 265000.8218353748}, vector{127719.07865548179, 0.38222399868035284, 73.871630103132375, 501.94622507646676, 0, 0.88841308253150741}},
		{Joint{-0.0006899010130853906, 3.44079236162377, 4.688750206530479e-08, 28.389061356269906, -0.0011537288517736643}, vector{0, 0, -0, 0, 0, 0}},
		{Joint{-0.0029121215610930207, 13.253079467587115, 4.744902999947564e-07, 61671.511570655515, 0.17076249029003956}, vector{2.0397360853065527e-06, 1.1808868937892307e-05, 0.013163230696371016, 1.7523638955132807e-09, 80.836535842631079, 0}},
		{Joint{-111.20070284612588, 0.8397767025207732, 928.0190336767442, 0.05292606758628179, -4.291101969912051}, vector{0.00025932702430341736, 0.00012341065073768356, 3.87582987010358e-05, 0.00089016378854360782, 5.4943321014290344e-06, 0.00078138999611202767}},
		{Joint{10.575264528178757, -2.103817858695214, 332.75217027121204, 6.934152661652192, 48.034928407924525}, vector{13.545057337532619, 0.21216405645889097, 0.31713363442195713, 7.5325995797679726, 0, 2.7690462742906874}},
		{Joint{0.018116159522820287, -4018.1503493611513, 0.00016414061505241808, 488835.1541700262, 8.957549383477417}, vector{5.0150639812645512e-08, 4.5406968465763003e-09, 5.2313094075486138e-07, 4.2617607809625512e-10, 0, 3.5224894649597059e-12}},
		{Joint{77.94914023488154, 207.77210223678503, 301.61465607668765, 2562.315047457821, 879.0874064002821}, vector{17074.743982862787, 0.99997974935486356, 207.77232859461606, 77.949082903471606, 0, 1.1534985094913509e-05}},
		{Joint{-276.9645909244397, -287.8478596429116, 52178.260162502906, 55480.73794271665, -53804.16690964103}, vector{-0, 0, 0, 0, 0, 0}},
		{Joint{0.11165651486950737, 3.0383340653271707, 1.8266837185666776, 34.733242595847386, 7.965340466211913}, vector{6.058345842936375, 0.53292067014856692, 3.9623442744799449, 0.59685710153335281, 0.75055670414330733, 0}},
		{Joint{-5.6445736000421105, 41.77974614057318, 0.06088455977634605, 218.1486318403864, -2.5552479222600932}, vector{3.5125907766046629e-115, -1.4735004459394143e-117, -6.1562474569370102e-116, 8.3172817167998951e-117, 1.3202025077865225e-190, 1.4807829593133807e-194}},
	} {
		sk, sl := math.Sqrt(c.law.VarianceK), math.Sqrt(c.law.VarianceL)
		k, l := math.Hypot(c.law.MeanK, sk), math.Hypot(c.law.MeanL, sl)
		size := vector{k * l, 1, l, k, sl / sk, sk / sl}
		list := compareVectors("average", pairVector(ReLU{}.Pair(c.law)), c.want)
		for i := range list {
			list[i].size = size[i]
		}
		compare(t, ReLU{}, c.law, 1e-14, list)
	}
}

// The closed form without biases is the limit of that with them.
func TestReLUWithoutBiasIsTheLimit(t *testing.T) {
	for _, r := range []float64{0, 0.5, -0.8, 0.999, -0.999999, 1 - 1e-14, 1, -1} {
		law := centred(2, 3, r*math.Sqrt(6))
		near := law
		near.MeanK, near.MeanL = 1e-14, -1e-14
		got, want := pairVector(ReLU{}.Pair(near)), pairVector(ReLU{}.Pair(law))
		compare(t, ReLU{}, law, 1e-7, compareVectors("pair", got, want)) // at r = ±1 they go like √10⁻¹⁴
		if r*r < 0.99 {
			compare(t, ReLU{}, law, 2e-13, compareVectors("pair", got, want))
		}
		q := math.Sqrt(1 - r*r)
		m := math.Sqrt(6) / (2 * math.Pi) * (q + (math.Pi-math.Acos(r))*r)
		compare(t, ReLU{}, law, 1e-12, []compared{{"M by Cho and Saul", want[0], m, 1}})
	}
}

// The same unit twice: M = (b²+s²)Φ(z)+bsφ(z), N = Φ(z), H = m, P = 0.
func TestReLUOfItself(t *testing.T) {
	for _, u := range []Marginal{{0, 1}, {0.7, 2}, {-3, 0.5}, {40, 1}, {-40, 1}, {1e-9, 1e-18}, {2, 0}, {-2, 0}, {0, 1e-90}} {
		s := math.Sqrt(u.Variance)
		z := 0.0
		if s > 0 {
			z = u.Mean / s
		} else {
			z = math.Inf(int(u.Mean))
		}
		scale := u.Mean*u.Mean + u.Variance
		m := u.Mean*normal(z) + s*density(z)
		want := Pair{M: scale*normal(z) + u.Mean*s*density(z), N: normal(z), HKL: m, HLK: m}
		got := ReLU{}.Pair(self(u))
		compare(t, ReLU{}, u, 1e-14, []compared{
			{"M", got.M, want.M, scale}, {"N", got.N, want.N, 1},
			{"H", got.HKL, want.HKL, math.Sqrt(scale)}, {"H", got.HLK, want.HLK, math.Sqrt(scale)},
			{"P", got.PKL, 0, 1}, {"P", got.PLK, 0, 1},
		})
	}
}

// A unit without variance has a constant pre-activation.
func TestReLUOfConstant(t *testing.T) {
	g := ReLU{}
	for _, mean := range []float64{-1, 0, 2} {
		single := g.Single(Marginal{mean, 0})
		want := Single{Mean: max(mean, 0), A: step01(mean)}
		if single != want {
			t.Errorf("b = %g: %+v, want %+v", mean, single, want)
		}
		other := g.Single(Marginal{0.3, 2})
		got := g.Pair(Joint{MeanK: mean, MeanL: 0.3, VarianceL: 2})
		compare(t, g, mean, 1e-15, compareVectors("pair", pairVector(got), pairVector(Pair{
			M: want.Mean * other.Mean, N: want.A * other.A, HKL: want.A * other.Mean, HLK: want.Mean * other.A, PLK: want.Mean * other.E,
		})))
	}
}

// Where both units are far below or above their kink they are dead or linear.
func TestReLUFarFromItsKink(t *testing.T) {
	law := Joint{200, 300, 4, 9, 5}
	compare(t, ReLU{}, law, 1e-14, compareVectors("linear", pairVector(ReLU{}.Pair(law)), pairVector(Linear{}.Pair(law))))
	law.MeanK, law.MeanL = -200, -300
	if got := (ReLU{}).Pair(law); got != (Pair{}) {
		t.Errorf("dead units: %+v", got)
	}
}

// Near r = −1 both units are active together with a probability that vanishes.
func TestReLUOppositeUnits(t *testing.T) {
	for _, angle := range []float64{1e-2, 1e-4, 1e-6} { // π − acos r
		law := centred(1, 1+angle*angle, -1)
		want := angle * angle * angle / 3 / (2 * math.Pi)
		if got := (ReLU{}).Pair(law).M; math.Abs(got/want-1) > angle*angle+1e-15/(angle*angle) { // Q_ll has lost the digits of its last term
			t.Errorf("angle %g: M = %v, want %v", angle, got, want)
		}
	}
}
