// Package drawing says what was drawn in a figure, element by element: texts,
// lines, shapes and images with their places and colours, in points of the
// printed figure. It is what a raster is made from, and so no anti-aliasing,
// resolution or font rasteriser touches it.
//
// [Recorder] is a canvas that keeps what is drawn on it; it wraps gonum's
// vg/recorder. [Drawing.Write] writes the result as JSON Lines, the same bytes
// every time, one line for all that is drawn alike in one part of the figure.
// The reading and comparing is in package reference: this one is part of the
// code digest of every figure.
package drawing
