// Package autoencoder simulates shallow autoencoders that learn by online
// stochastic gradient descent.
//
// The network is x̂ = Σ_k v^k g(w^k·x/√D), with K hidden units over D inputs.
// At every step it sees one fresh input x and goes down the gradient of
// ‖x − x̂‖²/2 (Refinetti & Goldt 2022, arXiv:2201.02115):
//
//	v^k ← v^k + (η/D) δ g(λ^k)                   λ^k = w^k·x/√D
//	w^k ← w^k + (η/(D²√D)) (v^k·δ) g'(λ^k) x      δ   = x − x̂
//
// The encoder's rate is smaller by a factor of the order of D: with it, time
// t = steps/D is what package theory's flow is written in.
//
// A [Simulator] takes the steps, fed by a [Sampler]: [Gaussian] inputs drawn in
// the eigenbasis of their covariance, or [Images]. An [Evaluator] gives the
// population error: in [ClosedForm] for normal inputs, or averaged exactly over
// a [Population]. A [Recorder] puts them together and can be interrupted and
// resumed to the same bits.
//
// The package reads no files. It shares packages gaussian and order with package
// theory, and doesn't know the flow that it is compared with.
package autoencoder
