// Package table reads and writes tables of numbers as CSV: a header row with the columns'
// names, then one row of numbers per line, as R, Julia and pandas read them.
//
// Numbers are written with as many digits as it takes to read the same float64
// back, so that a table survives any number of copies unchanged. Reading is strict: a
// cell that isn't a number, a row of another length or a repeated name is an error
// with its line and column, never a silent NaN.
//
// The package does not do text columns, other separators or comments.
package table
