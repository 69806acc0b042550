package autoencoder

import (
	"slices"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
)

// An epoch has each input exactly once.
func TestEpochsSeeEachInputOnce(t *testing.T) {
	for _, count := range []int{1, 2, 97} {
		sampler := must[*Epochs](t)(NewEpochs(numbered(count, 3), 3, random.New(1, "epochs", 0)))
		for epoch := range 20 {
			order := drawn(sampler, count)
			slices.Sort(order)
			for i, x := range order {
				if x != float32(i+1) {
					t.Fatalf("%d inputs, epoch %d: %v", count, epoch, order)
				}
			}
		}
	}
}

// The orders of epochs and replicas differ, and every input is as likely at every place.
func TestOrdersOfEpochs(t *testing.T) {
	const count = 8
	rows, places := numbered(count, 1), make([]int, count*count)
	first := must[*Epochs](t)(NewEpochs(rows, 1, random.New(1, "epochs", 0)))
	other := must[*Epochs](t)(NewEpochs(rows, 1, random.New(1, "epochs", 1)))
	repeats, agreements, before := 0, 0, []float32(nil)
	const epochs = 5000
	for range epochs {
		order := drawn(first, count)
		for place, x := range order {
			places[place*count+int(x)-1]++
		}
		if slices.Equal(order, before) {
			repeats++
		}
		if slices.Equal(order, drawn(other, count)) {
			agreements++
		}
		before = order
	}
	uniform(t, "places", places, (count-1)*(count-1))
	if repeats > 3 || agreements > 3 { // 5000/8! = 0.12 are expected
		t.Errorf("%d of %d epochs repeat the one before, %d that of another replica", repeats, epochs, agreements)
	}
}
