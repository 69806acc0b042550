package moments_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/internal/cifar10/moments"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/npz/npztest"
)

const d = moments.Pixels

// noise returns images whose neighbouring pixels are correlated.
func noise(count int, seed uint64) []uint8 {
	random := rand.New(rand.NewPCG(seed, 1))
	images := make([]uint8, count*cifar10.ImageBytes)
	for i := range images {
		previous := 128
		if i%cifar10.Side > 0 {
			previous = int(images[i-1])
		}
		images[i] = uint8(min(max(previous+random.IntN(61)-30, 0), 255))
	}
	return images
}

func compute(t *testing.T, images []uint8) *moments.Moments {
	t.Helper()
	m, err := moments.Compute(t.Context(), images, nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// The moments are those of the textbook's two-pass formula, to rounding.
func TestComputeAgreesWithTwoPasses(t *testing.T) {
	const count = 700 // more than one chunk
	images := noise(count, 1)
	m := compute(t, images)
	grey := make([]float64, count*d)
	cifar10.Greyscale(grey, images)
	mean := make([]float64, d)
	for i, y := range grey {
		mean[i%d] += y / count
	}
	for p := range mean {
		if math.Abs(mean[p]-m.Mean[p]) > 1e-13 {
			t.Fatalf("mean of pixel %d is %v, want %v", p, m.Mean[p], mean[p])
		}
	}
	for _, pair := range [][2]int{{0, 0}, {0, 1}, {1, 0}, {5, 700}, {1023, 1023}, {1022, 1023}} {
		want := 0.0
		for i := range count {
			want += (grey[i*d+pair[0]] - mean[pair[0]]) * (grey[i*d+pair[1]] - mean[pair[1]]) / count
		}
		if got := m.Covariance[pair[0]*d+pair[1]]; math.Abs(got-want) > 1e-14 {
			t.Errorf("covariance of pixels %v is %v, want %v", pair, got, want)
		}
	}
	if m.Count != count {
		t.Errorf("count is %d, want %d", m.Count, count)
	}
}

// Sums are exact: the order of the images changes no bit.
func TestComputeIgnoresOrder(t *testing.T) {
	images := noise(600, 2)
	shuffled := slices.Clone(images)
	rand.New(rand.NewPCG(3, 4)).Shuffle(600, func(i, j int) {
		for b := range cifar10.ImageBytes {
			i, j := i*cifar10.ImageBytes+b, j*cifar10.ImageBytes+b
			shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
		}
	})
	a, b := compute(t, images), compute(t, shuffled)
	if !slices.Equal(a.Mean, b.Mean) || !slices.Equal(a.Covariance, b.Covariance) {
		t.Error("the order of the images changes the moments")
	}
}

// One image, or the same one again, has no variance: exactly none.
func TestComputeOfConstantImages(t *testing.T) {
	image := noise(1, 5)
	for _, count := range []int{1, 2, 513} {
		m := compute(t, bytes.Repeat(image, count))
		for i, c := range m.Covariance {
			if c != 0 {
				t.Fatalf("%d times the same image: covariance %d is %v", count, i, c)
			}
		}
	}
}

// Two opposite images: mean ½ and covariance ±¼ are known by hand.
func TestComputeByHand(t *testing.T) {
	images := make([]uint8, 2*cifar10.ImageBytes)
	for p := range d {
		for plane := range 3 { // image 0 is white in even pixels, image 1 in odd ones
			images[p%2*cifar10.ImageBytes+plane*d+p] = 255
		}
	}
	m := compute(t, images)
	for _, test := range []struct {
		i, j int
		want float64
	}{{0, 0, 0.25}, {0, 1, -0.25}, {1, 0, -0.25}, {2, 1022, 0.25}, {3, 1000, -0.25}} {
		if got := m.Covariance[test.i*d+test.j]; got != test.want {
			t.Errorf("covariance of %d and %d is %v, want %v", test.i, test.j, got, test.want)
		}
	}
	if m.Mean[0] != 0.5 || m.Mean[1] != 0.5 {
		t.Errorf("means are %v and %v, want 0.5", m.Mean[0], m.Mean[1])
	}
}

func TestComputeStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := moments.Compute(ctx, noise(1, 1), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want context.Canceled", err)
	}
	if _, err := moments.Compute(t.Context(), nil, nil); err == nil {
		t.Error("no error for no images")
	}
}

func TestComputeCountsImages(t *testing.T) {
	sum := 0
	if _, err := moments.Compute(t.Context(), noise(600, 1), func(n int) { sum += n }); err != nil || sum != 600 {
		t.Errorf("progress counted %d (%v), want 600", sum, err)
	}
}

// A file keeps the mean and the count exactly, the covariance to float32, and the bytes are always the same.
func TestFileKeepsMoments(t *testing.T) {
	m := compute(t, noise(50, 6))
	var file, again bytes.Buffer
	if err := errors.Join(moments.Write(&file, m), moments.Write(&again, m)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(file.Bytes(), again.Bytes()) {
		t.Error("the same moments give different files")
	}
	got, err := moments.Read(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if got.Count != m.Count || !slices.Equal(got.Mean, m.Mean) {
		t.Error("count or mean changed")
	}
	for i, c := range m.Covariance {
		if got.Covariance[i] != float64(float32(c)) {
			t.Fatalf("covariance %d is %v, want %v", i, got.Covariance[i], float64(float32(c)))
		}
	}
}

func TestReadRefuses(t *testing.T) {
	lower := make([]float32, d*(d+1)/2)
	poisoned := slices.Clone(lower)
	poisoned[7] = float32(math.NaN())
	array := func(name string, data any, shape ...int) npz.Array {
		return npz.Array{Name: name, Shape: shape, Data: data}
	}
	mean, covariance, count := array("mean", make([]float64, d), d), array("covariance_lower", lower, len(lower)), array("count", []int64{5}, 1)
	tests := []struct {
		name   string
		arrays []npz.Array
		want   string
	}{
		{"no mean", []npz.Array{covariance, count}, `"mean"`},
		{"no covariance", []npz.Array{mean, count}, `"covariance_lower"`},
		{"no count", []npz.Array{mean, covariance}, `"count"`},
		{"short mean", []npz.Array{array("mean", make([]float64, 3), 3), covariance, count}, "3 means"},
		{"count 0", []npz.Array{mean, covariance, array("count", []int64{0}, 1)}, "one above 0"},
		{"NaN", []npz.Array{mean, array("covariance_lower", poisoned, len(lower)), count}, "number 7 is NaN"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "moments.npz")
			npztest.WriteFile(t, path, test.arrays...)
			file, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := moments.Read(file); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want one that says %q", err, test.want)
			}
		})
	}
	if _, err := moments.Read([]byte("no zip")); err == nil {
		t.Error("no error for something else")
	}
	if err := moments.Write(&bytes.Buffer{}, &moments.Moments{}); err == nil {
		t.Error("no error for empty moments")
	}
}

func BenchmarkCompute(b *testing.B) {
	images := noise(2048, 1)
	for b.Loop() {
		if _, err := moments.Compute(b.Context(), images, nil); err != nil {
			b.Fatal(err)
		}
	}
}
