// Package integrate solves initial value problems y' = f(t, y) for many
// variables, with an adaptive step and error control.
//
// [DormandPrince] is the ordinary explicit pair of orders 5 and 4, best where
// nothing is stiff. [Chebyshev] is a stabilised explicit Runge–Kutta method of
// order 2 for problems that are stiff with a Jacobian whose spectrum lies along
// the negative real axis, as that of every gradient flow does: it needs no
// Jacobian and no linear algebra, and its steps are longer than an ordinary
// explicit method's by a factor of about the number of its stages. [Automatic],
// the default, watches the spectral radius and takes the one that suits.
//
// [Solve] hits every requested time exactly: there is no interpolation. It
// reports a solution that leaves the numbers, or a step that shrinks to nothing,
// as an [Error] with the time at which that happened.
//
// The package knows nothing of autoencoders. It has no implicit methods: a
// spectrum with large imaginary parts needs another solver.
package integrate
