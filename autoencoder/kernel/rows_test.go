package kernel_test

import (
	"testing"
	"unsafe"

	"autoencoder-dynamics/autoencoder/kernel"
)

// TestNewRows checks sizes, alignment and that rows are apart.
func TestNewRows(t *testing.T) {
	for _, width := range []int{16, 48, 976, 1008, 1024, 3072, 16384} {
		for count := range 6 {
			testNewRows[float32](t, count, width)
			testNewRows[float64](t, count, width)
		}
	}
}

func testNewRows[T kernel.Float](t *testing.T, count, width int) {
	rows := kernel.NewRows[T](count, width)
	if len(rows) != count {
		t.Fatalf("%d rows, want %d", len(rows), count)
	}
	for j, row := range rows {
		if len(row) != width || cap(row) != width {
			t.Errorf("row of %d (capacity %d), want %d", len(row), cap(row), width)
		}
		begin := uintptr(unsafe.Pointer(unsafe.SliceData(row)))
		if begin%64 != 0 {
			t.Errorf("row %d begins %d bytes into a cache line", j, begin%64)
		}
		if j > 0 {
			stride := (begin - uintptr(unsafe.Pointer(unsafe.SliceData(rows[j-1])))) % 4096
			if stride < 3*64 || stride > 4096-3*64 {
				t.Errorf("width %d of %T: rows %d bytes apart, to 4096", width, T(0), stride)
			}
		}
		for i := range row {
			if row[i] != 0 {
				t.Fatalf("row %d has %g at %d, want 0", j, row[i], i)
			}
			row[i] = 1
		}
	}
}
