// Package rule names the learning rules, of which theory and simulation have the same ones.
//
// It knows no more of them than their names: packages theory and autoencoder say, each in its own
// way, how a network learns by them.
package rule
