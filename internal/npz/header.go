package npz

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

const (
	magic         = "\x93NUMPY"
	maxHeader     = 1 << 16 // bytes; NumPy itself refuses more than 10,000
	maxDimensions = 32
)

// header is the header of an NPY entry.
type header struct {
	format  format
	fortran bool // the first index runs fastest
	shape   []int
	length  int64 // bytes before the first element
}

// readHeader reads the header of an NPY stream, versions 1 to 3.
func readHeader(r io.Reader) (header, error) {
	var start [8]byte
	if _, err := io.ReadFull(r, start[:]); err != nil {
		return header{}, fmt.Errorf("not an NPY array: %w", noEOF(err))
	}
	if string(start[:6]) != magic {
		return header{}, errors.New("not an NPY array: it doesn't begin with \\x93NUMPY")
	}
	size := 4
	switch start[6] {
	case 1:
		size = 2
	case 2, 3:
	default:
		return header{}, fmt.Errorf("NPY version %d is unknown (1, 2 and 3 are read)", start[6])
	}
	var field [4]byte
	if _, err := io.ReadFull(r, field[:size]); err != nil {
		return header{}, fmt.Errorf("NPY header: %w", noEOF(err))
	}
	length := binary.LittleEndian.Uint32(field[:])
	if length > maxHeader {
		return header{}, fmt.Errorf("NPY header of %d bytes (at most %d are read)", length, maxHeader)
	}
	text := make([]byte, length)
	if _, err := io.ReadFull(r, text); err != nil {
		return header{}, fmt.Errorf("NPY header: %w", noEOF(err))
	}
	h, err := parseHeader(string(text))
	h.length = int64(len(start)+size) + int64(length)
	return h, err
}

// noEOF says that an end of file comes too early.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// formatHeader returns the NPY header, version 1.0, of a C-ordered array, padded so
// that the elements begin at a multiple of 64 bytes as NumPy does it.
func formatHeader(f format, shape []int) []byte {
	var tuple strings.Builder
	for i, n := range shape {
		if i > 0 {
			tuple.WriteByte(' ')
		}
		tuple.WriteString(strconv.Itoa(n))
		if i < len(shape)-1 || len(shape) == 1 {
			tuple.WriteByte(',')
		}
	}
	text := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", f, tuple.String())
	const fixed = len(magic) + 4
	padding := (64 - (fixed+len(text)+1)%64) % 64
	text += strings.Repeat(" ", padding) + "\n"
	out := append([]byte(magic), 1, 0)
	out = binary.LittleEndian.AppendUint16(out, uint16(len(text)))
	return append(out, text...)
}

// elements returns the product of the shape, or an error where it does not fit an int.
func elements(shape []int) (int, error) {
	n := 1
	for _, m := range shape {
		if m < 0 {
			return 0, fmt.Errorf("shape %v has a negative entry", shape)
		}
		if m == 0 {
			return 0, nil
		}
	}
	for _, m := range shape {
		if n > math.MaxInt/m {
			return 0, fmt.Errorf("shape %v is too large", shape)
		}
		n *= m
	}
	return n, nil
}
