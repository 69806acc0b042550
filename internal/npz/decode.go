package npz

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// chunkBytes is how much is converted at a time: it stays in the processor's
// second-level cache, and every element size divides it.
const chunkBytes = 1 << 18

// decoder fills dst with the elements of src, which holds len(dst) of them.
type decoder[T any] func(f format, dst []T, src []byte) error

// readArray reads an array to its end, where archive/zip compares the checksum.
func readArray[T any](f *File, name string, decode decoder[T]) ([]T, []int, error) {
	r, h, err := f.open(name)
	if err != nil {
		return nil, nil, f.wrap(name, err)
	}
	data, err := readElements(r, h, decode)
	if err = errors.Join(err, r.Close()); err != nil {
		return nil, nil, f.wrap(name, err)
	}
	if h.fortran {
		data = fromFortran(data, h.shape)
	}
	return data, h.shape, nil
}

func readElements[T any](r io.Reader, h header, decode decoder[T]) ([]T, error) {
	n, err := elements(h.shape)
	if err != nil {
		return nil, err
	}
	data := make([]T, n)
	size := h.format.size
	chunk := make([]byte, min(chunkBytes, n*size))
	for rest := data; len(rest) > 0; {
		m := min(chunkBytes/size, len(rest))
		if _, err := io.ReadFull(r, chunk[:m*size]); err != nil {
			return nil, noEOF(err)
		}
		if err := decode(h.format, rest[:m], chunk[:m*size]); err != nil {
			return nil, err
		}
		rest = rest[m:]
	}
	// The checksum is compared when the reader meets the end.
	if extra, err := io.Copy(io.Discard, r); err != nil {
		return nil, err
	} else if extra > 0 {
		return nil, fmt.Errorf("%d bytes follow the last element", extra)
	}
	return data, nil
}

func decodeFloat64(f format, dst []float64, src []byte) error {
	if f == (format{kind: 'f', size: 8}) {
		for i := range dst {
			dst[i] = math.Float64frombits(binary.LittleEndian.Uint64(src[8*i : 8*i+8]))
		}
		return nil
	}
	return decodeReal(f, dst, src)
}

func decodeFloat32(f format, dst []float32, src []byte) error {
	if f == (format{kind: 'f', size: 4}) {
		for i := range dst {
			dst[i] = math.Float32frombits(binary.LittleEndian.Uint32(src[4*i : 4*i+4]))
		}
		return nil
	}
	return decodeReal(f, dst, src)
}

func decodeUint8(f format, dst []uint8, src []byte) error {
	if f == (format{kind: 'u', size: 1}) {
		copy(dst, src)
		return nil
	}
	return decodeInteger(f, dst, src, 0, math.MaxUint8)
}

func decodeInt64(f format, dst []int64, src []byte) error {
	return decodeInteger(f, dst, src, math.MinInt64, math.MaxInt64)
}

// decodeReal converts elements of any format.
func decodeReal[T float32 | float64](f format, dst []T, src []byte) error {
	bits := f.bits()
	for i := range dst {
		dst[i] = T(f.real(bits(src[i*f.size:])))
	}
	return nil
}

// decodeInteger converts integers and booleans; a value outside lowest…highest is an error.
func decodeInteger[T uint8 | int64](f format, dst []T, src []byte, lowest, highest int64) error {
	if f.kind == 'f' {
		return fmt.Errorf("it holds floating-point numbers (%s), integers are needed: save it with an integer dtype", f)
	}
	bits := f.bits()
	for i := range dst {
		raw := bits(src[i*f.size:])
		value, ok := f.integer(raw)
		if !ok || value < lowest || value > highest {
			return fmt.Errorf("the integer %v is not within %d…%d", f.real(raw), lowest, highest)
		}
		dst[i] = T(value)
	}
	return nil
}

// fromFortran returns data of that shape, whose first index runs fastest, in C order.
func fromFortran[T any](data []T, shape []int) []T {
	if len(shape) < 2 || len(data) == 0 {
		return data
	}
	stride := make([]int, len(shape)) // of each index in data
	step := 1
	for d, n := range shape {
		stride[d] = step
		step *= n
	}
	out := make([]T, len(data))
	index := make([]int, len(shape))
	offset := 0
	for i := range out {
		out[i] = data[offset]
		for d := len(shape) - 1; d >= 0; d-- {
			index[d]++
			offset += stride[d]
			if index[d] < shape[d] {
				break
			}
			offset -= index[d] * stride[d]
			index[d] = 0
		}
	}
	return out
}
