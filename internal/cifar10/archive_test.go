package cifar10_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/internal/cifar10/cifar10test"
)

const records = 30 // in each batch of the small archives

func read(t *testing.T, archive []byte) (*cifar10.Dataset, error) {
	t.Helper()
	return cifar10.Read(t.Context(), bytes.NewReader(archive), cifar10.Options{RecordsPerBatch: records})
}

// batch returns the content of a member of that name.
func batch(t *testing.T, members []cifar10test.Member, name string) []byte {
	t.Helper()
	i := slices.IndexFunc(members, func(m cifar10test.Member) bool { return m.Header.Name == cifar10test.Folder+name })
	if i < 0 {
		t.Fatalf("no member %s", name)
	}
	return members[i].Content
}

// Whatever the order of the members, images lie in the order of the batches.
func TestReadPutsBatchesInOrder(t *testing.T) {
	members := cifar10test.Members(records, 1)
	sorted := slices.Clone(members)
	slices.SortFunc(sorted, func(a, b cifar10test.Member) int { return strings.Compare(b.Header.Name, a.Header.Name) })
	dotted := slices.Clone(members)
	for i := range dotted {
		dotted[i].Header.Name = "./" + dotted[i].Header.Name
	}
	for name, members := range map[string][]cifar10test.Member{"official order": members, "reversed": sorted, "with ./": dotted} {
		t.Run(name, func(t *testing.T) {
			got, err := read(t, cifar10test.Pack(members))
			if err != nil {
				t.Fatal(err)
			}
			checkSet(t, got.Train, cifar10test.Members(records, 1), "data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin")
			checkSet(t, got.Test, cifar10test.Members(records, 1), "test_batch.bin")
		})
	}
}

func checkSet(t *testing.T, set cifar10.Set, members []cifar10test.Member, names ...string) {
	t.Helper()
	i := 0
	for _, name := range names {
		for record := range slices.Chunk(batch(t, members, name), 1+cifar10.ImageBytes) {
			if set.Labels[i] != record[0] || !bytes.Equal(set.Images[i*cifar10.ImageBytes:(i+1)*cifar10.ImageBytes], record[1:]) {
				t.Fatalf("image %d isn't the one of %s", i, name)
			}
			i++
		}
	}
	if set.Count() != i || len(set.Images) != i*cifar10.ImageBytes {
		t.Errorf("%d labels and %d bytes of images, want %d images", set.Count(), len(set.Images), i)
	}
}

func TestReadDigestsTheArchive(t *testing.T) {
	archive := cifar10test.Archive(records, 2)
	got, err := read(t, archive)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(archive)
	if got.ArchiveSHA256 != hex.EncodeToString(sum[:]) || got.ArchiveBytes != int64(len(archive)) {
		t.Errorf("digest %s of %d bytes, want %x of %d", got.ArchiveSHA256, got.ArchiveBytes, sum, len(archive))
	}
	if got.Official() {
		t.Error("a made-up archive passes for the official one")
	}
}

func TestReadCountsImages(t *testing.T) {
	sum := 0
	options := cifar10.Options{RecordsPerBatch: records, Progress: func(n int) { sum += n }}
	if _, err := cifar10.Read(t.Context(), bytes.NewReader(cifar10test.Archive(records, 2)), options); err != nil {
		t.Fatal(err)
	}
	if sum != 6*records {
		t.Errorf("progress counted %d images, want %d", sum, 6*records)
	}
}

func TestReadStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := cifar10.Read(ctx, bytes.NewReader(cifar10test.Archive(records, 5)), cifar10.Options{RecordsPerBatch: records})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want context.Canceled", err)
	}
}

func TestReadFileNamesFileAndRemedy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "archive.tar.gz")
	if err := os.WriteFile(path, []byte("not an archive"), 0o644); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string][]string{
		path:              {path, "isn't a gzip file", cifar10.URL},
		path + ".missing": {path + ".missing", "no such file"},
	} {
		_, err := cifar10.ReadFile(t.Context(), path, cifar10.Options{})
		for _, want := range want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("error is %v, want one that says %q", err, want)
			}
		}
	}
}

// BenchmarkRead reads a full-size archive: the one that CIFAR10_ARCHIVE names, or a made-up one.
func BenchmarkRead(b *testing.B) {
	archive := []byte(nil)
	if path := os.Getenv("CIFAR10_ARCHIVE"); path != "" {
		var err error
		if archive, err = os.ReadFile(path); err != nil {
			b.Fatal(err)
		}
	} else {
		archive = cifar10test.Archive(cifar10.RecordsPerBatch, 8)
	}
	b.SetBytes(int64(len(archive)))
	for b.Loop() {
		if _, err := cifar10.Read(b.Context(), bytes.NewReader(archive), cifar10.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
