package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// The harness runs itself again under these names, as the first argument.
const (
	confinedWord = "-confined" // -confined nofile=8 PROGRAM ARGUMENT...: run a program under limits
	holderWord   = "-holder"   // mount things in a namespace of its own, as it is told
)

// reexecuted does what this process was started for by another harness, and
// reports whether it was.
func reexecuted(arguments []string) bool {
	if len(arguments) < 2 {
		return false
	}
	var err error
	switch arguments[1] {
	case confinedWord:
		err = confine(arguments[2], arguments[3:])
	case holderWord:
		err = hold(os.Stdin, os.Stdout)
	default:
		return false
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "harness:", err)
		os.Exit(125)
	}
	return true
}

// resources are the limits by the names that ulimits give them.
var resources = map[string]int{"nofile": unix.RLIMIT_NOFILE, "fsize": unix.RLIMIT_FSIZE, "nproc": unix.RLIMIT_NPROC}

// confine becomes another program under a limit, "nofile=8".
func confine(limit string, line []string) error {
	name, text, _ := strings.Cut(limit, "=")
	value, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return err
	}
	if name == "nproc" && os.Getuid() == 0 { // root has no such limit
		const nobody = 65534
		if err := errors.Join(syscall.Setgid(nobody), syscall.Setuid(nobody)); err != nil {
			return err
		}
	}
	if err := unix.Setrlimit(resources[name], &unix.Rlimit{Cur: value, Max: value}); err != nil {
		return err
	}
	return syscall.Exec(line[0], line, os.Environ())
}

// under is what a command is to be wrapped in so that it runs under a limit.
func under(limit string) ([]string, error) {
	self, err := os.Executable()
	return []string{self, confinedWord, limit}, err
}

// order is what the holder is asked to mount.
type order struct {
	Type   string // "tmpfs", or "bind": what is there already, read-only
	Target string
	Data   string // options of a tmpfs
	Flags  uintptr
}

// hold mounts what it is told, line by line, until its input ends; the mounts end with it.
func hold(in io.Reader, out io.Writer) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("mounts can't be made private: %w", err)
	}
	fmt.Fprintln(out, "ok")
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		var o order
		err := json.Unmarshal(lines.Bytes(), &o)
		if err == nil {
			err = o.mount()
		}
		if err != nil {
			fmt.Fprintln(out, err)
			continue
		}
		fmt.Fprintln(out, "ok")
	}
	return lines.Err()
}

func (o order) mount() error {
	if o.Type == "tmpfs" {
		return unix.Mount("tmpfs", o.Target, "tmpfs", o.Flags, o.Data)
	}
	if err := unix.Mount(o.Target, o.Target, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return err
	}
	return unix.Mount("", o.Target, "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY, "")
}

// holder is a process with mounts of its own, which anybody may make where
// unprivileged user namespaces are allowed. Others reach them by its folder in /proc.
type holder struct {
	process *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Scanner
}

func newHolder() (*holder, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	h := &holder{process: exec.Command(self, holderWord)}
	h.process.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	if h.in, err = h.process.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := h.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	h.out = bufio.NewScanner(out)
	if err := h.process.Start(); err != nil {
		return nil, fmt.Errorf("user namespaces aren't allowed here: %w", err)
	}
	if err := h.answer(); err != nil {
		h.close()
		return nil, err
	}
	if _, err := os.Stat(h.path("/")); err != nil {
		h.close()
		return nil, fmt.Errorf("another process's mounts can't be reached: %w", err)
	}
	return h, nil
}

func (h *holder) close() {
	h.in.Close()
	_ = h.process.Wait()
}

// path is where a path of the holder's is found from outside.
func (h *holder) path(inside string) string {
	return fmt.Sprintf("/proc/%d/root%s", h.process.Process.Pid, inside)
}

func (h *holder) answer() error {
	if !h.out.Scan() {
		return errors.New("the process that holds the mounts has ended")
	}
	if text := h.out.Text(); text != "ok" {
		return errors.New(text)
	}
	return nil
}

func (h *holder) mount(o order) error {
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	if _, err := h.in.Write(append(text, '\n')); err != nil {
		return err
	}
	return h.answer()
}

// disk mounts a tmpfs of that size (options "size=40k", "nr_inodes=9") on a folder.
func (h *holder) disk(dir, size string) error {
	return h.mount(order{Type: "tmpfs", Target: dir, Data: size + ",mode=777"})
}

// grow gives it room.
func (h *holder) grow(dir string) error {
	return h.mount(order{Type: "tmpfs", Target: dir, Data: "size=64m,nr_inodes=10000", Flags: unix.MS_REMOUNT})
}

// readOnly lets nobody who comes by way of the holder write to a folder.
func (h *holder) readOnly(dir string) error { return h.mount(order{Type: "bind", Target: dir}) }

// ownRightsOnly has a command run by a user who has no more rights than the
// files' modes give to their owner, even where the harness is run by root.
func ownRightsOnly(c *exec.Cmd) {
	c.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
	c.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 1000, HostID: os.Getuid(), Size: 1}}
	c.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 1000, HostID: os.Getgid(), Size: 1}}
}
