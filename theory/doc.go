// Package theory solves the learning dynamics of shallow autoencoders in the
// limit of high input dimension.
//
// An autoencoder x̂ = Σ_k v^k g(w^k·x/√D + b^k) + c with K hidden units learns by
// online stochastic gradient descent on inputs of covariance Ω. In the limit of
// many input dimensions D, at t = steps/D, its weights follow the flow of the
// population error (Refinetti & Goldt 2022, arXiv:2201.02115), which needs only
// the eigenvalues of Ω and a few Gaussian averages of g. [Solve] integrates the flow of a
// [Problem] and returns the error and the order parameters over time; [Flow] is its
// right-hand side.
//
// A problem has any activation of package gaussian, or one of the user's own; untied or
// tied weights; biases of encoder and output, fixed or trained; weight decay; and the
// vanilla, truncated or Sanger's rule. Its inputs have any spectrum. Eigenvalues that
// repeat cost no more than a few of them would, and package ensemble draws start weights in
// that form for any D and for D = ∞; see [ModesOf].
//
// Besides the curves there is
//
//   - [Snapshot], the solution at one time: weights, overlaps of the decoder with the
//     principal components, norms, and local exponents of power laws;
//   - [LearningTime], when each principal component is learnt;
//   - [Plateau], the error at which a network ends for reasons of symmetry;
//   - [FixedPoint], the state in which a flow rests, and whether it is stable;
//   - [LongTime], the law of a flow that doesn't rest.
//
// The parts are packages of their own: theory/gaussian (activations and their averages),
// theory/order (order parameters and the error in closed form), theory/pca (the error of
// PCA) and theory/integrate (integrators). It simulates nothing: package autoencoder does.
// The two share gaussian and order, and neither knows the other.
package theory
