package npz

import (
	"archive/zip"
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"time"
)

// Array is a named array of numbers to write.
type Array struct {
	Name  string // the key in numpy.load's result: "eigenvalues"
	Shape []int  // the product of it is the length of Data; empty for one number
	Data  any    // []float64, Sizes, []float32, []uint8 or []int64, in C order (the last index runs fastest)
}

// Sizes are float64 that may be +Inf as well, which means without limit. Other data must be finite.
type Sizes []float64

// entryTime is the time of every entry: the earliest that a zip archive knows.
var entryTime = time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)

// WriteFile writes the arrays to a new NPZ file, or over an old one. The bytes depend on
// the arrays alone. It returns an error where a name is empty, repeated or holds
// a path separator, where a shape doesn't fit its data, where a number isn't finite (it says which
// of which array), or where writing fails; no file is left behind then.
func WriteFile(path string, arrays ...Array) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	err = errors.Join(Write(file, arrays...), file.Close())
	if err != nil {
		return errors.Join(fmt.Errorf("writing %s: %w", path, err), os.Remove(path))
	}
	return nil
}

// Write writes the arrays to w as [WriteFile] does to a file.
func Write(w io.Writer, arrays ...Array) error {
	if err := checkNames(arrays); err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(w, chunkBytes)
	archive := zip.NewWriter(buffered)
	for _, array := range arrays {
		entry, err := archive.CreateHeader(&zip.FileHeader{
			Name: array.Name + ".npy", Method: zip.Store, Modified: entryTime,
		})
		if err != nil {
			return err
		}
		if err := writeArray(entry, array); err != nil {
			return fmt.Errorf("array %q: %w", array.Name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return buffered.Flush()
}

func checkNames(arrays []Array) error {
	seen := map[string]bool{}
	for _, array := range arrays {
		switch {
		case array.Name == "" || strings.ContainsAny(array.Name, `/\`):
			return fmt.Errorf("%q can't name an array: it is empty or holds a path separator", array.Name)
		case seen[array.Name]:
			return fmt.Errorf("two arrays of the name %q", array.Name)
		}
		seen[array.Name] = true
	}
	return nil
}

// writeArray writes one array as an NPY stream.
func writeArray(w io.Writer, array Array) error {
	if err := checkFinite(array); err != nil {
		return err
	}
	if sizes, ok := array.Data.(Sizes); ok {
		array.Data = []float64(sizes)
	}
	switch data := array.Data.(type) {
	case []float64:
		return writeElements(w, format{kind: 'f', size: 8}, array.Shape, data, func(b []byte, values []float64) {
			for i, v := range values {
				binary.LittleEndian.PutUint64(b[8*i:8*i+8], math.Float64bits(v))
			}
		})
	case []float32:
		return writeElements(w, format{kind: 'f', size: 4}, array.Shape, data, func(b []byte, values []float32) {
			for i, v := range values {
				binary.LittleEndian.PutUint32(b[4*i:4*i+4], math.Float32bits(v))
			}
		})
	case []uint8:
		return writeElements(w, format{kind: 'u', size: 1}, array.Shape, data, func(b []byte, values []uint8) {
			copy(b, values)
		})
	case []int64:
		return writeElements(w, format{kind: 'i', size: 8}, array.Shape, data, func(b []byte, values []int64) {
			for i, v := range values {
				binary.LittleEndian.PutUint64(b[8*i:8*i+8], uint64(v))
			}
		})
	}
	return fmt.Errorf("data of type %T can't be written ([]float64, Sizes, []float32, []uint8 and []int64 can)", array.Data)
}

// checkFinite refuses what no result is: this is the edge at which all that stages compute is written.
func checkFinite(array Array) error {
	switch data := array.Data.(type) {
	case []float64:
		return refuse(data, array.Shape, func(x float64) bool { return x-x != 0 }) // NaN and the infinities alone
	case Sizes:
		return refuse(data, array.Shape, func(x float64) bool { return x-x != 0 && !math.IsInf(x, 1) })
	case []float32:
		return refuse(data, array.Shape, func(x float32) bool { return x-x != 0 })
	}
	return nil
}

// refuse returns an error that names the first number which is wrong.
func refuse[T float32 | float64](data []T, shape []int, wrong func(T) bool) error {
	if i := slices.IndexFunc(data, wrong); i >= 0 {
		return fmt.Errorf("the element at %v of the shape %v is %v: results are finite numbers", indices(i, shape), shape, data[i])
	}
	return nil
}

// indices returns those of the i-th element in C order, from 0, as NumPy counts.
func indices(i int, shape []int) []int {
	at := make([]int, len(shape))
	for axis := len(shape) - 1; axis >= 0 && shape[axis] > 0; axis-- {
		at[axis] = i % shape[axis]
		i /= shape[axis]
	}
	return at
}

// writeElements writes the header and the elements, converted chunk by chunk.
func writeElements[T any](w io.Writer, f format, shape []int, data []T, convert func([]byte, []T)) error {
	n, err := elements(shape)
	if err != nil {
		return err
	}
	if n != len(data) {
		return fmt.Errorf("shape %v needs %d elements, there are %d", shape, n, len(data))
	}
	if _, err := w.Write(formatHeader(f, shape)); err != nil {
		return err
	}
	chunk := make([]byte, min(chunkBytes, len(data)*f.size))
	for len(data) > 0 {
		m := min(chunkBytes/f.size, len(data))
		convert(chunk, data[:m])
		if _, err := w.Write(chunk[:m*f.size]); err != nil {
			return err
		}
		data = data[m:]
	}
	return nil
}
