// Package reference keeps figures that somebody has looked at and accepted, and
// says how a figure made later differs from the accepted one.
//
// An accepted figure lies in a folder figures/reference/VARIANT/FIGURE/: its
// numbers, its structure, what was drawn, a picture, its claims, and a manifest
// that says what it was made from, when it was accepted and why. A [Variant]
// tells apart what must never be compared: profiles, and data of different
// origin. docs/references.md describes the files.
//
// [Compare] goes through gates in order: the digests of the files, the numbers
// series by series within the tolerances that the figure states, its structure,
// what is drawn element by element, and at last, as a warning, the pixels. The
// first gate with something to say decides.
//
// The package reads and writes folders; which stage made a figure, and whether
// it is up to date, is for its callers to know. Reading is strict and bounded,
// for these files pass through editors and merges.
package reference
