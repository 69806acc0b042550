// Package compare says how two output files that differ in bytes differ in
// content: which column or array, by how much, and where. It is what the verify
// command shows. It doesn't judge whether a difference matters.
package compare
