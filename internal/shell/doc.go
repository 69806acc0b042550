// Package shell writes command lines that a person can paste: whatever a word
// holds, a shell hands it to the program as it was, and runs nothing in it.
//
// It is for the hints in messages ("run it with …"). It starts no shell.
package shell
