package kernel_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// TestGenerated checks that the assembly is what the generator writes.
func TestGenerated(t *testing.T) {
	command, err := exec.LookPath("go")
	if err != nil {
		t.Skipf("the generator is run by the go command, which isn't here: %v", err)
	}
	directory := t.TempDir()
	if output, err := exec.CommandContext(t.Context(), command, "run", "./generate", "-directory", directory).CombinedOutput(); err != nil {
		t.Fatalf("running the generator: %v\n%s", err, output)
	}
	for _, name := range []string{"assembly_amd64.s", "assembly_amd64.go", "bounds/assembly_amd64.s", "bounds/assembly_amd64.go"} {
		got, err := os.ReadFile(name)
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

// TestRegisters checks that kernels named for AVX2 keep to its 16 registers of 256 bits: the
// assembler would silently take instructions of AVX-512 for others.
func TestRegisters(t *testing.T) {
	beyond := regexp.MustCompile(`\b([XYZ](1[6-9]|2[0-9]|3[01])|Z[0-9]+)\b`)
	for _, name := range []string{"assembly_amd64.s", "bounds/assembly_amd64.s"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, function := range bytes.Split(text, []byte("\nTEXT "))[1:] {
			title, _, _ := bytes.Cut(function, []byte("("))
			if bytes.HasSuffix(title, []byte("AVX2")) && beyond.Match(function) {
				t.Errorf("%s uses %s", title, beyond.Find(function))
			}
		}
	}
}
