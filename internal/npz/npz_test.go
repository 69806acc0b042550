package npz

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	other "codeberg.org/sbinet/npyio/npz"
	"github.com/google/go-cmp/cmp"
)

func sampleArrays() []Array {
	return []Array{
		{Name: "eigenvalues", Shape: []int{4}, Data: []float64{math.MaxFloat64, 2.5, math.Copysign(0, -1), math.SmallestNonzeroFloat64}},
		{Name: "images", Shape: []int{2, 3}, Data: []float32{1, 2, 3, 4, 5, float32(math.Pi)}},
		{Name: "labels", Shape: []int{2}, Data: []uint8{0, 255}},
		{Name: "counts", Shape: []int{1, 2, 1}, Data: []int64{math.MinInt64, math.MaxInt64}},
		{Name: "scale", Shape: []int{}, Data: []float64{42}},
		{Name: "none", Shape: []int{0, 3}, Data: []float64{}},
	}
}

// written returns the bytes of an NPZ file with these arrays.
func written(t testing.TB, arrays ...Array) []byte {
	t.Helper()
	var buffer bytes.Buffer
	if err := Write(&buffer, arrays...); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

func opened(t testing.TB, data []byte) *File {
	t.Helper()
	f, err := NewFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// read reads an array as the type of want.
func read(f *File, name string, want any) (data any, shape []int, err error) {
	switch want.(type) {
	case []float64:
		return f.Float64(name)
	case []float32:
		return f.Float32(name)
	case []uint8:
		return f.Uint8(name)
	}
	return f.Int64(name)
}

func TestRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.npz")
	if err := WriteFile(path, sampleArrays()...); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if want := []string{"eigenvalues", "images", "labels", "counts", "scale", "none"}; !slices.Equal(f.Names(), want) {
		t.Errorf("names %q, want %q", f.Names(), want)
	}
	sameBits := cmp.Comparer(func(x, y float64) bool { return math.Float64bits(x) == math.Float64bits(y) })
	for _, want := range sampleArrays() {
		data, shape, err := read(f, want.Name, want.Data)
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(want, Array{want.Name, shape, data}, sameBits); diff != "" {
			t.Errorf("%s: -want +got\n%s", want.Name, diff)
		}
		if onlyShape, err := f.Shape(want.Name); err != nil || !slices.Equal(onlyShape, want.Shape) {
			t.Errorf("%s: Shape = %v, %v", want.Name, onlyShape, err)
		}
	}
}

func TestSameBytesEveryTime(t *testing.T) {
	if !bytes.Equal(written(t, sampleArrays()...), written(t, sampleArrays()...)) {
		t.Error("the bytes differ from one writing to the next")
	}
}

// TestLargerThanAChunk covers arrays that are converted in several chunks, the last one partly full.
func TestLargerThanAChunk(t *testing.T) {
	want := make([]float32, 3*chunkBytes/4+5)
	for i := range want {
		want[i] = float32(i)
	}
	f := opened(t, written(t, Array{"x", []int{len(want)}, want}))
	got, _, err := f.Float32("x")
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("the array changed, error %v", err)
	}
	wide, _, err := f.Float64("x")
	if err != nil || wide[len(wide)-1] != float64(len(want)-1) {
		t.Errorf("as float64 the array changed, error %v", err)
	}
}

// TestAgainstOtherImplementation reads with npyio what this package writes.
func TestAgainstOtherImplementation(t *testing.T) {
	data := written(t, sampleArrays()...)
	r, err := other.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var images []float32
	if err := r.Read("images.npy", &images); err != nil || !slices.Equal(images, sampleArrays()[1].Data.([]float32)) {
		t.Errorf("images = %v, %v", images, err)
	}
	if shape := r.Header("images.npy").Descr.Shape; !slices.Equal(shape, []int{2, 3}) {
		t.Errorf("shape %v", shape)
	}
	var counts []int64
	if err := r.Read("counts.npy", &counts); err != nil || !slices.Equal(counts, sampleArrays()[3].Data.([]int64)) {
		t.Errorf("counts = %v, %v", counts, err)
	}
}

// TestReadsNumPy reads files that NumPy wrote (see testdata/README.md).
func TestReadsNumPy(t *testing.T) {
	for file, want := range map[string][]float64{
		"testdata/numpy-c-order.npz":       {0, 1, 2, 3, 4, 5},
		"testdata/numpy-fortran-order.npz": {0, 2, 4, 1, 3, 5},
	} {
		f, err := Open(file)
		if err != nil {
			t.Fatal(err)
		}
		got, shape, err := f.Float64("arr0")
		if err != nil || !slices.Equal(got, want) || !slices.Equal(shape, []int{2, 3}) {
			t.Errorf("%s: arr0 = %v, shape %v, %v", file, got, shape, err)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestFromFortranThreeDimensions(t *testing.T) {
	// Element (i,j,k) has the value 100i+10j+k; the first index runs fastest.
	var data, want []int
	for k := range 4 {
		for j := range 3 {
			for i := range 2 {
				data = append(data, 100*i+10*j+k)
			}
		}
	}
	for i := range 2 {
		for j := range 3 {
			for k := range 4 {
				want = append(want, 100*i+10*j+k)
			}
		}
	}
	if got := fromFortran(data, []int{2, 3, 4}); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestWriteRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		arrays []Array
		want   string
	}{
		"shape":         {[]Array{{"x", []int{2, 2}, []float64{1}}}, "needs 4 elements, there are 1"},
		"negative":      {[]Array{{"x", []int{-1}, []float64{1}}}, "negative"},
		"overflow":      {[]Array{{"x", []int{1 << 40, 1 << 40}, []float64{1}}}, "too large"},
		"type":          {[]Array{{"x", []int{1}, []string{"a"}}}, "[]string"},
		"repeated name": {[]Array{{"x", []int{}, []float64{1}}, {"x", []int{}, []float64{1}}}, `the name "x"`},
		"empty name":    {[]Array{{"", []int{}, []float64{1}}}, "can't name"},
		"path":          {[]Array{{"../x", []int{}, []float64{1}}}, "can't name"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.npz")
			if err := WriteFile(path, c.arrays...); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
			if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
				t.Error("a file was left behind")
			}
		})
	}
}
