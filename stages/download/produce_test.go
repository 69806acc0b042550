package download

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	embedded "autoencoder-dynamics/data/cifar10"
	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/stages"
)

func TestRunImages(t *testing.T) {
	w := newWorld(t)
	w.settings.Archive = w.file(w.archive)
	source, err := w.locate()
	if err != nil {
		t.Fatal(err)
	}
	folder, caveats, err := w.run(source)
	if err != nil {
		t.Fatal(err)
	}
	want, err := cifar10.ReadFile(t.Context(), source.Path, w.kind.test.options)
	if err != nil {
		t.Fatal(err)
	}
	checkImages(t, filepath.Join(folder, "train.npz"), want.Train)
	checkImages(t, filepath.Join(folder, "test.npz"), want.Test)
	about := readAbout(t, folder)
	if about.Source != "archive" || about.Official || about.Archive.SHA256 != sumOf(w.archive) || about.Archive.Train != cifar10.Digest(want.Train) {
		t.Errorf("about.json is %+v", about)
	}
	if len(caveats) != 1 || caveats[0].ID != "unofficial-archive" || !strings.HasSuffix(caveats[0].Label, sumOf(w.archive)[:12]) {
		t.Errorf("caveats are %+v", caveats)
	}
	expectOutputs(t, folder, "about.json", "test.npz", "train.npz")
}

func checkImages(t *testing.T, path string, want cifar10.Set) {
	t.Helper()
	file, err := npz.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	images, shape, err := file.Uint8("images")
	if err != nil || !bytes.Equal(images, want.Images) || !slices.Equal(shape, []int{want.Count(), 3, 32, 32}) {
		t.Errorf("%s: images of shape %v differ (%v)", filepath.Base(path), shape, err)
	}
	labels, shape, err := file.Uint8("labels")
	if err != nil || !bytes.Equal(labels, want.Labels) || !slices.Equal(shape, []int{want.Count()}) {
		t.Errorf("%s: labels of shape %v differ (%v)", filepath.Base(path), shape, err)
	}
}

func readAbout(t *testing.T, folder string) About {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(folder, "about.json"))
	if err != nil {
		t.Fatal(err)
	}
	var about About
	if err := json.Unmarshal(content, &about); err != nil {
		t.Fatal(err)
	}
	return about
}

func expectOutputs(t *testing.T, folder string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("outputs are %v, want %v", got, want)
	}
}

func TestRunEmbedded(t *testing.T) {
	w := newWorld(t)
	w.settings.Offline = true
	source, err := w.locate()
	if err != nil {
		t.Fatal(err)
	}
	folder, caveats, err := w.run(source)
	if err != nil {
		t.Fatal(err)
	}
	mean, covariance, provenance, err := embedded.Moments()
	if err != nil {
		t.Fatal(err)
	}
	file, err := npz.Open(filepath.Join(folder, "moments.npz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	gotMean, _, err := file.Float64("mean")
	if err != nil || !slices.Equal(gotMean, mean) {
		t.Errorf("mean differs (%v)", err)
	}
	gotCovariance, shape, err := file.Float64("covariance")
	if err != nil || !slices.Equal(gotCovariance, covariance) || !slices.Equal(shape, []int{1024, 1024}) {
		t.Errorf("covariance of shape %v differs (%v)", shape, err)
	}
	about := readAbout(t, folder)
	if about.Identity != source.Identity || about.Embedded == nil || about.Embedded.ArchiveSHA256 != provenance.ArchiveSHA256 {
		t.Errorf("about.json is %+v", about)
	}
	if len(caveats) != 1 || caveats[0].ID != "embedded-default" || !strings.Contains(caveats[0].Label, provenance.Dataset) {
		t.Errorf("caveats are %+v", caveats)
	}
	expectOutputs(t, folder, "about.json", "moments.npz")
}

// The same source gives the same bytes, wherever it lies.
func TestRunIsReproducible(t *testing.T) {
	w := newWorld(t)
	for _, offline := range []bool{true, false} {
		w.settings.Offline = offline
		var outputs []map[string][]byte
		for range 2 {
			if !offline {
				w.settings.Archive = w.file(w.archive)
			}
			source, err := w.locate()
			if err != nil {
				t.Fatal(err)
			}
			folder, _, err := w.run(source)
			if err != nil {
				t.Fatal(err)
			}
			outputs = append(outputs, readAll(t, folder))
		}
		for name, content := range outputs[0] {
			if !bytes.Equal(content, outputs[1][name]) {
				t.Errorf("%s differs from run to run", name)
			}
		}
	}
}

func readAll(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if all[entry.Name()], err = os.ReadFile(filepath.Join(folder, entry.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func TestRunNoticesAChangedArchive(t *testing.T) {
	w := newWorld(t)
	path := w.file(w.archive)
	_, _, err := w.run(stages.Source{Identity: "sha256:" + strings.Repeat("0", 64), Path: path})
	expectError(t, err, path, "changed while")
}

// BenchmarkLocate hashes the archive that CIFAR10_ARCHIVE names.
func BenchmarkLocate(b *testing.B) {
	archive := os.Getenv("CIFAR10_ARCHIVE")
	if archive == "" {
		b.Skip("CIFAR10_ARCHIVE isn't set")
	}
	kind := Kind{}
	for b.Loop() {
		if _, err := kind.Locate(b.Context(), kind.Defaults(""), stages.Settings{Archive: archive}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRun unpacks the archive that CIFAR10_ARCHIVE names.
func BenchmarkRun(b *testing.B) {
	archive := os.Getenv("CIFAR10_ARCHIVE")
	if archive == "" {
		b.Skip("CIFAR10_ARCHIVE isn't set")
	}
	kind := Kind{}
	source, err := kind.Locate(b.Context(), kind.Defaults(""), stages.Settings{Archive: archive})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		call := &stages.Call{Source: source, OutputDir: b.TempDir(), Progress: &world{}, Caveat: func(stages.Caveat) {}}
		if err := kind.Run(b.Context(), call); err != nil {
			b.Fatal(err)
		}
	}
}
