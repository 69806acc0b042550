package autoencoder

import (
	"fmt"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
)

// Signs are balanced and independent, of each other and of the image, and nothing but the sign
// changes.
func TestFlippedSigns(t *testing.T) {
	const count, dim = 20000, 19
	rows, _ := newImages(t, 40, dim)
	images := func() *Images { return must[*Images](t)(NewImages(rows, dim, random.New(1, "samples", 0))) }
	plain, flipped := images(), must[*Flipped](t)(NewFlipped(images(), random.New(1, "signs", 0)))
	x, y, signs := make([]float32, dim), make([]float32, dim), make([]int, 4)
	before, byImage := 0, map[float32][2]int{} // by the image's first number
	for range count {
		plain.Sample(x)
		flipped.Sample(y)
		sign, kind := y[0]/x[0], 0
		if sign == -1 {
			kind = 1
		}
		for i := range x {
			if y[i] != sign*x[i] || sign != 1 && sign != -1 {
				t.Fatalf("%v has become %v", x, y)
			}
		}
		signs[2*before+kind]++
		before = kind
		seen := byImage[x[0]]
		seen[kind]++
		byImage[x[0]] = seen
	}
	uniform(t, "successive signs", signs, 3)
	if len(byImage) != 40 {
		t.Fatalf("%d images, want 40", len(byImage))
	}
	for first, seen := range byImage {
		uniform(t, fmt.Sprintf("signs of the image that begins with %v", first), seen[:], 1)
	}
}
