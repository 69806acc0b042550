// Package picture compares rasters of figures as an eye does: a difference in
// anti-aliasing, resolution or a fraction of a pixel's shift is none, a moved
// curve, a lost label or another axis is one. It also reduces rasters to what
// is kept of an accepted figure, and shows differences and overlays.
package picture
