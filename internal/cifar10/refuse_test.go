package cifar10_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/internal/cifar10/cifar10test"
)

// Archives that are broken, or were made to do harm, are refused with the reason.
func TestReadRefusesMembers(t *testing.T) {
	link := func(kind byte, name, target string) cifar10test.Member {
		return cifar10test.Member{Header: tar.Header{Name: name, Typeflag: kind, Linkname: target}}
	}
	file := func(name string, content []byte) cifar10test.Member {
		return cifar10test.Member{Header: tar.Header{Name: name, Typeflag: tar.TypeReg, Mode: 0o644}, Content: content}
	}
	with := func(extra ...cifar10test.Member) func([]cifar10test.Member) []cifar10test.Member {
		return func(m []cifar10test.Member) []cifar10test.Member { return append(m, extra...) }
	}
	const first = 1 // the place of data_batch_1.bin
	tests := []struct {
		name   string
		change func([]cifar10test.Member) []cifar10test.Member
		want   string
	}{
		{"missing batch", func(m []cifar10test.Member) []cifar10test.Member { return slices.Delete(m, first, first+1) }, "no cifar-10-batches-bin/data_batch_1.bin"},
		{"nothing", func([]cifar10test.Member) []cifar10test.Member { return nil }, "it has no"},
		{"batch twice", func(m []cifar10test.Member) []cifar10test.Member { return append(m, m[first]) }, "twice"},
		{"text twice", with(cifar10test.File("readme.html", []byte("x"))), "twice"},
		{"short batch", func(m []cifar10test.Member) []cifar10test.Member {
			m[first].Content = m[first].Content[1:]
			return m
		}, "92189 bytes, want 92190"},
		{"long batch", func(m []cifar10test.Member) []cifar10test.Member {
			m[first].Content = append(m[first].Content, 0)
			return m
		}, "92191 bytes, want 92190"},
		{"label 10", func(m []cifar10test.Member) []cifar10test.Member {
			m[first].Content[3073] = 10
			return m
		}, "record 1 has the label 10"},
		{"huge text", func(m []cifar10test.Member) []cifar10test.Member {
			m[2].Content = make([]byte, 100_000)
			return m
		}, "bytes of text"},
		{"unexpected file", with(cifar10test.File("data_batch_6.bin", []byte("x"))), "no such member"},
		{"file outside the folder", with(file("data_batch_1.bin", nil)), "no such member"},
		{"path upwards", with(file("cifar-10-batches-bin/../../etc/passwd", []byte("x"))), "no such member"},
		{"path upwards to a batch", with(file("cifar-10-batches-bin/../cifar-10-batches-bin/test_batch.bin", nil)), "no such member"},
		{"absolute path", with(file("/cifar-10-batches-bin/test_batch.bin", nil)), "no such member"},
		{"another folder", with(cifar10test.Member{Header: tar.Header{Name: "elsewhere/", Typeflag: tar.TypeDir}}), "no such member"},
		{"symbolic link", func(m []cifar10test.Member) []cifar10test.Member {
			m[first] = link(tar.TypeSymlink, m[first].Header.Name, "/etc/passwd")
			return m
		}, "isn't a regular file"},
		{"hard link", func(m []cifar10test.Member) []cifar10test.Member {
			m[first] = link(tar.TypeLink, m[first].Header.Name, cifar10test.Folder+"test_batch.bin")
			return m
		}, "isn't a regular file"},
		{"device", func(m []cifar10test.Member) []cifar10test.Member {
			m[first] = link(tar.TypeChar, m[first].Header.Name, "")
			return m
		}, "isn't a regular file"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := read(t, cifar10test.Pack(test.change(cifar10test.Members(records, 3))))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want one that says %q", err, test.want)
			}
		})
	}
}

func TestReadRefusesDamage(t *testing.T) {
	archive := cifar10test.Archive(records, 4)
	flip := func(at int) []byte {
		damaged := bytes.Clone(archive)
		damaged[at] ^= 0x10
		return damaged
	}
	tests := []struct {
		name    string
		archive []byte
		want    string
	}{
		{"empty", nil, "it is empty"},
		{"header only", archive[:5], "ends too early"},
		{"half", archive[:len(archive)/2], "ends too early"},
		{"last byte missing", archive[:len(archive)-1], "ends too early"},
		{"checksum wrong", flip(len(archive) - 6), "damaged"},
		{"trailing bytes", append(bytes.Clone(archive), "tail"...), "something follows"},
		{"second gzip member", append(bytes.Clone(archive), archive...), "something follows"},
		{"web page", []byte("\n<!DOCTYPE html><html>"), "isn't a gzip file: it looks like a web page"},
		{"page without a type", []byte("<HTML><head>"), "a web page"},
		{"zip", []byte("PK\x03\x04rest"), "a zip archive"},
		{"tar", cifar10test.Plain(cifar10test.Members(records, 4)), "without gzip"},
		{"xz", []byte("\xfd7zXZ\x00rest"), "an xz file"},
		{"JSON", []byte(`{"message": "Not Found"}`), "looks like text"},
		{"numbers", []byte("\x00\x01\x02\x03"), "isn't a gzip file"},
		{"gzip, not tar", zipped(bytes.NewReader(bytes.Repeat([]byte("no tar "), 1000))), "reading the tar file"},
		{"bomb behind the tar", bomb(t), "unpacks to more"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := read(t, test.archive)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want one that says %q", err, test.want)
			}
		})
	}
}

func zipped(r io.Reader) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.Copy(w, r); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// bomb is a valid archive behind whose end 16 MB of zeros follow in 16 KB.
func bomb(t *testing.T) []byte {
	t.Helper()
	plain, err := gzip.NewReader(bytes.NewReader(cifar10test.Archive(records, 4)))
	if err != nil {
		t.Fatal(err)
	}
	return zipped(io.MultiReader(plain, bytes.NewReader(make([]byte, 16<<20))))
}

// No input makes Read panic, and whatever it accepts is whole.
func FuzzRead(f *testing.F) {
	archive := cifar10test.Archive(1, 6)
	f.Add(archive)
	f.Add(archive[:len(archive)/2])
	f.Add([]byte("\x1f\x8b\x08\x00"))
	f.Fuzz(func(t *testing.T, archive []byte) {
		got, err := cifar10.Read(t.Context(), bytes.NewReader(archive), cifar10.Options{RecordsPerBatch: 1})
		if err == nil && (got.Train.Count() != cifar10.TrainBatches || got.Test.Count() != 1) {
			t.Errorf("accepted an archive of %d and %d images", got.Train.Count(), got.Test.Count())
		}
	})
}

// The tar layer alone, without gzip's checksum in the fuzzer's way.
func FuzzReadTar(f *testing.F) {
	plain, err := gzip.NewReader(bytes.NewReader(cifar10test.Archive(1, 7)))
	if err != nil {
		f.Fatal(err)
	}
	content, err := io.ReadAll(plain)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content)
	var packed bytes.Buffer
	stored, err := gzip.NewWriterLevel(&packed, gzip.NoCompression) // one for all: making it takes longer than to read what it writes
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		packed.Reset()
		stored.Reset(&packed)
		if _, err := stored.Write(content); err != nil {
			t.Fatal(err)
		}
		if err := stored.Close(); err != nil {
			t.Fatal(err)
		}
		got, err := cifar10.Read(t.Context(), bytes.NewReader(packed.Bytes()), cifar10.Options{RecordsPerBatch: 1})
		if err != nil {
			return
		}
		for _, label := range slices.Concat(got.Train.Labels, got.Test.Labels) {
			if label >= cifar10.Classes {
				t.Errorf("accepted the label %d", label)
			}
		}
	})
}

// An archive that ends too early is refused, wherever it ends.
func TestReadRefusesEveryCut(t *testing.T) {
	archive := cifar10test.Archive(1, 4)
	for size := 0; size < len(archive); size += 1 + size/50 {
		_, err := cifar10.Read(t.Context(), bytes.NewReader(archive[:size]), cifar10.Options{RecordsPerBatch: 1})
		if err == nil || size > 1 && !strings.Contains(err.Error(), "ends too early") {
			t.Errorf("cut to %d of %d bytes: %v", size, len(archive), err)
		}
	}
}
