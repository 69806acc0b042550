// Package npztest makes NPZ files for tests that package npz doesn't write: it refuses numbers that aren't finite, and
// so files of strangers, or damaged ones, can't be made with it.
package npztest

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/npz"
)

// Fatal is what stops a test where a file can't be made: a testing.TB, or a script that wraps one.
type Fatal interface {
	Fatalf(format string, arguments ...any)
}

// WriteFile writes arrays as npz.WriteFile does, those of float64 and float32 with numbers that it refuses, too.
func WriteFile(t Fatal, path string, arrays ...npz.Array) {
	clean := slices.Clone(arrays)
	for i, array := range clean {
		switch data := array.Data.(type) {
		case []float64:
			clean[i].Data = finite(data)
		case []float32:
			clean[i].Data = finite(data)
		}
	}
	if err := npz.WriteFile(path, clean...); err != nil {
		t.Fatalf("%v", err)
	}
	for _, array := range arrays {
		switch data := array.Data.(type) {
		case []float64:
			poisonAll(t, path, array.Name, data)
		case []float32:
			poisonAll(t, path, array.Name, data)
		}
	}
}

// finite returns the numbers with 0 in the place of those that aren't finite.
func finite[T float32 | float64](data []T) []T {
	clean := slices.Clone(data)
	for i, x := range clean {
		if x-x != 0 {
			clean[i] = 0
		}
	}
	return clean
}

func poisonAll[T float32 | float64](t Fatal, path, array string, data []T) {
	for i, x := range data {
		if x-x != 0 {
			Poison(t, path, array, i, float64(x))
		}
	}
}

// Poison puts a value in the place of one element of an array in the NPZ file at a path, which package npz wrote.
// Elements are counted from 0, in C order; the array must be of floating-point numbers.
func Poison(t Fatal, path, array string, element int, value float64) {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v", err)
	}
	poisoned, err := poison(text, array, element, value)
	if err != nil {
		t.Fatalf("%v", err)
	}
	if err := os.WriteFile(path, poisoned, 0o600); err != nil {
		t.Fatalf("%v", err)
	}
}

// poison copies the archive, entry by entry, with new checksums.
func poison(text []byte, array string, element int, value float64) ([]byte, error) {
	archive, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		return nil, err
	}
	var copied bytes.Buffer
	writer := zip.NewWriter(&copied)
	for _, entry := range archive.File {
		content, err := contentOf(entry)
		if err != nil {
			return nil, err
		}
		if strings.TrimSuffix(entry.Name, ".npy") == array {
			put(content, element, value)
		}
		to, err := writer.CreateHeader(&zip.FileHeader{Name: entry.Name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := to.Write(content); err != nil {
			return nil, err
		}
	}
	err = writer.Close()
	return copied.Bytes(), err
}

func contentOf(entry *zip.File) ([]byte, error) {
	from, err := entry.Open()
	if err != nil {
		return nil, err
	}
	defer from.Close() // it is only read
	return io.ReadAll(from)
}

// put writes the element of an NPY stream, whose numbers begin after the line end of its header.
func put(stream []byte, element int, value float64) {
	header := bytes.IndexByte(stream, '\n') + 1
	if numbers := stream[header:]; bytes.Contains(stream[:header], []byte("'<f4'")) {
		binary.LittleEndian.PutUint32(numbers[4*element:], math.Float32bits(float32(value)))
	} else {
		binary.LittleEndian.PutUint64(numbers[8*element:], math.Float64bits(value))
	}
}

// Floats returns the names of the arrays of floating-point numbers in an NPZ file, and how many numbers each has.
func Floats(t testing.TB, path string) map[string]int {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, entry := range archive.File {
		content, err := contentOf(entry)
		if err != nil {
			t.Fatal(err)
		}
		header, numbers, _ := bytes.Cut(content, []byte("\n"))
		for width, code := range map[int]string{4: "'<f4'", 8: "'<f8'"} {
			if bytes.Contains(header, []byte(code)) {
				counts[strings.TrimSuffix(entry.Name, ".npy")] = len(numbers) / width
			}
		}
	}
	return counts
}
