// Package order computes the order parameters of a shallow autoencoder and its
// error in closed form from them.
//
// The weights of K hidden units over D inputs enter the population error only
// through a few macroscopic numbers (Refinetti & Goldt 2022,
// arXiv:2201.02115). With W and V the K×D encoder and decoder weights in the
// eigenbasis of the inputs' covariance and Λ = diag(ρ) its eigenvalues,
//
//	Q   = W Λ Wᵀ/D      K×K   covariance of the pre-activations     (the paper's Q1)
//	S_k = v^kᵀ Λ w^k/√D  K     covariance of v^k·x with λ^k          (D·diag of its R1)
//	T   = V Vᵀ          K×K                                         (D times its T0)
//
// and, where there are biases, b (K), z_k = v^k·c (K) and ‖c‖².
//
// [Parameters] measures them, [Parameters.Error] is the error for normal inputs,
// and [PCAErrors] is the floor that principal components set.
//
// The package knows no dynamics: what moves the weights is in theory (the flow)
// and in autoencoder (stochastic gradient descent).
package order
