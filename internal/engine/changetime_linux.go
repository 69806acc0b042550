package engine

import (
	"io/fs"
	"syscall"
	"time"
)

// changeTime returns when a file, its mode, its names or its links changed last.
func changeTime(info fs.FileInfo) time.Time {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return time.Unix(s.Ctim.Unix())
	}
	return time.Time{}
}
