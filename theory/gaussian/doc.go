// Package gaussian gives the activation functions of an autoencoder and their
// averages over jointly normal pre-activations.
//
// In the limit of high input dimension the pre-activations λ^k = w^k·x/√D of a
// shallow autoencoder are jointly normal with covariance Q, and its learning
// dynamics need nothing of the activation g but a few averages over that law
// (Refinetti & Goldt 2022, arXiv:2201.02115):
//
//	a_k  = E g'(λ_k)            f_k  = E g'''(λ_k)
//	M_kl = E g(λ_k) g(λ_l)      N_kl = E g'(λ_k) g'(λ_l)      P_kl = E g(λ_l) g''(λ_k)
//
// By Price's theorem N_kl = ∂M_kl/∂Q_kl and, for k ≠ l, P_kl = 2 ∂M_kl/∂Q_kk.
//
// An [Activation] gives them for one unit and for a pair of units; [Averages]
// collects them for all units of a network. Where the units have biases the law's
// mean isn't zero; this version has no biases: [Marginal] and [Joint] will then
// grow a mean, [Single] and [Pair] the averages m, e and H.
//
// The package knows no weights, no spectrum and no learning rule.
package gaussian
