package linalg

import (
	"context"
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func randomData(n, dim int, seed uint64) []float32 {
	r := rand.New(rand.NewPCG(seed, 5))
	data := make([]float32, n*dim)
	for i := range data {
		data[i] = float32(1 + r.NormFloat64()*float64(1+i%dim%7))
	}
	return data
}

// TestSecondMoment compares with sums in 200-bit arithmetic, for shapes around the sizes of chunks and blocks.
func TestSecondMoment(t *testing.T) {
	for _, shape := range [][2]int{{1, 1}, {3, 2}, {255, 5}, {256, 64}, {257, 65}, {600, 70}, {7, 130}} {
		n, dim := shape[0], shape[1]
		data := randomData(n, dim, 1)
		for _, about := range [][]float64{nil, slices.Repeat([]float64{0.5}, dim)} {
			got, err := SecondMoment(t.Context(), RowsOf(data, dim), about, 2)
			if err != nil {
				t.Fatal(err)
			}
			for _, pair := range [][2]int{{0, 0}, {dim - 1, dim - 1}, {dim - 1, 0}, {0, dim - 1}, {dim / 2, dim / 3}} {
				want, size := exactMoment(data, n, dim, about, pair[0], pair[1])
				if d := math.Abs(got[pair[0]*dim+pair[1]] - want); d > 1e-14*size {
					t.Errorf("%d×%d, element %v: off by %v of %v", n, dim, pair, d, size)
				}
			}
		}
	}
}

// exactMoment returns the moment of columns i and j, and the mean magnitude of its terms.
func exactMoment(data []float32, n, dim int, about []float64, i, j int) (moment, size float64) {
	const bits = 200
	sum, magnitude := new(big.Float).SetPrec(bits), 0.0
	for r := range n {
		x, y := float64(data[r*dim+i]), float64(data[r*dim+j])
		if about != nil {
			x, y = x-about[i], y-about[j]
		}
		term := new(big.Float).SetPrec(bits).SetFloat64(x)
		sum.Add(sum, term.Mul(term, new(big.Float).SetFloat64(y)))
		magnitude += math.Abs(x * y)
	}
	moment, _ = sum.Quo(sum, big.NewFloat(float64(n))).Float64()
	return moment, magnitude / float64(n)
}

func TestMomentsAreTheSameForAnyWorkers(t *testing.T) {
	const n, dim = 700, 150
	rows := RowsOf(randomData(n, dim, 2), dim)
	mean, err := Mean(t.Context(), rows, 1)
	if err != nil {
		t.Fatal(err)
	}
	moment, err := SecondMoment(t.Context(), rows, mean, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, workers := range []int{2, 3, 8} {
		m, errMean := Mean(t.Context(), rows, workers)
		c, errMoment := SecondMoment(t.Context(), rows, mean, workers)
		if err := errors.Join(errMean, errMoment); err != nil || !slices.Equal(m, mean) || !slices.Equal(c, moment) {
			t.Errorf("%d workers: another result than one worker has, error %v", workers, err)
		}
	}
	if !slices.IsSorted([]float64{0, moment[0]}) || moment[1] != moment[dim] {
		t.Error("the moment is not symmetric with a positive diagonal")
	}
}

func TestMeanOfIntegersIsExact(t *testing.T) {
	mean, err := Mean(t.Context(), RowsOf([]uint8{0, 255, 4, 5}, 2), 1)
	if err != nil || !slices.Equal(mean, []float64{2, 130}) {
		t.Errorf("mean %v, error %v", mean, err)
	}
}

func TestSecondMomentRefuses(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1), 1e200} {
		_, err := SecondMoment(t.Context(), RowsOf([]float64{1, 2, 3, bad}, 2), nil, 1)
		if err == nil || !strings.Contains(err.Error(), "columns 1 and") {
			t.Errorf("%v: error %v, want one that names the column", bad, err)
		}
	}
	if _, err := SecondMoment(t.Context(), RowsOf([]float64{}, 2), nil, 1); err == nil {
		t.Error("no rows were taken")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := SecondMoment(ctx, RowsOf([]float64{1, 2}, 2), nil, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v after the context was cancelled", err)
	}
}
