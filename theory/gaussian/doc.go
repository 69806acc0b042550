// Package gaussian gives the activation functions of an autoencoder and their
// averages over jointly normal pre-activations.
//
// In the limit of high input dimension the pre-activations u_k = w^k·x/√D + b_k of
// a shallow autoencoder are jointly normal, with the biases b for means and
// covariance Q, and its learning dynamics need nothing of the activation g but a
// few averages over that law (Refinetti & Goldt 2022, arXiv:2201.02115, who have no
// biases):
//
//	m_k  = E g(u_k)            a_k  = E g'(u_k)
//	e_k  = E g''(u_k)          f_k  = E g'''(u_k)
//	M_kl = E g(u_k) g(u_l)     N_kl = E g'(u_k) g'(u_l)
//	H_kl = E g(u_l) g'(u_k)    P_kl = E g(u_l) g''(u_k)
//
// By Price's theorem N_kl = ∂M_kl/∂Q_kl, H_kl = ∂M_kl/∂b_k and, for k ≠ l,
// P_kl = 2 ∂M_kl/∂Q_kk.
//
// # Averages and their derivatives
//
// An [Activation] gives the averages for one unit and for a pair of units;
// [Averages] collects them for all units of a network, and [Slopes] their
// derivatives by b and Q, of which the Jacobian of the dynamics is made:
//
//	averages := gaussian.NewAverages(hidden)
//	averages.Compute(gaussian.ReLU{}, q, biases)
//
// # Which activations there are
//
//   - [Erf], erf(x/√2): closed forms.
//   - [Linear], x: closed forms.
//   - [ReLU], max(x, 0): closed forms.
//   - [PiecewiseLinear], straight pieces, [LeakyReLU] among them: sums over ReLU.
//   - [Smooth], any smooth function: quadrature; [Tanh], [Logistic], [Softplus],
//     [GELU] and [SiLU] are made of it.
//
// [ByName] has them by the names that parameters use. A Smooth is the way to an
// activation of one's own: its name, the function and its derivative are enough.
// Closed forms are exact to about 10⁻¹⁴ and quadrature to 10⁻¹⁰ (what it is
// relative to is said there), over the whole range of variances, correlations and
// biases, units of variance 0 and perfectly correlated ones included.
//
// # What there isn't
//
// The package knows no weights, no spectrum and no learning rule. Functions with a
// kink in themselves or in their first or second derivative, and functions that
// bend much more sharply than [Smooth].Scale says, aren't averaged to a stated
// error, and averages don't tell: where the number of nodes has been doubled five
// times, to 32 times as many, without agreement, what there is then is returned.
// [Smooth.Check] tells beforehand, of averages over one unit at standard deviations
// of 0.1, 1 and 10 scales.
package gaussian
