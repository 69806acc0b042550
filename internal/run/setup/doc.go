// Package setup has what the stages ode and sgd share: their parameters in
// pipeline.yaml with the checks on them, the times at which curves are recorded,
// the start weights, and the columns of curves.csv.
//
// Theory and simulation of the same parameters and seed start from the same
// weights and are recorded at the same times because both take them from here.
package setup
