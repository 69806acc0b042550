//go:build unix

package cache

import "syscall"

// openNow keeps an open from waiting for the other end of a pipe.
const openNow = syscall.O_NONBLOCK
