package cifar10_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"autoencoder-dynamics/internal/cifar10"
)

// uniform returns an image of one colour.
func uniform(red, green, blue uint8) []uint8 {
	image := make([]uint8, cifar10.ImageBytes)
	for p := range cifar10.Pixels {
		image[p], image[cifar10.Pixels+p], image[2*cifar10.Pixels+p] = red, green, blue
	}
	return image
}

func TestGreyscale(t *testing.T) {
	tests := []struct {
		name             string
		red, green, blue uint8
		want             float64
	}{
		{"black", 0, 0, 0, 0},
		{"white", 255, 255, 255, 1},
		{"red", 255, 0, 0, 0.299},
		{"green", 0, 255, 0, 0.587},
		{"blue", 0, 0, 255, 0.114},
		{"grey", 51, 51, 51, 0.2},
		{"mixed", 100, 150, 200, (0.299*100 + 0.587*150 + 0.114*200) / 255},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			double, single := make([]float64, cifar10.Pixels), make([]float32, cifar10.Pixels)
			cifar10.Greyscale(double, uniform(test.red, test.green, test.blue))
			cifar10.Greyscale(single, uniform(test.red, test.green, test.blue))
			for p := range double {
				if math.Abs(double[p]-test.want) > 1e-15 || single[p] != float32(double[p]) {
					t.Fatalf("pixel %d is %v and %v, want %v", p, double[p], single[p], test.want)
				}
			}
		})
	}
}

// Pixels stay in their place, image after image.
func TestGreyscaleOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	images := make([]uint8, 3*cifar10.ImageBytes)
	for i := range images {
		images[i] = uint8(random.IntN(256))
	}
	grey, integer := make([]float64, 3*cifar10.Pixels), make([]float64, 3*cifar10.Pixels)
	cifar10.Greyscale(grey, images)
	cifar10.GreyscaleInteger(integer, images)
	for i := range 3 {
		for p := range cifar10.Pixels {
			at := i*cifar10.ImageBytes + p
			want := 299*int(images[at]) + 587*int(images[at+cifar10.Pixels]) + 114*int(images[at+2*cifar10.Pixels])
			got := i*cifar10.Pixels + p
			if integer[got] != float64(want) || grey[got] != float64(want)/255_000 {
				t.Fatalf("image %d pixel %d is %v and %v, want %d", i, p, integer[got], grey[got], want)
			}
		}
	}
}

func TestGreyscalePanicsOnShapes(t *testing.T) {
	for _, shape := range [][2]int{{cifar10.Pixels, cifar10.ImageBytes - 1}, {cifar10.Pixels - 1, cifar10.ImageBytes}, {1, 3}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("no panic for %v", shape)
				}
			}()
			cifar10.Greyscale(make([]float64, shape[0]), make([]uint8, shape[1]))
		}()
	}
}

func BenchmarkGreyscale(b *testing.B) {
	images := make([]uint8, 1000*cifar10.ImageBytes)
	grey := make([]float32, 1000*cifar10.Pixels)
	b.SetBytes(int64(len(images)))
	for b.Loop() {
		cifar10.Greyscale(grey, images)
	}
}
