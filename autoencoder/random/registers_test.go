package random

import (
	"bytes"
	"os"
	"regexp"
	"testing"
)

// The generator named for AVX2 must keep to its 16 registers of 256 bits: the assembler would
// silently take instructions of AVX-512 for others.
func TestRegisters(t *testing.T) {
	beyond := regexp.MustCompile(`\b([XYZ](1[6-9]|2[0-9]|3[01])|Z[0-9]+)\b`)
	text, err := os.ReadFile("normals_amd64.s")
	if err != nil {
		t.Fatal(err)
	}
	looked := 0
	for _, function := range bytes.Split(text, []byte("\nTEXT "))[1:] {
		title, _, _ := bytes.Cut(function, []byte("("))
		if !bytes.HasSuffix(title, []byte("AVX2")) {
			continue
		}
		looked++
		if beyond.Match(function) {
			t.Errorf("%s uses %s", title, beyond.Find(function))
		}
	}
	if looked == 0 {
		t.Error("no function named for AVX2: nothing was looked at")
	}
}
