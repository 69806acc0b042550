package spectrum

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// bomb is an NPZ file whose arrays are bytes of zero in a thousandth of their size.
func bomb(t testing.TB, sizes map[string]int, shapes map[string]string) string {
	t.Helper()
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	for name, size := range sizes {
		shape := shapes[name]
		if shape == "" {
			shape = fmt.Sprintf("(%d,)", size)
		}
		header := fmt.Sprintf("{'descr': '|u1', 'fortran_order': False, 'shape': %s, }", shape)
		start := append([]byte("\x93NUMPY\x01\x00"), byte(len(header)), 0)
		start = append(start, header...)
		packed := deflated(t, start, size)
		entry, err := archive.CreateRaw(&zip.FileHeader{
			Name: name + ".npy", Method: zip.Deflate, CompressedSize64: uint64(len(packed)), UncompressedSize64: uint64(len(start) + size),
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := entry.Write(packed); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "given.npz")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// deflated is some bytes and then as many zeros, compressed: one block of zeros again and again.
func deflated(t testing.TB, start []byte, zeros int) []byte {
	t.Helper()
	var out bytes.Buffer
	block := make([]byte, 1<<20)
	packed := func(content []byte) []byte {
		out.Reset()
		w, err := flate.NewWriter(&out, flate.BestSpeed)
		if err == nil {
			_, err = w.Write(content)
		}
		if err := errors.Join(err, w.Flush()); err != nil {
			t.Fatal(err)
		}
		return bytes.Clone(out.Bytes())
	}
	all := packed(start)
	all = append(all, bytes.Repeat(packed(block), zeros/len(block))...)
	all = append(all, packed(block[:zeros%len(block)])...)
	return append(all, 3, 0) // the last block, which is empty
}

// Files that claim more numbers than any covariance has are refused before a number is read.
func TestReadRefusesBombs(t *testing.T) {
	const size = 16 << 20 // as float64: 128 MB
	const many = LargestVectorDim + 1
	for name, c := range map[string]struct {
		sizes  map[string]int
		shapes map[string]string
		want   string
	}{
		"eigenvalues": {map[string]int{"eigenvalues": size}, nil, "at most 100000"},
		"matrix":      {map[string]int{"eigenvalues": size}, map[string]string{"eigenvalues": "(4096, 4096)"}, "one dimension"},
		"rates":       {map[string]int{"rates": size, "multiplicities": size}, nil, "at most 1000000"},
		"order":       {map[string]int{"eigenvalues": 3, "order": size}, nil, "3 numbers are needed"},
		"eigenvectors": {
			map[string]int{"eigenvalues": many, "eigenvectors": many * many},
			map[string]string{"eigenvectors": fmt.Sprintf("(%d, %d)", many, many)}, "at most 10000",
		},
	} {
		path := bomb(t, c.sizes, c.shapes)
		for what, read := range map[string]func() error{
			"ReadAny":  func() error { _, err := ReadAny(path); return err },
			"CheckAny": func() error { _, err := CheckAny(path); return err },
		} {
			before := allocated()
			err := read()
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s, %s: error %v, want one with %q", name, what, err, c.want)
			}
			if bytes := allocated() - before; bytes > 4<<20 {
				t.Errorf("%s, %s: %d bytes of memory", name, what, bytes)
			}
		}
	}
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// Numbers at the edges of what float64 can hold give a spectrum or an error.
func TestNewTakesEdges(t *testing.T) {
	for want, values := range map[string][]float64{
		"":            {5e-324, 0, 5e-324},
		"above 0":     {0, 0},
		"finite":      {1, nan()},
		"below 0":     {1, -1e-3},
		"too large":   {1.7e308, 1.7e308},
		"there is no": {},
	} {
		s, err := New(values, nil)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q", values, err, want)
		}
		if err == nil && !(s.TotalVariance() > 0) {
			t.Errorf("%v: total variance %v", values, s.TotalVariance())
		}
	}
}

func nan() float64 { zero := 0.0; return zero / zero }

// FuzzReadAny: what the readers of spectra take fits together, and the quick look agrees with the long one.
func FuzzReadAny(f *testing.F) {
	dir := f.TempDir()
	seed := func(name string, write func(path string) error) {
		path := filepath.Join(dir, name)
		if err := write(path); err != nil {
			f.Fatal(err)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	seed("values", Spectrum{Eigenvalues: []float64{2, 1}, Eigenvectors: turned(1)}.WriteFile)
	seed("order", Spectrum{Eigenvalues: []float64{4, 2, 1}, Order: []int{2, 0, 1}}.WriteFile)
	seed("levels", Spectrum{Eigenvalues: []float64{4, 2, 1}}.Levels().WriteFile)
	path := filepath.Join(dir, "fuzzed.npz")
	f.Fuzz(func(t *testing.T, content []byte) {
		resum(content)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		dim, checked := CheckAny(path)
		s, err := ReadAny(path)
		if err != nil {
			return
		}
		if checked != nil || dim != s.Dim() || !(s.Variance() >= 0) {
			t.Errorf("D = %v and %v, %v; variance %v", dim, s.Dim(), checked, s.Variance())
		}
		_ = s.PCAErrors(10)
	})
}

// resum puts right the checksum of every entry that is stored as it is, so that changes of numbers reach the reader.
func resum(content []byte) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return
	}
	directory := 0
	for _, entry := range archive.File {
		next := bytes.Index(content[directory:], []byte("PK\x01\x02"))
		if next < 0 {
			return
		}
		directory += next
		from, err := entry.DataOffset()
		if end := from + int64(entry.CompressedSize64); err == nil && entry.Method == zip.Store && from >= 0 && end >= from && end <= int64(len(content)) && directory+20 <= len(content) {
			sum := crc32.ChecksumIEEE(content[from:end])
			binary.LittleEndian.PutUint32(content[directory+16:], sum)
			directory += 20
		}
	}
}
