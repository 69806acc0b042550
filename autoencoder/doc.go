// Package autoencoder simulates shallow autoencoders that learn by stochastic
// gradient descent, step by step, as package theory's flow describes them in the
// limit of many inputs (Refinetti & Goldt 2022, arXiv:2201.02115).
//
// The network has K hidden units over D inputs, with biases b and c where asked for:
//
//	λ^k = w^k·x/√D     u_k = λ^k + b_k     x̂ = Σ_k v^k g(u_k) + c     δ = x − x̂
//
// # Rules
//
// At every step it sees one fresh input x. [Vanilla] is the gradient of ‖δ‖²/2, with
// rates that make time t = steps/D what the flow is written in:
//
//	v^k ← v^k + (η/D)      g(u_k) δ
//	w^k ← w^k + (η/(D²√D)) (v^k·δ) g'(u_k) x
//	b_k ← b_k + (η/D²)     (v^k·δ) g'(u_k)
//	c   ← c   + (η/D)      δ
//
// Where the weights are tied, v^k = w^k, both paths of the gradient count:
//
//	w^k ← w^k + (η/D^{3/2}) [ g(u_k) δ + (w^k·δ) g'(u_k) x/√D ]
//
// [Truncated] puts δ_k = x − c − Σ_{l≤k} v^l g(u_l) in place of δ, but for c, and finds the
// principal components in their order. [Sanger] is Sanger's rule, for linear tied networks
// without biases; it is the truncated rule without the encoder's path:
//
//	W ← W + (η/D^{3/2}) (y xᵀ − tril(y yᵀ) W)     y = W x/√D
//
// [Learning] has what else a step may be: the mean gradient over a batch, weight decay
// (W and V lose the share κ/D of themselves), a rate that falls as a power of time, [Adam].
//
// # What is in the package
//
// A [Simulator] takes the steps, fed by a [Sampler]: [Gaussian], normal inputs in the
// eigenbasis of their covariance; [Images], the rows of a data set with replacement;
// [Epochs], each of them once an epoch; [Flipped], those of another sampler with random
// signs. A [LevelSimulator] takes steps that have the same law at a cost that is free of D,
// where the covariance has few eigenvalues; it starts from weights over D inputs
// ([ReduceWeights]) or from an ensemble's columns ([WeightsOfColumns]). Both are a
// [Simulation].
//
// An [Evaluator] gives the error of a [Network]: [ClosedForm] for normal inputs,
// [Population] as the exact average over a set of images. [Components] measure how far the
// decoder has found the principal components. A [Recorder] puts them together and can be
// interrupted and resumed to the same bits.
//
// # Numbers
//
// Inputs are float32. Weights are so too where it doesn't change the physics, and otherwise
// float64 ([Precision]); activations and biases b are always float64, and so are sums over the
// inputs, but where many inputs meet weights of float32 at once: in batches of the vanilla rule and
// in [Population], sums over up to 1024 inputs are float32.
// The passes over the inputs are those of package kernel. Online, an update of the encoder waits for
// the pass that computes the next pre-activations, and units that don't respond to an input
// (ReLU's) are left out of the decoder's. A batch is learnt from by up to 32 inputs together, as products of
// matrices, and where it has no more than these and there is no Adam its mean is added to the weights at once.
//
// On one machine the weights are the same bits for all instructions of its processor that
// the kernels can use, for any number of workers (a replica is a simulator of its own),
// however the steps are divided into runs, and after an interruption and a resumption. From
// one architecture to another that is so of what packages kernel and random compute, passes
// and normal numbers; the steps add no fused products of their own, but the activations
// use functions of package math, which may be off in the last bit by architecture, and what a
// last bit becomes depends on the flow.
//
// The package reads no files. It shares packages gaussian, order and ensemble with package
// theory, and doesn't know the flow that it is compared with.
package autoencoder
