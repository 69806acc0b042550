//go:build !linux

package main

// limitMachine says what isn't tried: its limits are made with what Linux offers.
func limitMachine(b *bench, _ *undisturbed) {
	for _, row := range []struct{ name, what string }{
		{"full-disk", "a full disk"}, {"read-only", "a read-only cache"}, {"processes", "few files, threads, bytes in a file"},
	} {
		b.notTried(row.name, row.what, "made with user namespaces and limits of Linux")
	}
}

// reexecuted is for what Linux needs a second process for.
func reexecuted([]string) bool { return false }
