package main

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
)

// hostileArray is a file that a parameter names: a spectrum, start weights, or times.
type hostileArray struct {
	name  string
	file  string // spectrum.npz, start.npz or times.csv
	write func(path string) error
	want  string // in the error
	taken bool   // it is odd, and right
}

// pipeline is one whose stage x reads the file.
func (a hostileArray) pipeline() string {
	if a.file == "spectrum.npz" {
		return "stages: {x: {uses: covariance, with: {spectrum: spectrum.npz}}}\n"
	}
	with := "horizon: 1, init: {weights: start.npz}"
	if a.file == "times.csv" {
		with = "times: times.csv"
	}
	return "stages:\n  c: {uses: covariance, with: {model: spiked, dim: 3, spikes: 1}}\n" +
		"  x: {uses: ode, needs: {covariance: c}, with: {activation: linear, hidden: 1, " + with + "}}\n"
}

// npy is one entry of an NPZ file: a header in Python's words, and bytes behind it.
type npy struct {
	name   string
	header string
	body   []byte
	zeros  int // bytes of 0 behind the body
}

func float64s(values ...float64) (body []byte) {
	for _, v := range values {
		body = binary.LittleEndian.AppendUint64(body, math.Float64bits(v))
	}
	return body
}

func head1(descr string, shape string) string {
	return fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", descr, shape)
}

// vector is an array of one dimension.
func vector(name string, values ...float64) npy {
	return npy{name: name, header: head1("<f8", fmt.Sprintf("(%d,)", len(values))), body: float64s(values...)}
}

func matrix(name string, rows, columns int, values ...float64) npy {
	return npy{name: name, header: head1("<f8", fmt.Sprintf("(%d, %d)", rows, columns)), body: float64s(values...)}
}

// npzBytes is a deflated NPZ file.
func npzBytes(entries ...npy) ([]byte, error) {
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for _, entry := range entries {
		w, err := archive.Create(entry.name + ".npy")
		if err != nil {
			return nil, err
		}
		content := append([]byte("\x93NUMPY\x02\x00"), binary.LittleEndian.AppendUint32(nil, uint32(len(entry.header)))...)
		content = append(append(content, entry.header...), entry.body...)
		if _, err := w.Write(append(content, make([]byte, entry.zeros)...)); err != nil {
			return nil, err
		}
	}
	err := archive.Close()
	return b.Bytes(), err
}

func npzFile(entries ...npy) func(path string) error {
	return func(path string) error {
		content, err := npzBytes(entries...)
		return errors.Join(err, os.WriteFile(path, content, 0o600))
	}
}

// damagedNPZ is a good file with a change.
func damagedNPZ(change func([]byte) []byte) func(path string) error {
	return func(path string) error {
		content, err := npzBytes(vector("eigenvalues", 3, 2, 1))
		return errors.Join(err, os.WriteFile(path, change(content), 0o600))
	}
}

func textFile(content string) func(path string) error {
	return func(path string) error { return os.WriteFile(path, []byte(content), 0o600) }
}

func hostileArrays() []hostileArray {
	const bomb = 32 << 20
	nan, infinity := math.NaN(), math.Inf(1)
	spectrum := func(name, want string, entries ...npy) hostileArray {
		return hostileArray{name: name, file: "spectrum.npz", write: npzFile(entries...), want: want}
	}
	start := func(name, want string, entries ...npy) hostileArray {
		return hostileArray{name: name, file: "start.npz", write: npzFile(entries...), want: want}
	}
	times := func(name, want, content string) hostileArray {
		return hostileArray{name: name, file: "times.csv", write: textFile(content), want: want}
	}
	array := func(header string, body ...byte) npy { return npy{name: "eigenvalues", header: header, body: body} }
	values := vector("eigenvalues", 3, 2)
	all := []hostileArray{
		spectrum("pickle", "Python objects", array(head1("|O", "(1,)"), []byte("cos\nsystem\n(S'touch pwned'\ntR.")...)),
		spectrum("structured", "structured", array("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }")),
		spectrum("bomb", "at most 100000", npy{name: "eigenvalues", header: head1("|u1", fmt.Sprintf("(%d,)", bomb)), zeros: bomb}),
		spectrum("bomb of levels", "at most", npy{name: "rates", header: head1("|u1", fmt.Sprintf("(%d,)", bomb)), zeros: bomb}, vector("multiplicities", 1)),
		spectrum("shape beyond all numbers", "too large", array(head1("<f8", "(4294967296, 4294967296)"))),
		spectrum("negative shape", "whole number", array(head1("<f8", "(-1,)"))),
		spectrum("more than there is", "doesn't fit", array(head1("<f8", "(1000000000000,)"), float64s(1)...)),
		spectrum("NaN", "eigenvalue 2 is NaN", vector("eigenvalues", 3, nan)),
		spectrum("infinity", "eigenvalue 1 is +Inf", vector("eigenvalues", infinity, 1)),
		spectrum("negative", "below 0", vector("eigenvalues", 1, -1)),
		spectrum("zero", "no eigenvalue above 0", vector("eigenvalues", 0, 0)),
		spectrum("overflow", "too large", vector("eigenvalues", 1.7e308, 1.7e308)),
		spectrum("no numbers", "no eigenvalue above 0", vector("eigenvalues")),
		spectrum("not orthogonal", "not orthogonal", values, matrix("eigenvectors", 2, 2, 1, 0.6, 0, 0.8)),
		spectrum("vectors of NaN", "eigenvector", values, matrix("eigenvectors", 2, 2, nan, 0, 0, 1)),
		spectrum("path for a name", "eigenvalues", npy{name: "../../canary/keep", header: head1("|u1", "(1,)"), body: []byte{1}}),
		{name: "denormal", file: "spectrum.npz", write: npzFile(vector("eigenvalues", 1, 5e-324)), taken: true},
		{name: "any order, big-endian", file: "spectrum.npz", write: npzFile(array(head1(">i2", "(3,)"), 0, 1, 0, 3, 0, 2)), taken: true},
		{name: "cut off", file: "spectrum.npz", write: damagedNPZ(func(b []byte) []byte { return b[:len(b)/2] }), want: "not an NPZ file"},
		{name: "bit flipped", file: "spectrum.npz", write: damagedNPZ(func(b []byte) []byte { b[60] ^= 1; return b }), want: "eigenvalues"},
		{name: "not zip", file: "spectrum.npz", write: textFile("eigenvalues\n1\n"), want: "not an NPZ file"},
		{name: "empty", file: "spectrum.npz", write: textFile(""), want: "not an NPZ file"},
		{name: "FIFO", file: "spectrum.npz", write: func(path string) error { return makeFIFO(path, "") }, want: "regular file"},
		{name: "endless", file: "spectrum.npz", write: func(path string) error { return os.Symlink("/dev/zero", path) }, want: "regular file"},
		start("NaN", "W[0,1] is NaN", matrix("W", 1, 3, 1, nan, 1), matrix("V", 1, 3, 1, 1, 1)),
		start("infinity", "V[0,2] is -Inf", matrix("W", 1, 3, 1, 1, 1), matrix("V", 1, 3, 1, 1, -infinity)),
		start("bomb", "want", npy{name: "W", header: head1("|u1", fmt.Sprintf("(%d, 1)", bomb)), zeros: bomb}),
		start("wide bomb", "at most D = 100000", npy{name: "W", header: head1("|u1", fmt.Sprintf("(1, %d)", bomb)), zeros: bomb},
			npy{name: "V", header: head1("|u1", fmt.Sprintf("(1, %d)", bomb)), zeros: bomb}),
		start("bomb of biases", "has the shape", matrix("W", 1, 3, 1, 1, 1), matrix("V", 1, 3, 1, 1, 1), npy{name: "c", header: head1("|u1", fmt.Sprintf("(%d,)", bomb)), zeros: bomb}),
		start("other sizes", "V", matrix("W", 1, 3, 1, 1, 1), matrix("V", 1, 2, 1, 1)),
		times("NaN", "not a finite number", "t\n1\nNaN\n"),
		times("infinity", "not a finite number", "t\n1\n+Inf\n"),
		times("beyond all numbers", "is not a number", "t\n1\n1e999\n"),
		times("long cell", "is not a number", "t\n"+strings.Repeat("\x1b]0;title\x07", 100_000)+"\n"),
		times("open quote", "", "t\n\""+strings.Repeat("1\n", 500_000)),
		times("too many", "at most 100000", "t\n"+strings.Repeat("1\n", 100_001)),
		times("ragged", "line 3", "t,x\n1,2\n3\n"),
		times("NUL", "is not a number", "t\n1\x00\n"),
		times("columns without end", "two columns", strings.Repeat("x,", 300_000)+"y\n"),
		{name: "other system's line ends", file: "times.csv", write: textFile("\ufefft\r\n1\r\n2\r\n"), taken: true},
		{name: "far too long", file: "times.csv", write: func(path string) error {
			return errors.Join(os.WriteFile(path, []byte("t\n1\n"), 0o600), os.Truncate(path, 200<<20))
		}, want: "209715200 bytes"},
	}
	return all
}
