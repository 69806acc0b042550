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
	Error      float64 // the prediction of pmse; E_Components but for what single units add
	Exact      bool    // whether Error is that of a stationary state, or its limit, and not of one nearby
	Reason     string  // the derivation in a sentence
}

// Plateau predicts the error at which the network of a problem ends, from the parity,
// homogeneity and smoothness of its units and from which biases learn. With E_m the PCA
// error:
//
//   - Linear units, also tied, and Sanger's rule: E_K, the global minimum, and the only
//     one that isn't a saddle (P. Baldi & K. Hornik, Neural Networks 2 (1989) 53–58).
//     For Sanger's rule w^k = D^{1/4} ψ_k.
//   - Untied units that are smooth and odd, but for a constant: E_K, in the limit in
//     which they are linear; see [LongTime]. Where g(0) ≠ 0 and no output bias learns,
//     the offset Σ_k v^k g(0) must vanish, which makes the rank of the decoder K−1:
//     about E_{K−1}.
//   - ReLU units without bias, also tied, also leaky: units of g(u) = α₊u for u > 0 and
//     α₋u for u < 0 are g(u) = ½(α₊+α₋)u + ½(α₊−α₋)|u|. The even part is uncorrelated
//     with inputs that are normal, so that it only adds to the error. It vanishes where
//     the units are in pairs of opposite encoders w and −w and opposite decoders, and a
//     pair is a linear unit: E_{K/2}. A unit left alone on a component takes the share φ
//     = a²Q/M of its variance, one half for ReLU; with an output bias, which removes the
//     mean of |u|, φ = a²Q/(M − m²), 0.73 for ReLU. The prediction is the best
//     arrangement of pairs on the leading components and single units on the next ones,
//     which is stationary by reflection symmetry. It need not be the minimum: where
//     eigenvalues are nearly equal, m+1 units at the corners of a simplex do better on m
//     components than pairs do (four units take 2.4 of three equal components, two pairs
//     2).
//   - ReLU units whose encoder biases learn become linear by biases of several standard
//     deviations z = b_k/√Q_kk. Their offset Σ_k v^k b_k must cancel, which costs one
//     dimension: about E_{K−1}. The end is a compromise at a finite z: to reconstruct the
//     K-th component at the amplitude α costs an offset of α z √r_K at least (some input
//     of the span brings all units to one standard deviation, and the smallest has that
//     length), so that (1−α)² r_K + α² z² r_K = r_K z²/(1+z²) of it is left at best. The
//     fixed point is below E_{K−1} by r_K/(1+z²) at most; [Snapshot.FixedPoint] finds it.
//   - With an output bias that learns too, c cancels the offset: E_K, as the biases go
//     to infinity.
//
// It returns an error that says why where the error can't be derived so, as for tied
// sigmoidal units: to reconstruct anything their pre-activations must be of the order of
// √D, where g saturates, and where they end is a fixed point that has to be computed.
func (p Problem) Plateau() (Plateau, error) {
	f, err := NewFlow(p)
	if err != nil {
		return Plateau{}, err
	}
	if f.decay > 0 {
		return Plateau{}, errors.New("no plateau can be derived: weight decay shifts the fixed point; see Snapshot.FixedPoint")
	}
	if anyNonzero(f.fixedBias) || anyNonzero(f.view(f.start).output) && !f.trainBias {
		return Plateau{}, errors.New("no plateau can be derived: there are biases that don't learn; see Snapshot.FixedPoint")
	}
	_, linear := f.activation.(gaussian.Linear)
	positive, negative, homogeneous := slopes(f.activation)
	switch {
	case linear:
		return f.fullPlateau("linear units: every state above E_K is a saddle"), nil
	case homogeneous && f.encoderBias:
		return f.biasedPlateau(), nil
	case homogeneous && positive+negative == 0:
		return Plateau{}, errors.New("no plateau can be derived: the units have no odd part, and can reconstruct nothing without bias")
	case homogeneous:
		return f.pairedPlateau(positive, negative), nil
	}
	return f.smoothPlateau()
}

// slopes returns the slopes of g above and below 0, and whether g is made of two rays from 0.
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
	return Plateau{Components: len(rates), Error: left, Exact: true, Reason: reason}
}

// offsetPlateau is that of linear units whose offsets must cancel.
func (f *Flow) offsetPlateau(reason string) Plateau {
	left, rates := f.pcaError(f.hidden - 1)
	return Plateau{Components: len(rates), Error: left, Reason: reason}
}

// biasedPlateau is that of homogeneous units whose encoder biases learn.
func (f *Flow) biasedPlateau() Plateau {
	if f.trainBias {
		return f.fullPlateau("biases of encoder and output: the units move into their linear part, and c cancels the offset Σ v^k b_k")
	}
	return f.offsetPlateau("encoder biases: the units move into their linear part, but the offset Σ v^k b_k must cancel, which costs a dimension")
}

// pairedPlateau is that of homogeneous units without encoder bias.
func (f *Flow) pairedPlateau(positive, negative float64) Plateau {
	odd, square := (positive+negative)/2, (positive*positive+negative*negative)/2 // a, M/Q
	if f.trainBias {
		mean := (positive - negative) / math.Sqrt(2*math.Pi)
		square -= mean * mean
	}
	share := odd * odd / square
	best := Plateau{Error: math.Inf(1), Exact: true}
	for pairs := range f.hidden/2 + 1 {
		left, rates := f.pcaError(f.hidden - pairs)
		for i, r := range rates {
			if i >= pairs {
				left += (1 - share) * r
			}
		}
		if left <= best.Error {
			best.Error, best.Components = left, min(pairs, len(rates))
			best.Reason = fmt.Sprintf("%d pairs of units ± reconstruct a component each, and %d single units the share %.3g of the next ones",
				pairs, f.hidden-2*pairs, share)
		}
	}
	return best
}

// smoothPlateau is that of units that are linear where the encoder is small.
func (f *Flow) smoothPlateau() (Plateau, error) {
	at0 := f.activation.Single(gaussian.Marginal{})
	if err := checkSmooth(f.activation, at0); err != nil {
		return Plateau{}, fmt.Errorf("no plateau can be derived: %w", err)
	}
	if f.tied {
		return Plateau{}, errors.New("no plateau can be derived: tied units can't be in their linear part and reconstruct; see Snapshot.FixedPoint")
	}
	if !oddButForConstant(f.activation) {
		return Plateau{}, errors.New("no plateau can be derived: units that aren't odd can end in their linear part, at E_K, or in pairs ±, as the start decides")
	}
	if f.hearsBulk() {
		return Plateau{}, errors.New("no plateau can be derived: " + bulkNoise + "; see Snapshot.FixedPoint")
	}
	if at0.Mean != 0 && !f.trainBias {
		return f.offsetPlateau("smooth units of g(0) ≠ 0: linear where the encoder is small, but the offset Σ v^k g(0) must cancel, which costs a dimension"), nil
	}
	return f.fullPlateau("smooth untied units: linear in the limit of a small encoder and a large decoder"), nil
}

// oddButForConstant reports whether g(u) − g(0) is odd, at a sample of points.
func oddButForConstant(g gaussian.Activation) bool {
	for _, x := range []float64{0.01, 0.3, 1, 2.5, 6} {
		if math.Abs(g.Value(x)+g.Value(-x)-2*g.Value(0)) > 1e-12 {
			return false
		}
	}
	return true
}
