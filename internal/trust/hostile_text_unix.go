//go:build unix

package main

import "syscall"

// ownPeak is the largest resident size of the harness itself, in bytes.
func ownPeak() int64 {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return residentBytes(&usage)
}

// makeFIFO puts a FIFO at a path, from which nobody ever gets to read.
func makeFIFO(path, _ string) error { return syscall.Mkfifo(path, 0o600) }
