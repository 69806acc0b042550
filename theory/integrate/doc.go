// Package integrate solves initial value problems y' = f(t, y) with an adaptive
// step, error control and a continuous solution.
//
// The methods, from the least stiff problem to the stiffest:
//
//   - [DormandPrince], the ordinary explicit pair of orders 5 and 4: the cheapest
//     where nothing is stiff.
//   - [Chebyshev], a stabilised explicit method of order 2 for Jacobians with a
//     spectrum along the negative real axis, as that of every gradient flow is:
//     no Jacobian, no linear algebra, and steps that are longer than an ordinary
//     explicit method's by a factor of about the number of its stages. It pays for
//     many variables and moderate accuracy.
//   - [Automatic], the default: watches the spectral radius and takes the one of
//     these two that suits.
//   - [Rosenbrock], linearly implicit, of order 5, L-stable: its steps don't feel
//     stiffness at all. It pays where linear systems with the Jacobian are cheap:
//     for few variables, or with a [LinearSystem] that knows the structure of the
//     Jacobian.
//   - [Euler], explicit with a fixed step and no error control: only for comparison.
//
// [Solve] bounds the estimated error of each component in each step. The error of
// the solution is a multiple of that: of the order of 1 for Rosenbrock, some tens
// for DormandPrince, and more the tighter the tolerance for Chebyshev, whose many
// steps' errors add up.
//
// Output times don't change the steps. Within a step the solution is the method's
// continuous extension, which the tests hold to the accuracy of the steps' ends;
// [Settings].OnStep hands out every step with it.
//
// There is no wrong curve without an [Error]: a solution that leaves the numbers,
// a step that shrinks to nothing, one that stays so short that the last time is
// out of reach, a linear system without solution and the end of the evaluations
// granted are all reported with the time at which they happened.
//
// The package knows nothing of autoencoders.
package integrate
