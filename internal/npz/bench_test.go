package npz

import (
	"path/filepath"
	"testing"
)

// The size of the 50,000 greyscale training images as float32: 205 MB.
const benchRows, benchColumns = 50_000, 1024

func BenchmarkWriteFile200MB(b *testing.B) {
	path := filepath.Join(b.TempDir(), "x.npz")
	data := make([]float32, benchRows*benchColumns)
	b.SetBytes(4 * benchRows * benchColumns)
	for b.Loop() {
		if err := WriteFile(path, Array{"images", []int{benchRows, benchColumns}, data}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFloat32_200MB(b *testing.B) {
	path := filepath.Join(b.TempDir(), "x.npz")
	if err := WriteFile(path, Array{"images", []int{benchRows, benchColumns}, make([]float32, benchRows*benchColumns)}); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(4 * benchRows * benchColumns)
	for b.Loop() {
		f, err := Open(path)
		if err != nil {
			b.Fatal(err)
		}
		if _, _, err := f.Float32("images"); err != nil {
			b.Fatal(err)
		}
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
