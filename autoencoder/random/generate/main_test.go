package main

import (
	"bytes"
	"os"
	"testing"
)

// What is compiled must be what the program writes: nobody edits assembly by hand.
func TestGeneratedFilesAreUpToDate(t *testing.T) {
	assembly, stubs, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]byte{"../normals_amd64.s": assembly, "../normals_amd64.go": stubs} {
		got, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s isn't what the generator writes: run go generate ./autoencoder/random", name)
		}
	}
}
