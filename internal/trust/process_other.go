//go:build !unix

package main

import (
	"os"
	"os/exec"
	"syscall"
)

// This system halts no processes.
const (
	sigHalt     = syscall.Signal(0)
	sigContinue = syscall.Signal(0)
	canHalt     = false
)

func newGroup(*exec.Cmd) {}

func (r *running) signalAll(s syscall.Signal) { r.signal(s) }

func killGroup(p *os.Process) error { return p.Kill() }

func endedBy(*os.ProcessState) syscall.Signal { return 0 }

func peakMemory(*os.ProcessState) int64 { return 0 }

func signalProcess(int, syscall.Signal) {}
