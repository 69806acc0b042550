package main

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"strings"

	"autoencoder-dynamics/internal/cifar10"
)

// hostileArchive is a file given as the archive of the images.
type hostileArchive struct {
	name  string
	write func(path string) error
	want  string // in the error
	large bool   // it takes the time and the memory of the real one
	whole bool   // the download takes it; whiten doesn't
}

const batchFolder = "cifar-10-batches-bin/"

// batchSize is the size of each of the six batches of the real archive.
const batchSize = cifar10.RecordsPerBatch * (1 + cifar10.ImageBytes)

func hostileArchives() []hostileArchive {
	text := func(content string) func(string) error {
		return func(path string) error { return os.WriteFile(path, []byte(content), 0o600) }
	}
	members := func(headers ...*tar.Header) func(string) error {
		return func(path string) error {
			return packed(path, func(w *tar.Writer) error { return writeHeaders(w, headers) }, "")
		}
	}
	link := func(kind byte, target string) *tar.Header {
		return &tar.Header{Name: batchFolder + "test_batch.bin", Typeflag: kind, Linkname: target}
	}
	zeros := func(n int64, more string) func(string) error {
		return func(path string) error {
			return zippedFile(path, func(w io.Writer) error { _, err := io.Copy(w, zeroes(n)); return err }, more)
		}
	}
	outside := func(name string) *tar.Header { return &tar.Header{Name: name, Typeflag: tar.TypeReg, Mode: 0o644} }
	return []hostileArchive{
		{name: "path upwards", write: members(outside(batchFolder + "../../../canary/keep.txt")), want: "no such member"},
		{name: "absolute path", write: members(outside("/" + batchFolder + "test_batch.bin")), want: "no such member"},
		{name: "symbolic link", write: members(link(tar.TypeSymlink, "../canary/keep.txt")), want: "isn't a regular file"},
		{name: "hard link", write: members(link(tar.TypeLink, "/etc/passwd")), want: "isn't a regular file"},
		{name: "device", write: members(link(tar.TypeChar, "")), want: "isn't a regular file"},
		{name: "FIFO member", write: members(link(tar.TypeFifo, "")), want: "isn't a regular file"},
		{name: "long name", write: members(outside(strings.Repeat("x\x1b]0;title\x07", 10_000))), want: "no such member"},
		{name: "Python version", write: members(outside("cifar-10-batches-py/data_batch_1")), want: "Python version"},
		{name: "short batch", write: members(&tar.Header{Name: batchFolder + "test_batch.bin", Typeflag: tar.TypeReg}), want: "bytes, want 30730000"},
		{name: "no members", write: members(), want: "it has no " + batchFolder + "data_batch_1.bin"},
		{name: "bomb", write: zeros(64<<20, ""), want: "it has no"},
		{name: "two gzip members", write: zeros(1<<20, "\x1f\x8b"), want: "it has no"},
		{name: "not gzip", write: text("something else"), want: "looks like text"},
		{name: "web page", write: text("<!DOCTYPE html>\n<title>Log in</title>"), want: "a web page"},
		{name: "zip", write: text("PK\x03\x04"), want: "a zip archive"},
		{name: "empty", write: text(""), want: "it is empty"},
		{name: "cut off", write: text("\x1f\x8b\x08\x00"), want: "ends too early"},
		{name: "folder", write: func(path string) error { return os.Mkdir(path, 0o777) }, want: "a folder"},
		{name: "FIFO", write: func(path string) error { return makeFIFO(path, "") }, want: "a FIFO"},
		{name: "endless", write: func(path string) error { return os.Symlink("/dev/zero", path) }, want: "a device"},
		{name: "far too long", write: func(path string) error {
			return errors.Join(os.WriteFile(path, []byte("\x1f\x8b"), 0o600), os.Truncate(path, 1<<40))
		}, want: "can't have more"},
		{name: "label 10 at the end", write: batches(cifar10.Classes), want: "has the label 10", large: true},
		{name: "all images alike", write: batches(0), want: "there is nothing to rescale", large: true, whole: true},
	}
}

// batches writes a whole archive of black images, of which the last has that label.
func batches(last byte) func(path string) error {
	return func(path string) error {
		return packed(path, func(w *tar.Writer) error {
			for _, name := range []string{"data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"} {
				label := byte(0)
				if name == "test_batch" {
					label = last
				}
				err := w.WriteHeader(&tar.Header{Name: batchFolder + name + ".bin", Typeflag: tar.TypeReg, Mode: 0o644, Size: batchSize})
				if err != nil {
					return err
				}
				const image = 1 + cifar10.ImageBytes
				content := io.MultiReader(zeroes(batchSize-image), strings.NewReader(string(label)), zeroes(image-1))
				if _, err := io.Copy(w, content); err != nil {
					return err
				}
			}
			return nil
		}, "")
	}
}

func writeHeaders(w *tar.Writer, headers []*tar.Header) error {
	for _, h := range headers {
		if err := w.WriteHeader(h); err != nil {
			return err
		}
	}
	return nil
}

// packed writes a gzip-compressed tar file, and some text behind it.
func packed(path string, write func(*tar.Writer) error, more string) error {
	return zippedFile(path, func(w io.Writer) error {
		archive := tar.NewWriter(w)
		return errors.Join(write(archive), archive.Close())
	}, more)
}

func zippedFile(path string, write func(io.Writer) error, more string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(file)
	zipped, err := gzip.NewWriterLevel(buffered, gzip.BestSpeed)
	if err == nil {
		err = errors.Join(write(zipped), zipped.Close())
	}
	_, moreErr := buffered.WriteString(more)
	return errors.Join(err, moreErr, buffered.Flush(), file.Close())
}

// zeroes are that many bytes of 0.
func zeroes(n int64) io.Reader { return io.LimitReader(zeroReader{}, n) }

type zeroReader struct{}

func (zeroReader) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
