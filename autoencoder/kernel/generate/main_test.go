package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestGenerated checks that the assembly is what the program writes: nobody edits it by hand.
func TestGenerated(t *testing.T) {
	directory := t.TempDir()
	if err := run([]string{"-directory", directory}, t.Output()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"assembly_amd64.s", "assembly_amd64.go", "bounds/assembly_amd64.s", "bounds/assembly_amd64.go"} {
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(filepath.Join(directory, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s isn't what the generator writes: run go generate ./autoencoder/kernel", name)
		}
	}
}
