package npz

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"strings"

	"autoencoder-dynamics/internal/regular"
)

// File is an open NPZ file. Its methods may be called from several goroutines.
type File struct {
	path    string // for messages; "" where it was read from memory
	names   []string
	entries map[string]*zip.File
	size    int64
	closer  io.Closer
}

// Open opens an NPZ file. It returns an error where the file isn't a regular one, isn't a zip archive
// or holds two arrays of one name.
func Open(path string) (*File, error) {
	file, size, err := regular.Open(path)
	if err != nil {
		return nil, err
	}
	f, err := NewFile(file, size)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
	}
	f.path, f.closer = path, file
	return f, nil
}

// NewFile reads an NPZ file of that size from r, such as a [bytes.Reader] over an
// embedded file. Close does not close r.
func NewFile(r io.ReaderAt, size int64) (*File, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		start := make([]byte, len(magic))
		if _, readErr := r.ReadAt(start, 0); readErr == nil && string(start) == magic {
			return nil, errors.New("a single .npy array, not an NPZ file: write it with numpy.savez(file, name=array)")
		}
		return nil, fmt.Errorf("not an NPZ file: %w", err)
	}
	f := &File{entries: map[string]*zip.File{}, size: size}
	for _, entry := range archive.File {
		name, ok := strings.CutSuffix(entry.Name, ".npy")
		if !ok {
			continue
		}
		if f.entries[name] != nil {
			return nil, fmt.Errorf("two arrays of the name %.60q", name)
		}
		f.entries[name] = entry
		f.names = append(f.names, name)
	}
	return f, nil
}

// Close closes the file.
func (f *File) Close() error {
	if f.closer == nil {
		return nil
	}
	return f.closer.Close()
}

// Names returns the names of the arrays in the order of the file.
func (f *File) Names() []string { return append([]string(nil), f.names...) }

// Has reports whether there is an array of that name.
func (f *File) Has(name string) bool { return f.entries[name] != nil }

// Shape returns the shape of an array without reading its elements.
func (f *File) Shape(name string) ([]int, error) {
	entry, h, err := f.open(name)
	if err != nil {
		return nil, f.wrap(name, err)
	}
	return h.shape, entry.Close()
}

// Float64 reads an array of any real type, in C order. NaN and infinities are kept.
// It returns an error where there is no such array, where it isn't of real numbers, or where the
// entry is damaged or of the wrong size.
func (f *File) Float64(name string) (data []float64, shape []int, err error) {
	return readArray(f, name, decodeFloat64)
}

// Float32 reads an array of any real type as [File.Float64] does, rounded to float32.
func (f *File) Float32(name string) (data []float32, shape []int, err error) {
	return readArray(f, name, decodeFloat32)
}

// Uint8 reads an array of integers or booleans; a value below 0 or above 255 is an error.
func (f *File) Uint8(name string) (data []uint8, shape []int, err error) {
	return readArray(f, name, decodeUint8)
}

// Int64 reads an array of integers or booleans; a value above the largest int64 is an error.
func (f *File) Int64(name string) (data []int64, shape []int, err error) {
	return readArray(f, name, decodeInt64)
}

// known lists the names of the arrays, or of some where there are many.
func (f *File) known() string {
	const most = 20
	var names []string
	for _, name := range f.names[:min(len(f.names), most)] {
		names = append(names, fmt.Sprintf("%.60q", name))
	}
	if more := len(f.names) - most; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return "[" + strings.Join(names, " ") + "]"
}

// wrap says where an error happened.
func (f *File) wrap(name string, err error) error {
	if f.path == "" {
		return fmt.Errorf("array %q: %w", name, err)
	}
	return fmt.Errorf("%s: array %q: %w", f.path, name, err)
}

// open opens an entry behind its header, having checked that the declared shape fits the
// entry's size, and the entry's size the archive's.
func (f *File) open(name string) (io.ReadCloser, header, error) {
	entry := f.entries[name]
	if entry == nil {
		return nil, header{}, fmt.Errorf("there is none of that name; the file has %s", f.known())
	}
	if err := f.checkSize(entry); err != nil {
		return nil, header{}, err
	}
	r, err := entry.Open()
	if err != nil {
		return nil, header{}, err
	}
	h, err := readHeader(r)
	if err == nil {
		err = h.checkSize(entry.UncompressedSize64)
	}
	if err != nil {
		return nil, header{}, errors.Join(err, r.Close())
	}
	return r, h, nil
}

// checkSize refuses an entry whose declared size can't be reached from its stored bytes.
// Deflate never shrinks data to less than 1/1032.
func (f *File) checkSize(entry *zip.File) error {
	const deflateLimit = 1032
	stored, full := entry.CompressedSize64, entry.UncompressedSize64
	if entry.Flags&1 != 0 {
		return errors.New("the entry is encrypted")
	}
	if stored > uint64(f.size) || entry.Method == zip.Store && full != stored || full/deflateLimit > stored {
		return fmt.Errorf("the entry claims %d bytes in %d, in a file of %d: the file is damaged", full, stored, f.size)
	}
	return nil
}

// checkSize compares the declared shape with the size of the entry.
func (h header) checkSize(entrySize uint64) error {
	n, err := elements(h.shape)
	if err != nil {
		return err
	}
	body := int64(entrySize) - h.length
	if int64(n) > body/int64(h.format.size) || int64(n)*int64(h.format.size) != body {
		return fmt.Errorf("shape %v of %s doesn't fit an entry of %d bytes: the file is damaged", h.shape, h.format, entrySize)
	}
	return nil
}
