package npz

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"autoencoder-dynamics/internal/regular"
)

// Whatever a stranger names arrays, types and keys, an error is a line or two.
func TestErrorsAreShort(t *testing.T) {
	var buffer bytes.Buffer
	archive := zip.NewWriter(&buffer)
	for i := range 500 {
		if _, err := archive.Create(fmt.Sprintf("%s%d.npy", strings.Repeat("x", 10_000), i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("x", 60_000)
	for what, c := range map[string]struct{ content, name string }{
		"names":        {buffer.String(), "W"},
		"type":         {string(zipped(t, "W.npy", zip.Store, npyBytes(2, "{'descr': '"+long+"'}"))), "W"},
		"objects":      {string(zipped(t, "W.npy", zip.Store, npyBytes(2, "{'descr': '|O"+long+"'}"))), "W"},
		"key":          {string(zipped(t, "W.npy", zip.Store, npyBytes(2, "{'"+long+"': 1}"))), "W"},
		"key twice":    {string(zipped(t, "W.npy", zip.Store, npyBytes(2, "{'shape': (1,), 'shape': (1,)}"))), "W"},
		"something":    {string(zipped(t, "W.npy", zip.Store, npyBytes(2, "{"+long))), "W"},
		"control code": {string(zipped(t, "\x1b]0;title\x07.npy", zip.Store, nil)), "W"},
	} {
		_, _, err := opened(t, []byte(c.content)).Float64(c.name)
		if err == nil || len(err.Error()) > 3000 || strings.ContainsAny(err.Error(), "\x1b\x07\n") {
			t.Errorf("%s: an error of %d bytes: %.300v", what, len(fmt.Sprint(err)), err)
		}
	}
}

// A name is what the caller asks for, and never a path.
func TestNamesAreNoPaths(t *testing.T) {
	for _, name := range []string{"../../etc/passwd", "/etc/passwd", `..\x`, "a/b", ""} {
		f := opened(t, zipped(t, name+".npy", zip.Store, npyBytes(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", 7)))
		if got, _, err := f.Uint8(name); err != nil || got[0] != 7 || !slices.Equal(f.Names(), []string{name}) {
			t.Errorf("%q: %v, %v", name, got, err)
		}
	}
}

// Two entries of a directory may lie on the same bytes, as in bombs: each is read by itself, and no more than it claims.
func TestOverlappingEntries(t *testing.T) {
	single := zipped(t, "x.npy", zip.Store, npyBytes(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", 1, 2, 3))
	directory := bytes.Index(single, []byte("PK\x01\x02"))
	end := bytes.Index(single, []byte("PK\x05\x06"))
	record := single[directory:end]
	overlapping := slices.Concat(single[:end], bytes.ReplaceAll(record, []byte("x.npy"), []byte("y.npy")), single[end:])
	tail := overlapping[len(overlapping)-22:]
	binary.LittleEndian.PutUint16(tail[8:], 2)
	binary.LittleEndian.PutUint16(tail[10:], 2)
	binary.LittleEndian.PutUint32(tail[12:], uint32(2*len(record)))
	f := opened(t, overlapping)
	for _, name := range []string{"x", "y"} {
		if got, _, err := f.Uint8(name); err != nil || !slices.Equal(got, []byte{1, 2, 3}) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	doubled := slices.Concat(single[:end], record, single[end:])
	copy(doubled[len(doubled)-22:], tail)
	if _, err := NewFile(bytes.NewReader(doubled), int64(len(doubled))); err == nil || !strings.Contains(err.Error(), "two arrays") {
		t.Errorf("the same name twice: %v", err)
	}
}

func TestOpenWaitsForNothing(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Skip(err)
	}
	if _, err := Open(fifo); !errors.Is(err, regular.ErrNot) || strings.Count(err.Error(), fifo) != 1 {
		t.Errorf("error is %v, want one that says no regular file, and the path once", err)
	}
}
