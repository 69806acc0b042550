package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// What a killed process was about to write is removed by the next one that writes
// there, unless it is so young that it may be another process's.
func TestUnfinishedFilesAreRemoved(t *testing.T) {
	dir := t.TempDir()
	for name, age := range map[string]time.Duration{".new-1": 2 * time.Hour, ".new-2": time.Minute, ".mine": 2 * time.Hour} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("half"), 0o666); err != nil {
			t.Fatal(err)
		}
		then := time.Now().Add(-age)
		if err := os.Chtimes(path, then, then); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeFile(filepath.Join(dir, "figure.svg"), []byte("whole")); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if want := []string{".mine", ".new-2", "figure.svg"}; !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
}
