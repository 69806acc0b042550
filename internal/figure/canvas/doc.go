// Package canvas has the surfaces that a figure is drawn on: SVG, PDF and PNG.
//
// They implement gonum's vg.Canvas and differ from gonum's own in what a
// pipeline needs. The same drawing gives the same bytes every time: no time of
// day, no map order. Text looks the same everywhere: SVG and PNG fill the
// letters' outlines (SVG holds each letter once), and PDF embeds the letters
// used of each font, so that Greek is searchable too. Groups of an SVG carry
// names, so that a page can find a curve in it.
//
// Lengths are points, 72 to the inch, and y points upwards, as in gonum.
package canvas
