package autoencoder

import (
	"math"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
)

// With replacement every image is as likely as any other, whatever came before.
func TestImagesAreDrawnUniformly(t *testing.T) {
	const count = 30
	sampler := must[*Images](t)(NewImages(numbered(count, 5), 5, random.New(1, "samples", 0)))
	singles, pairs, before := make([]int, count), make([]int, count*count), 0
	for _, x := range drawn(sampler, 60000) {
		i := int(x) - 1
		singles[i]++
		pairs[before*count+i]++
		before = i
	}
	uniform(t, "images", singles, count-1)
	uniform(t, "successive images", pairs, count*count-count)
}

// A finite training set has no row twice, and each row as often as any other.
func TestChooseImages(t *testing.T) {
	const count, chosen, dim = 12, 5, 2
	rows, times := numbered(count, dim), make([]int, count)
	stream := random.New(1, "training set", 0)
	for range 6000 {
		set := must[[]float32](t)(ChooseImages(rows, dim, chosen, stream))
		if len(set) != chosen*dim {
			t.Fatalf("%d numbers", len(set))
		}
		before := float32(0)
		for i := 0; i < len(set); i += dim {
			if set[i] <= before {
				t.Fatalf("set %v", set)
			}
			before = set[i]
			times[int(before)-1]++
		}
	}
	for i, n := range times {
		mean := 6000.0 * chosen / count
		if math.Abs(float64(n)-mean) > 5*math.Sqrt(mean*(1-float64(chosen)/count)) {
			t.Errorf("row %d was chosen %d times, want about %v", i+1, n, mean)
		}
	}
	if all := must[[]float32](t)(ChooseImages(rows, dim, count, stream)); &all[0] != &rows[0] || len(all) != len(rows) {
		t.Error("all of the images aren't the images")
	}
}
