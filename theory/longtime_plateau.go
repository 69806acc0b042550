package theory

import (
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/theory/gaussian"
)

// Plateau is the error at which a network ends for reasons of symmetry, as
// [Problem.Plateau] derives it.
type Plateau struct {
	Components int     // how many principal components the network reconstructs in full
	Error      float64 // the prediction of pmse; E_Components but for what a single unit adds

	// Stationary is whether Error is that of a state of rest, or of its limit at
	// infinity. Otherwise it is E_{K−1}, and the state of rest is nearby: the network
	// reconstructs a part of the K-th component besides.
	Stationary bool

	// Unique is whether no other end of such networks is known, so that they end here
	// from almost every start: a theorem for linear units and a single rectified one,
	// for the other units what was seen of many flows. Where it is false there are
	// other states of rest, and the start decides.
	Unique bool

	Reason string // the derivation in a sentence
}

// Plateau predicts the error at which the network of a problem ends, from the parity,
// homogeneity and smoothness of its units and from which biases learn. These are ends of a
// flow from small weights in general position and, but for linear units, from encoder
// biases of 0: a unit that starts at a large bias is nearly constant, and may stay so.
// E_m is the PCA error, r_m the rate of the m-th component. Numbers that are said to be
// seen are of flows on the spectra of the test named.
//
// # Linear units
//
// Also tied, truncated, with biases, or under Sanger's rule: E_K, the global minimum, and
// the only one that isn't a saddle (P. Baldi & K. Hornik, Neural Networks 2 (1989)
// 53–58). For Sanger's rule w^k = D^{1/4} ψ_k.
//
// # Smooth untied units
//
//   - Odd units, also under the truncated rule: E_K, in the limit in which they are
//     linear; see [LongTime].
//   - Units that are odd but for a constant g(0), with an output bias that learns, under
//     the vanilla rule: E_K likewise.
//   - Such units without output bias: E_{K−1} at most, and not stationary. The offset
//     Σ_k v^k g(0) must vanish, which makes the rank of the decoder K−1. The end is a
//     compromise at a finite encoder: below E_{K−1} by up to 0.15 r_K, as seen of 2 to 6
//     logistic units. TestUniquePlateaus holds it to 0.25 r_K.
//
// # One ReLU unit without encoder bias
//
// Also tied, also leaky: g(u) = α₊u for u > 0 and α₋u for u < 0 is
// ½(α₊+α₋)u + ½(α₊−α₋)|u|. The even part is uncorrelated with inputs that are normal, so
// that it only adds to the error. The unit takes a share φ of the first component's
// variance:
//
//   - φ = a²Q/M without output bias, one half for ReLU;
//   - φ = a²Q/(M − m²) with an output bias, which removes the mean of |u|: 0.73 for ReLU.
//
// # Pairs of ReLU units without biases
//
// An even number of units, also tied: E_{K/2}. The even part vanishes where the units are
// in pairs of opposite encoders w and −w and opposite decoders, and a pair is a linear
// unit. Pairs on the leading components are stationary by reflection symmetry.
//
//   - Where eigenvalues are nearly equal others do better, and the pairs are a saddle:
//     m+1 units at the corners of a simplex do better on m components than pairs do (four
//     units take 2.4 of three equal components, two pairs 2; TestReLUOnEqualComponents).
//     Then there is no prediction.
//   - On spectra r_m ∝ qᵐ flows of 2, 4 and 6 units were all seen to end at E_{K/2} for
//     q ≤ 0.3 (TestPairedPlateaus), and within 10 % of it for q ≤ 0.45. From q = 0.5 on the
//     pairs of four and six units are a saddle.
//
// # Several ReLU units whose encoder biases learn
//
// Two or more untied units, also leaky, become linear by biases of several standard
// deviations, z = b_k/√Q_kk. A pair that has formed may stay one, which costs a component
// or two (TestBiasedPlateaus): the prediction isn't the only end.
//
//   - With an output bias that learns too, c cancels the offset Σ_k v^k b_k: E_K, as the
//     biases go to infinity.
//   - Without, the offset must cancel, which costs one dimension: E_{K−1} at most, and not
//     stationary. The end is a compromise at a finite z, which [Snapshot.FixedPoint]
//     finds. To reconstruct the K-th component at the amplitude α costs an offset of
//     α z √r_K at least: some input of the span brings all units to one standard
//     deviation, and the smallest has that length. So (1−α)² r_K + α² z² r_K, at best
//     r_K z²/(1+z²), is left of it, and the end is below E_{K−1} by r_K/(1+z²) at most:
//     by 0 to 0.25 r_K, as seen of 2 to 6 units. TestBiasedPlateaus holds it to that.
//
// # No prediction
//
// It returns an error that says why where nothing can be derived so:
//
//   - for the truncated rule with units that aren't odd: each unit's mean is seen by the
//     output bias and by some of the units only, and the flow, which is no gradient flow,
//     need not come to rest;
//   - for tied sigmoidal units: to reconstruct anything their pre-activations must be of
//     the order of √D, where g saturates;
//   - for tied ReLU units with encoder biases, and ReLU units in odd number, leaky or with
//     an output bias alone: which of many arrangements is best depends on the eigenvalues,
//     and which one is reached on the start.
//
// Where these end is a fixed point that has to be computed; see [Snapshot.FixedPoint].
func (p Problem) Plateau() (Plateau, error) {
	f, err := NewFlow(p)
	if err != nil {
		return Plateau{}, err
	}
	plateau, err := f.plateau()
	if err != nil {
		return Plateau{}, fmt.Errorf("no plateau can be derived: %w; see Snapshot.FixedPoint", err)
	}
	return plateau, nil
}

func (f *Flow) plateau() (Plateau, error) {
	if f.decay > 0 {
		return Plateau{}, errors.New("weight decay shifts the fixed point")
	}
	if anyNonzero(f.fixedBias) || anyNonzero(f.view(f.start).output) && !f.trainBias {
		return Plateau{}, errors.New("there are biases that don't learn")
	}
	positive, negative, homogeneous := slopes(f.activation)
	switch {
	case homogeneous && positive == negative && positive != 0:
		return f.fullPlateau("linear units: every state above E_K is a saddle"), nil
	case anyNonzero(f.view(f.start).bias):
		return Plateau{}, errors.New("the encoder biases don't start at 0: units that are nearly constant at the start may stay so")
	case f.rule == Truncated && f.hidden > 1 && !odd(f.activation):
		return Plateau{}, errors.New("under the truncated rule units that aren't odd need not come to rest")
	case homogeneous && positive+negative == 0:
		return Plateau{}, errors.New("the units have no odd part, and can reconstruct nothing without bias")
	case homogeneous && f.encoderBias:
		return f.biasedPlateau()
	case homogeneous && f.hidden == 1:
		return f.singlePlateau(positive, negative), nil
	case homogeneous:
		return f.pairedPlateau(positive, negative)
	}
	return f.smoothPlateau()
}

// slopes returns the slopes of g above and below 0, and whether g is made of two rays
// from 0.
func slopes(g gaussian.Activation) (positive, negative float64, homogeneous bool) {
	positive, negative = g.Value(1), -g.Value(-1)
	homogeneous = g.Value(0) == 0
	for _, x := range []float64{1e-3, 0.5, 2, 7, 1e3} {
		homogeneous = homogeneous && math.Abs(g.Value(x)-positive*x) <= 1e-12*x && math.Abs(g.Value(-x)+negative*x) <= 1e-12*x
	}
	return positive, negative, homogeneous
}

func (f *Flow) fullPlateau(reason string) Plateau {
	left, rates := f.pcaError(f.hidden)
	return Plateau{Components: len(rates), Error: left, Stationary: true, Unique: true, Reason: reason}
}

// offsetPlateau is that of linear units whose offsets must cancel.
func (f *Flow) offsetPlateau(reason string) (Plateau, error) {
	if f.hidden == 1 {
		return Plateau{}, errors.New("there is no second unit to cancel the offset of the first")
	}
	left, rates := f.pcaError(f.hidden - 1)
	return Plateau{Components: len(rates), Error: left, Reason: reason}, nil
}

// smoothPlateau is that of units that are linear where the encoder is small.
func (f *Flow) smoothPlateau() (Plateau, error) {
	at0 := f.activation.Single(gaussian.Marginal{})
	if err := checkSmooth(f.activation, at0); err != nil {
		return Plateau{}, err
	}
	switch {
	case f.tied:
		return Plateau{}, errors.New("tied units can't be in their linear part and reconstruct")
	case !oddButForConstant(f.activation):
		return Plateau{}, errors.New("units that aren't odd can end in their linear part, at E_K, or in pairs ±, as the start decides")
	case f.hearsBulk():
		return Plateau{}, errors.New(bulkNoise)
	case at0.Mean != 0 && !f.trainBias:
		p, err := f.offsetPlateau("smooth units of g(0) ≠ 0: linear where the encoder is small, but the offset Σ v^k g(0) must cancel, which costs a dimension")
		p.Unique = err == nil
		return p, err
	}
	return f.fullPlateau("smooth untied units: linear in the limit of a small encoder and a large decoder"), nil
}

// odd reports whether g is odd, at a sample of points.
func odd(g gaussian.Activation) bool { return oddButForConstant(g) && g.Value(0) == 0 }

// oddButForConstant reports whether g(u) − g(0) is odd, at a sample of points.
func oddButForConstant(g gaussian.Activation) bool {
	for _, x := range []float64{0.01, 0.3, 1, 2.5, 6} {
		if math.Abs(g.Value(x)+g.Value(-x)-2*g.Value(0)) > 1e-12 {
			return false
		}
	}
	return true
}
