// Package memory finds out how much memory this process may take, and who says so.
//
// [Find] looks at what the machine has free, at the limits of the process's control
// groups (version 1 or 2, with all those above it) and at its own limits of address space and of data (ulimit -v
// and -d), and returns the one that leaves the least. [Given] is a limit that somebody has set
// instead. [Limit.Room] is what is left of it for work, and [Limit.Hold] tells Go's garbage collector to
// work harder rather than to go beyond it.
//
// Limits are found on Linux alone; elsewhere none is known. The package doesn't divide the memory up: internal/engine
// does, by what stages say that they need.
package memory
