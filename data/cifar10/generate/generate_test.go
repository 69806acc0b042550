package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	embedded "autoencoder-dynamics/data/cifar10"
	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/internal/cifar10/cifar10test"
	"autoencoder-dynamics/internal/cifar10/moments"
)

const records = 40

// generate makes the two files from a small archive and returns their contents.
func generate(t *testing.T, archive []byte) (file, provenance []byte) {
	t.Helper()
	folder := t.TempDir()
	path := filepath.Join(folder, "archive.tar.gz")
	if err := os.WriteFile(path, archive, 0o644); err != nil {
		t.Fatal(err)
	}
	g := generator{
		archive: path, out: folder, dataset: "made-up images", note: "of no use", messages: io.Discard,
		options: cifar10.Options{RecordsPerBatch: records},
	}
	if err := g.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return read(t, filepath.Join(folder, "moments.npz")), read(t, filepath.Join(folder, "provenance.json"))
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestGenerateIsDeterministic(t *testing.T) {
	archive := cifar10test.Archive(records, 1)
	file, provenance := generate(t, archive)
	again, provenanceAgain := generate(t, archive)
	if !bytes.Equal(file, again) || !bytes.Equal(provenance, provenanceAgain) {
		t.Error("the same archive gives different files")
	}
}

// The moments are those of the training set, not of all images.
func TestGenerateUsesTrainingSet(t *testing.T) {
	archive := cifar10test.Archive(records, 2)
	file, text := generate(t, archive)
	got, err := moments.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	images, err := cifar10.Read(t.Context(), bytes.NewReader(archive), cifar10.Options{RecordsPerBatch: records})
	if err != nil {
		t.Fatal(err)
	}
	grey := make([]float64, images.Train.Count()*cifar10.Pixels)
	cifar10.Greyscale(grey, images.Train.Images)
	for _, p := range []int{0, 500, 1023} {
		mean := 0.0
		for i := range images.Train.Count() {
			mean += grey[i*cifar10.Pixels+p] / float64(images.Train.Count())
		}
		if math.Abs(got.Mean[p]-mean) > 1e-13 {
			t.Errorf("mean of pixel %d is %v, want %v", p, got.Mean[p], mean)
		}
	}
	var provenance moments.Provenance
	if err := json.Unmarshal(text, &provenance); err != nil {
		t.Fatal(err)
	}
	if provenance.ArchiveSHA256 != images.ArchiveSHA256 || provenance.Official || provenance.Train != cifar10.Digest(images.Train) {
		t.Errorf("provenance is %+v", provenance)
	}
}

func TestCommandLine(t *testing.T) {
	tests := []struct {
		name      string
		arguments []string
		want      error
	}{
		{"no archive", nil, errUsage},
		{"unknown flag", []string{"-x"}, errUsage},
		{"argument", []string{"-archive", "a", "b"}, errUsage},
		{"help", []string{"-h"}, flag.ErrHelp},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var messages bytes.Buffer
			if err := run(t.Context(), test.arguments, &messages); !errors.Is(err, test.want) || !strings.Contains(messages.String(), "-archive") {
				t.Errorf("error is %v, want %v; messages: %s", err, test.want, messages.String())
			}
		})
	}
	err := run(t.Context(), []string{"-archive", filepath.Join(t.TempDir(), "nowhere")}, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("error is %v, want one that names the file", err)
	}
}

// With the archive that the embedded files were made from, they come out byte for
// byte. It takes about 20 s and runs only where CIFAR10_ARCHIVE names that archive.
func TestEmbeddedFilesComeOutAgain(t *testing.T) {
	path := os.Getenv("CIFAR10_ARCHIVE")
	if path == "" || testing.Short() {
		t.Skip("CIFAR10_ARCHIVE isn't set, or -short is")
	}
	_, _, provenance, err := embedded.Moments()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	g := generator{archive: path, out: folder, dataset: provenance.Dataset, note: provenance.Note, messages: io.Discard}
	if err := g.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	var got moments.Provenance
	if err := json.Unmarshal(read(t, filepath.Join(folder, "provenance.json")), &got); err != nil {
		t.Fatal(err)
	}
	if got.ArchiveSHA256 != provenance.ArchiveSHA256 {
		t.Skipf("CIFAR10_ARCHIVE is another archive (%s)", got.ArchiveSHA256)
	}
	if !got.Comparison.Known() {
		t.Errorf("comparison is %+v, want everything known to be official", got.Comparison)
	}
	for _, name := range []string{"moments.npz", "provenance.json"} {
		if !bytes.Equal(read(t, filepath.Join(folder, name)), read(t, filepath.Join("..", name))) {
			t.Errorf("%s comes out different", name)
		}
	}
}
