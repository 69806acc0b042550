// Package remedy says what to do about an error that a limit of the machine has
// caused: a disk that is full, a folder that can't be written to, too many open
// files. It is the one place that knows: what writes files only has to wrap the
// operating system's error, with its path, as package os does.
//
// It decides nothing and prevents nothing.
package remedy
