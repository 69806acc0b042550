// Package ensemble draws start weights of a network over inputs that are known by the
// levels of their covariance: its eigenvalues with their multiplicities.
//
// The modes of one eigenvalue enter the learning dynamics through the Gram matrix of the
// weights there only, so that a level of any number of modes, also infinitely many, needs no
// more columns than there are rows of weights. [Ensemble.Draw] draws these columns at a cost
// that doesn't grow with the input dimension D.
//
// Package theory starts its flow from them, and package autoencoder's simulation that is
// exact in law its stochastic gradient descent: from one seed, both have the same weights.
// The package knows neither.
package ensemble
