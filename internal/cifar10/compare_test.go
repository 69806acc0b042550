package cifar10_test

import (
	"strings"
	"testing"

	"autoencoder-dynamics/internal/cifar10"
)

func TestDigest(t *testing.T) {
	got := cifar10.Digest(cifar10.Set{Images: make([]uint8, cifar10.ImageBytes), Labels: []uint8{0}})
	want := cifar10.SetDigests{ // of 3,072 zeros and of one
		Count:  1,
		Images: "e80232b4d18d0bb7e794be263ba937626f383f9917d4b8a737ba893a8f752293",
		Labels: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	}
	if got != want {
		t.Errorf("digests are %+v, want %+v", got, want)
	}
}

// Made-up images match nowhere, whether batches are long enough to compare or not.
func TestCompareMadeUp(t *testing.T) {
	for _, records := range []int{3, 1_017, 2_000} {
		d := &cifar10.Dataset{Train: blank(5 * records), Test: blank(records)}
		c := cifar10.Compare(d)
		if c.Known() || c.Archive || c.TrainLabels || c.TestLabels || len(c.Heads) != 6 {
			t.Errorf("%d records: %+v", records, c)
		}
		if s := c.String(); !strings.Contains(s, "labels differ") || !strings.Contains(s, "0 of 6 batches") {
			t.Errorf("%d records: %s", records, s)
		}
	}
}

func blank(records int) cifar10.Set {
	return cifar10.Set{Images: make([]uint8, records*cifar10.ImageBytes), Labels: make([]uint8, records)}
}

func TestComparisonString(t *testing.T) {
	known := cifar10.Comparison{TrainLabels: true, TestLabels: true, Heads: []bool{true, true, true, true, true, true}, HeadRecords: 1017}
	if s := known.String(); !known.Known() || !strings.Contains(s, "labels are the official ones; the first 1017 images are the official ones in 6 of 6") {
		t.Error(s)
	}
	if s := (cifar10.Comparison{Archive: true}).String(); !strings.HasPrefix(s, "the official archive") {
		t.Error(s)
	}
}
