package npz

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// npyBytes returns an NPY stream of that version with a header as given.
func npyBytes(version byte, header string, body ...byte) []byte {
	out := append([]byte(magic), version, 0)
	if version == 1 {
		out = binary.LittleEndian.AppendUint16(out, uint16(len(header)))
	} else {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(header)))
	}
	return append(append(out, header...), body...)
}

// zipped returns a zip archive with one entry.
func zipped(t testing.TB, name string, method uint16, content []byte) []byte {
	t.Helper()
	var buffer bytes.Buffer
	archive := zip.NewWriter(&buffer)
	entry, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := entry.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

func TestReadsEveryRealType(t *testing.T) {
	for _, c := range []struct {
		descr string
		body  []byte
		want  float64
	}{
		{"<f2", []byte{0x00, 0xc4}, -4},
		{">f2", []byte{0x00, 0x01}, math.Ldexp(1, -24)},
		{"<f2", []byte{0x00, 0xfc}, math.Inf(-1)},
		{"<f2", []byte{0xff, 0x7b}, 65504},
		{"<f2", []byte{0x01, 0x7c}, math.NaN()},
		{">f4", []byte{0x3f, 0x80, 0, 0}, 1},
		{">f8", []byte{0xbf, 0xf0, 0, 0, 0, 0, 0, 0}, -1},
		{"|i1", []byte{0xff}, -1},
		{"<i2", []byte{0xfe, 0xff}, -2},
		{">i4", []byte{0xff, 0xff, 0xff, 0xfd}, -3},
		{"<i8", []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, -1},
		{"|u1", []byte{0xff}, 255},
		{"<u2", []byte{0xff, 0xff}, 65535},
		{">u4", []byte{0, 0, 1, 0}, 256},
		{"<u8", []byte{0, 0, 0, 0, 0, 0, 0, 0x80}, 1 << 63},
		{"|b1", []byte{1}, 1},
	} {
		header := `{"shape": (1L,),"descr":'` + c.descr + `' ,'fortran_order':False}` + "\n"
		for version := byte(1); version <= 3; version++ {
			f := opened(t, zipped(t, "x.npy", zip.Deflate, npyBytes(version, header, c.body...)))
			got, _, err := f.Float64("x")
			if err != nil || got[0] != c.want && !(math.IsNaN(got[0]) && math.IsNaN(c.want)) {
				t.Errorf("%s version %d: %v, %v, want %v", c.descr, version, got, err, c.want)
			}
		}
	}
}

func TestRefusesContent(t *testing.T) {
	const float = "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }"
	eight := make([]byte, 8)
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"objects":         {npyBytes(1, "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", eight...), "Python objects"},
		"structured":      {npyBytes(1, "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", eight...), "structured"},
		"complex":         {npyBytes(1, "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", eight...), "<c8"},
		"strings":         {npyBytes(1, "{'descr': '<U2', 'fortran_order': False, 'shape': (1,), }", eight...), "<U2"},
		"long double":     {npyBytes(1, "{'descr': '<f16', 'fortran_order': False, 'shape': (1,), }", eight...), "<f16"},
		"byte order":      {npyBytes(1, "{'descr': '=f8', 'fortran_order': False, 'shape': (1,), }", eight...), "=f8"},
		"unknown version": {npyBytes(9, float, eight...), "version 9"},
		"no magic":        {[]byte("hello, world"), "NUMPY"},
		"empty":           {nil, "unexpected EOF"},
		"header too long": {append([]byte(magic), 2, 0, 0xff, 0xff, 0xff, 0xff), "at most"},
		"header cut":      {npyBytes(1, float)[:20], "unexpected EOF"},
		"missing key":     {npyBytes(1, "{'descr': '<f8', 'shape': (1,), }", eight...), `no "fortran_order"`},
		"repeated key":    {npyBytes(1, "{'descr': '<f8', 'descr': '<f8'}", eight...), "twice"},
		"unknown key":     {npyBytes(1, "{'color': 'red'}", eight...), `unknown key "color"`},
		"no dictionary":   {npyBytes(1, "hello", eight...), "where { was expected"},
		"negative shape":  {npyBytes(1, "{'shape': (-1,)}", eight...), "whole number"},
		"huge number":     {npyBytes(1, "{'shape': (99999999999999999999,)}", eight...), "whole number"},
		"trailing text":   {npyBytes(1, float+"x", eight...), "its end"},
		"unclosed":        {npyBytes(1, "{'descr", eight...), "quoted string"},
		"body too short":  {npyBytes(1, float, eight[:7]...), "doesn't fit"},
		"body too long":   {npyBytes(1, float, make([]byte, 16)...), "doesn't fit"},
		"shape overflow":  {npyBytes(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }"), "too large"},
		"shape too large": {npyBytes(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }", eight...), "doesn't fit"},
		"33 dimensions":   {npyBytes(1, "{'shape': ("+strings.Repeat("1,", 33)+")}"), "more than 32"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := opened(t, zipped(t, "x.npy", zip.Store, c.content)).Float64("x")
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

func TestRefusesIntegersThatDontFit(t *testing.T) {
	f := opened(t, written(t,
		Array{"negative", []int{1}, []int64{-1}},
		Array{"large", []int{1}, []int64{256}},
		Array{"real", []int{1}, []float64{1}},
		Array{"fits", []int{1}, []int64{255}}))
	for _, name := range []string{"negative", "large", "real"} {
		if _, _, err := f.Uint8(name); err == nil {
			t.Errorf("%s was taken as uint8", name)
		}
	}
	if got, _, err := f.Uint8("fits"); err != nil || got[0] != 255 {
		t.Errorf("fits = %v, %v", got, err)
	}
	unsigned := zipped(t, "x.npy", zip.Store, npyBytes(1, "{'descr': '<u8', 'fortran_order': False, 'shape': (), }",
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff))
	if _, _, err := opened(t, unsigned).Int64("x"); err == nil {
		t.Error("2^64-1 was taken as int64")
	}
}

func TestDamageIsFound(t *testing.T) {
	data := written(t, Array{"x", []int{1000}, make([]float64, 1000)})
	data[len(data)/2] ^= 1
	if _, _, err := opened(t, data).Float64("x"); err == nil || !strings.Contains(err.Error(), "checksum") {
		t.Errorf("error %v, want one about the checksum", err)
	}
}

func TestDeclaredSizeIsNotBelieved(t *testing.T) {
	// A directory that claims 8 TB of body: nothing may be allocated for it.
	header := "{'descr': '<f8', 'fortran_order': False, 'shape': (1099511627776,), }"
	data := zipped(t, "x.npy", zip.Store, npyBytes(1, header, 0))
	f := opened(t, data)
	f.entries["x"].UncompressedSize64 = uint64(10+len(header)) + 8<<40
	if _, _, err := f.Float64("x"); err == nil || !strings.Contains(err.Error(), "claims") {
		t.Errorf("error %v, want one about the claim", err)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"a single array": {npyBytes(1, "{}"), "numpy.savez"},
		"text":           {[]byte("eigenvalues\n1\n2\n"), "not an NPZ file"},
		"nothing":        {nil, "not an NPZ file"},
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, c.content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: error %v, want one with the path and %q", name, err, c.want)
		}
	}
	f := opened(t, written(t, sampleArrays()...))
	if _, _, err := f.Float64("weights"); err == nil || !strings.Contains(err.Error(), "eigenvalues") {
		t.Errorf("error %v, want one that lists what there is", err)
	}
}

// FuzzNewFile: no input makes the reader panic, and what is read has the shape that it says.
func FuzzNewFile(f *testing.F) {
	f.Add(written(f, sampleArrays()...))
	f.Add(zipped(f, "x.npy", zip.Deflate, npyBytes(2, "{'descr': '>i2', 'fortran_order': True, 'shape': (2,1,1), }", 1, 2, 3, 4)))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := NewFile(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		for _, name := range file.Names() {
			values, shape, err := file.Float64(name)
			if err != nil {
				continue
			}
			if n, err := elements(shape); err != nil || n != len(values) {
				t.Fatalf("shape %v for %d values, %v", shape, len(values), err)
			}
			_, _, _ = file.Uint8(name)
		}
	})
}

// FuzzParseHeader fuzzes the parser of the header alone, which zip's checksum keeps FuzzNewFile from reaching.
func FuzzParseHeader(f *testing.F) {
	f.Add("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }")
	f.Add(`{"shape":(1L,),"descr":'|u1','fortran_order':True}`)
	f.Fuzz(func(t *testing.T, text string) {
		h, err := parseHeader(text)
		if err != nil {
			return
		}
		if h.fortran || h.format.big || h.format.size == 1 {
			return // written otherwise than read
		}
		again, err := readHeader(bytes.NewReader(formatHeader(h.format, h.shape)))
		if err != nil || again.format != h.format || len(again.shape) != len(h.shape) {
			t.Fatalf("%+v became %+v, %v", h, again, err)
		}
	})
}
