// Package sgd is the stage kind "sgd": learning curves by simulation.
//
// It runs online stochastic gradient descent of package autoencoder, several
// replicas that share their start weights and differ in their samples, and
// writes curves.csv (replica, t, pmse and the order parameters), weights.npz (the
// final weights W and V, replicas×K×D, in the data's coordinates) and run.json.
//
// Inputs are the images of a whiten stage, drawn with replacement, or normal ones
// with the covariance of a covariance stage or of the embedded moments. The
// error is then averaged exactly over the training images (the population that
// the samples come from and that theory describes), or over the test images
// where a stage is wired to "test"; for normal inputs it has a closed form.
//
// The simulator of this version has erf and linear units, untied weights without
// biases, and vanilla gradient descent; Validate refuses what else the parameters
// can say, which the stage ode has.
//
// Replicas run in parallel, save their state as they go, and are the same bits
// whatever the number of workers and however often they were interrupted.
package sgd
