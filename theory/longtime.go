package theory

import (
	"math"

	"autoencoder-dynamics/theory/gaussian"
)

// LongTime is the law that the flow of an untied network of smooth units obeys at
// long times. Such a network reaches the PCA error E_K only in the limit of an
// infinitely small encoder and an infinitely large decoder, where its units are
// linear. With
//
//	s = (B t)^{1/(p+1)}
//
// and g₁ = g'(0), the law for one unit k on each of the K leading components is
//
//	√Q_kk ≃ s^{-1/2}     ‖v^k‖/√D ≃ √(r_k s)/|g₁|     pmse − E_K ≃ h s^{-p} Σ_{m≤K} r_m
//
// with relative corrections of the order 1/s. For odd units, p = 2, the exponents
// of t are −1/6, 1/6 and −2/3. All units come to one and the same Q_kk, whatever
// their eigenvalue.
//
// # Derivation
//
// Let one unit look along one component of rate r, with u = ω/√r its encoder and
// v̂ its decoder: Q = r u², Ŝ = r u v̂. At the best decoder for a given encoder the
// error left of r is r(1 − a²Q/V), with V the second moment of g about what the
// output bias removes: V = M = E g² without output bias, and M − m² with a trained
// one, which then is ĉ = −m v̂. Take the Taylor coefficients g = g₀ + g₁u + g₂u²/2 +
// g₃u³/6 + …; by Mehler's formula M = Σ_n (E g⁽ⁿ⁾)² Qⁿ/n!, so that 1 − a²Q/V ≃ h Q^p with
//
//	h = g₃²/(6 g₁²), p = 2    where g₂ = 0
//	h = g₂²/(2 g₁²), p = 1    with output bias
//	h = 3g₂²/(4 g₁²), p = 1   without, for g₀ = 0: the mean m ≃ g₂Q/2 adds to the error
//
// The decoder relaxes to its best at the rate ηV. What is left is a drift along the
// valley g₁ v̂ u = 1, where Q = r/(g₁² v̂²). The flow is the gradient flow of pmse/2
// in (u, v̂, ĉ), and along the valley, at large v̂, the length element is
// dv̂² + dĉ² = (1 + g₀²) dv̂², so that
//
//	(1 + g₀²) dv̂/dt = −η d/dv̂ ½ r h Q^p = η p h r^{p+1} g₁^{-2p} v̂^{-(2p+1)}
//
// (without output bias g₀ = 0). At long times v̂² = r s/g₁² with
// B = 2p(p+1) η h g₁²/(1 + g₀²), which is 2ηg₃² for odd units. For erf, where
// g₁² = g₃² = 2/π, that is v̂⁶ = η π² r³ t/2, Q = π r/(2v̂²) and
// pmse − E_1 = π² r³/(24 v̂⁴).
//
// # Several units
//
// In the valley of odd units, to leading order and however the units are aligned
// (Mehler's formula for M_kl, inverted to first order in Q),
//
//	pmse − E_K ≃ (g₃²/6) Σ_kl T̂_kl Q_kl³,     V̂ᵀω = diag(√r)/g₁
//
// which is [Snapshot.ValleyExcess]. It is homogeneous of degree −4 in V̂: there are
// solutions V̂ = t^{1/6} V̂₀, and all exponents are those of one unit. The prefactors
// need not be.
//
//   - Units aligned with the components are such a solution, with Q = 1/s. The truncated
//     rule aligns the units and goes there.
//   - At Q = 1/s a rotation of the units among themselves, V̂ → OV̂ and ω → Oω, leaves
//     the error as it is. It isn't a flat direction of the flow all the same: rotated
//     units have T̂_kl ≠ 0, and then a small Q_kl of the other sign shortens the decoder
//     at first order, while it costs but its cube. Aligned units are a saddle among the
//     directions of V̂.
//   - The vanilla rule leaves them for solutions with Q_kl ≠ 0. The direction of V̂
//     moves in ln t, with small rates: over the times that anyone integrates to, the
//     prefactors drift a little. At t = 10⁸ flows of K = 2, 3 and 6 erf units were
//     seen with 0.97 to 0.99, 0.88 to 0.92 and 0.76 of the law's excess, and with
//     √Q_kk within 2 % of the law's; TestFlowGoesToTheLawOfLongTimes has one of K = 3.
//
// Units of g₂ ≠ 0 obey the law where they go to small Q, which isn't certain for more than
// one unit. Softplus, GELU and SiLU have g(u) − g(−u) ∝ u, so that two units of opposite
// encoder and decoder are linear at any Q: networks of them have been seen to stay in such
// pairs, as ReLU does.
//
// # The bulk at D = ∞
//
// At D = ∞ the encoder's loading on the bulk doesn't learn. Its share q of Q_kk, the noise
// of the start weights' σ²·(bulk's share of the variance), is never lost, and an encoder
// must not become so small that it drowns in it: smooth units come to a fixed point where
// Q ≃ (q/(ph))^{1/(p+1)}, which [Snapshot.FixedPoint] finds, and there is no law. Linear
// units, which may grow instead, have Q ∝ t^{1/2} and pmse − E_K ≃ K √q/(2√(ηt)). At
// finite D the bulk's loadings decay in the end, at rates of ηρ T̂/D.
type LongTime struct {
	Floor   float64   // E_K, the PCA error that pmse goes to
	Power   int       // p
	Speed   float64   // B: s = (B t)^{1/(p+1)}
	Residue float64   // h: the share of a component's variance that is left, over Q^p
	Slope   float64   // g₁
	Rates   []float64 // r of the K leading components
	Aligned bool      // whether the rule brings the units to the components: K = 1 or the truncated rule
}

// scale returns s.
func (l LongTime) scale(t float64) float64 { return math.Pow(l.Speed*t, 1/float64(l.Power+1)) }

// Excess returns pmse − E_K at the time t.
func (l LongTime) Excess(t float64) float64 {
	var sum float64
	for _, r := range l.Rates {
		sum += r
	}
	return l.Residue * sum * math.Pow(l.scale(t), -float64(l.Power))
}

// EncoderNorm returns √Q_kk of every unit at the time t.
func (l LongTime) EncoderNorm(t float64) float64 { return 1 / math.Sqrt(l.scale(t)) }

// DecoderNorm returns ‖v^k‖/√D at the time t for the unit on the m-th component,
// from 1 on. It panics where there is no such component.
func (l LongTime) DecoderNorm(t float64, m int) float64 {
	return math.Sqrt(l.Rates[m-1]*l.scale(t)) / math.Abs(l.Slope)
}

// Exponents returns the exponents of t in the law: of the excess, of √Q_kk and of ‖v^k‖.
func (l LongTime) Exponents() (excess, encoder, decoder float64) {
	power := float64(l.Power)
	return -power / (power + 1), -0.5 / (power + 1), 0.5 / (power + 1)
}

// ValleyExcess returns (g₃²/6) Σ_kl T̂_kl Q_kl³, to which the excess of pmse over E_K
// comes for odd units with small Q and the best decoder for their encoder; see [LongTime].
func (s Snapshot) ValleyExcess() float64 {
	third := s.flow.activation.Single(gaussian.Marginal{}).F // g₃
	scale := decoderScale(s.flow.dim)
	var sum float64
	for i, q := range s.Parameters.Q {
		sum += s.Parameters.T[i] * q * q * q
	}
	return third * third / 6 * sum / (scale * scale)
}
