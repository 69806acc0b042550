package kernel_test

import (
	"bytes"
	"os"
	"regexp"
	"testing"
)

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
