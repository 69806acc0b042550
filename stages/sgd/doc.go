// Package sgd is the stage kind "sgd": learning curves by simulation.
//
// It runs the stochastic gradient descent of package autoencoder, several replicas
// that share their start weights and differ in their samples, and writes curves.csv
// (replica, t, errors and order parameters), weights.npz (the final weights and biases, in
// the data's coordinates), snapshots.npz (weights at chosen times), overlaps.csv
// (how much of each principal component the decoder spans) and run.json.
//
// Inputs are images of a whiten stage, or normal ones with the covariance of a
// covariance stage or of the embedded moments; each a fresh draw, or those of a finite
// training set in epochs. pmse is the error over the law that the inputs come from: in
// closed form for normal inputs, averaged exactly over all training images for images.
// Beside it stand the errors over a finite training set and over test images.
//
// A spectrum that is known by its levels, of very many dimensions, is simulated exact
// in law, at a cost that doesn't grow with the dimension.
//
// Replicas run in parallel, save their state as they go, and are the same bits
// whatever the number of workers and however often they were interrupted. What is here
// is the way from parameters and files to simulations and back; all computing is in
// package autoencoder.
package sgd
