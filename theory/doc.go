// Package theory solves the learning dynamics of shallow autoencoders in the
// limit of high input dimension.
//
// An autoencoder x̂ = Σ_k v^k g(w^k·x/√D) with K hidden units learns by online
// stochastic gradient descent on inputs of covariance Ω. In the limit of many
// input dimensions D, at t = steps/D, its weights follow the flow of the
// population error (Refinetti & Goldt 2022, arXiv:2201.02115), which needs only
// the eigenvalues of Ω and a few Gaussian averages of g. [Solve] integrates the
// flow and returns the error and the order parameters over time; [Flow] is its
// right-hand side.
//
// The parts are packages of their own: theory/gaussian (activations and their
// averages), theory/order (order parameters, the error in closed form, the PCA
// error) and theory/integrate (integrators). This version has untied weights, no
// biases and vanilla gradient descent. It simulates nothing: package autoencoder
// does. The two share gaussian and order, and neither knows the other.
package theory
