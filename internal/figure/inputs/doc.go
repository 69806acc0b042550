// Package inputs reads what upstream stages computed, for figures to draw.
//
// A [Set] holds what is wired to the ports of a plot stage. From it a figure
// takes typed data: [Curves] of the theory or of a simulation, the latter
// reduced over its replicas to mean and spread, [Spectrum], and sample images.
// The package also compares the two: it interpolates a theory's curve to the
// times of a simulation and measures how far apart they are.
//
// It reads files and draws nothing.
package inputs
