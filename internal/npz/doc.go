// Package npz reads and writes NPZ files: named arrays of numbers in one zip
// archive, as numpy.savez writes them and numpy.load reads them.
//
// [WriteFile] writes the same bytes for the same arrays every time: entries are
// stored, not compressed, carry a fixed time and keep the order given. [Open]
// reads what this package, NumPy, Julia or R wrote: NPY versions 1 to 3, stored
// or deflated, either byte order, C or Fortran order. Numbers are converted to the
// type that the caller asks for, and an integer that doesn't fit is an error.
//
// Files of strangers are safe to open: Python objects (pickles) are refused and
// never decoded, names are never paths, what isn't a regular file is never waited for, and no memory is taken for an
// array before the entry that is said to hold it has been found to have the right size. A deflated entry may be a
// thousandth of what it holds: ask for the [File.Shape] first where a file isn't your own.
//
// What isn't finite is read as it is and never written, but for [Sizes] without limit.
//
// The package does not do single .npy files, complex numbers, strings, structured
// arrays or memory mapping.
package npz
