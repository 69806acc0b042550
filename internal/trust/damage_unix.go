//go:build unix

package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// special is a kind of file that isn't one.
type special struct {
	name string
	make func(path string) error
}

// specials are what this system has of pipes, sockets and devices.
func specials() []special {
	return []special{
		{"a pipe", func(path string) error { return syscall.Mkfifo(path, 0o666) }},
		{"a socket", func(path string) error { return syscall.Mknod(path, syscall.S_IFSOCK|0o666, 0) }},
		{"a device of endless bytes", func(path string) error {
			err := syscall.Mknod(path, syscall.S_IFCHR|0o666, 1<<8|5)
			if errors.Is(err, syscall.EPERM) { // only root may: then a link to that device
				return os.Symlink("/dev/zero", path)
			}
			return err
		}},
	}
}

// unprivileged returns what to run a program under so that permissions hold for
// it, root's too; ok is false where that can't be had.
func unprivileged() (wrap []string, ok bool) {
	if os.Geteuid() != 0 {
		return nil, true
	}
	path, err := exec.LookPath("setpriv")
	return []string{path, "--bounding-set=-all", "--inh-caps=-all"}, err == nil
}
