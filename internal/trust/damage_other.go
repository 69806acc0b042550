//go:build !unix

package main

// special is a kind of file that isn't one.
type special struct {
	name string
	make func(path string) error
}

// specials returns none: this system isn't known to have pipes, sockets or devices in folders.
func specials() []special { return nil }

// unprivileged returns false: permissions aren't taken away here.
func unprivileged() (wrap []string, ok bool) { return nil, false }
