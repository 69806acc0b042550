//go:build unix

package main

import (
	"os"
	"os/exec"
	"runtime"
	"syscall"
)

// Signals that halt a process and let it go on.
const (
	sigHalt     = syscall.SIGSTOP
	sigContinue = syscall.SIGCONT
	canHalt     = true
)

// newGroup makes the process the head of a group of its own, so that signalAll
// reaches what it has started.
func newGroup(c *exec.Cmd) {
	if c.SysProcAttr == nil {
		c.SysProcAttr = &syscall.SysProcAttr{}
	}
	c.SysProcAttr.Setpgid = true
}

// signalAll sends a signal to the process and all that it has started.
func (r *running) signalAll(s syscall.Signal) {
	if !r.ended() { // its number may be another's by now
		_ = syscall.Kill(-r.process.Process.Pid, s)
	}
}

// killGroup kills a process that newGroup made, and all that it has started.
func killGroup(p *os.Process) error { return syscall.Kill(-p.Pid, syscall.SIGKILL) }

// endedBy is the signal that ended a process, or 0.
func endedBy(state *os.ProcessState) syscall.Signal {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return status.Signal()
	}
	return 0
}

// peakMemory is the largest resident size of a process, in bytes.
func peakMemory(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return residentBytes(usage)
}

// residentBytes is the largest resident size in bytes, in which only some systems count it.
func residentBytes(usage *syscall.Rusage) int64 {
	if runtime.GOOS == "darwin" {
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) * 1024
}

// signalProcess sends a signal to any process; one that has ended doesn't mind.
func signalProcess(pid int, s syscall.Signal) { _ = syscall.Kill(pid, s) }
