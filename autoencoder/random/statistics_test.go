package random

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// The seeds are fixed, so that the tests pass always or never. Five standard errors leave
// a probability of 6e-7 a comparison to a generator without fault, and there are some 200.
const standardErrors = 5

func wantWithin(t *testing.T, name string, got, want, standardError float64) {
	t.Helper()
	if !(math.Abs(got-want) <= standardErrors*standardError) {
		t.Errorf("%s: %v, want %v ± %v (standard error)", name, got, want, standardError)
	}
}

// wantPlausible fails if the cumulative distribution function at a statistic's value is
// next to 0 or 1.
func wantPlausible(t *testing.T, name string, probability float64) {
	t.Helper()
	if !(probability > 1e-6 && probability < 1-1e-6) {
		t.Errorf("%s: cumulative probability %v", name, probability)
	}
}

func draws(purpose string, count int) []float32 {
	x := make([]float32, count)
	NewNormals(20220106, purpose, 0).Fill(x)
	return x
}

func TestDrawsMoments(t *testing.T) {
	const count, order = 1 << 24, 8
	var moments [order + 1]float64
	for _, x := range draws("moments", count) {
		power := 1.0
		for p := 1; p <= order; p++ {
			power *= float64(x)
			moments[p] += power / count
		}
	}
	// E xᵖ is (p − 1)!! for even p, else 0.
	exact := [2*order + 1]float64{0: 1}
	for p := 2; p <= 2*order; p += 2 {
		exact[p] = exact[p-2] * float64(p-1)
	}
	for p := 1; p <= order; p++ {
		wantWithin(t, fmt.Sprintf("moment %d", p), moments[p], exact[p],
			math.Sqrt((exact[2*p]-exact[p]*exact[p])/count))
	}
}

func TestDrawsTails(t *testing.T) {
	const chunk, chunks = 1 << 18, 1 << 8 // 2²⁶ draws: 38 of them beyond ±5
	var counts [2][16]int                 // by sign, of modulus from i/2 on
	normals, x := NewNormals(20220106, "tails", 0), make([]float32, chunk)
	for range chunks {
		normals.Fill(x)
		for _, value := range x {
			sign := math.Float32bits(value) >> 31
			counts[sign][int(2*math.Abs(float64(value)))]++
		}
	}
	for sign, name := range []string{"right", "left"} {
		beyond := 0
		for i := len(counts[sign]) - 1; i > 0; i-- {
			beyond += counts[sign][i]
			from := float64(i) / 2
			tail := distuv.Binomial{N: chunk * chunks, P: distuv.UnitNormal.Survival(from)}
			if beyond == 0 {
				wantPlausible(t, fmt.Sprintf("%s of %v: none", name, from), tail.Prob(0))
				continue
			}
			lower, upper := tail.CDF(float64(beyond)), tail.CDF(float64(beyond-1))
			if i%2 == 0 || i == 11 {
				t.Logf("%s of %v: %d, expected %.1f ± %.1f", name, from, beyond, tail.Mean(), tail.StdDev())
			}
			if lower < 1e-6 || upper > 1-1e-6 {
				t.Errorf("%s of %v: %d, expected %.1f", name, from, beyond, tail.Mean())
			}
		}
	}
}

func TestDrawsKolmogorovSmirnov(t *testing.T) {
	const count = 1 << 20
	for _, purpose := range []string{"a", "b", "c"} {
		x := draws(purpose, count)
		slices.Sort(x)
		distance := 0.0
		for i, value := range x {
			p := distuv.UnitNormal.CDF(float64(value))
			distance = max(distance, p-float64(i)/count, float64(i+1)/count-p)
		}
		// √n·D exceeds 2.5 with probability 2·exp(−2·2.5²) = 7e-6 and is below 0.3 with 1e-5.
		if scaled := distance * math.Sqrt(count); !(scaled > 0.3 && scaled < 2.5) {
			t.Errorf("purpose %q: √n·D = %v", purpose, scaled)
		}
	}
}

// chiSquared returns the cumulative probability of the counts' χ² if all bins are as likely.
func chiSquared(counts []int) float64 {
	total := 0
	for _, n := range counts {
		total += n
	}
	expected, sum := float64(total)/float64(len(counts)), 0.0
	for _, n := range counts {
		sum += (float64(n) - expected) * (float64(n) - expected) / expected
	}
	return distuv.ChiSquared{K: float64(len(counts) - 1)}.CDF(sum)
}

// bin returns which of so many equally probable intervals x is in.
func bin(x float32, bins int) int {
	return min(int(0.5*math.Erfc(-float64(x)*math.Sqrt2/2)*float64(bins)), bins-1)
}

func TestDrawsFillBinsEvenly(t *testing.T) {
	const bins, side = 4096, 64
	x := draws("bins", 1<<24)
	single, pairs, partners := make([]int, bins), make([]int, side*side), make([]int, side*side)
	places := make([]uint16, len(x))
	for i, value := range x {
		place := bin(value, bins)
		single[place]++
		places[i] = uint16(place / (bins / side))
	}
	for i := 0; i < len(x); i += 2 {
		pairs[int(places[i])*side+int(places[i+1])]++
	}
	for batch := 0; batch < len(x); batch += batchSize {
		for i := batch; i < batch+batchSize/2; i++ {
			partners[int(places[i])*side+int(places[i+batchSize/2])]++
		}
	}
	wantPlausible(t, "numbers", chiSquared(single))
	wantPlausible(t, "neighbours", chiSquared(pairs))
	wantPlausible(t, "two of one radius", chiSquared(partners))
}

// The radius and the angle of two numbers made together are independent; half of the
// radius squared is exponential, the angle uniform.
func TestDrawsPolarCoordinates(t *testing.T) {
	const side = 64
	x := draws("polar", 1<<22)
	counts := make([]int, side*side)
	for batch := 0; batch < len(x); batch += batchSize {
		for i := batch; i < batch+batchSize/2; i++ {
			a, b := float64(x[i]), float64(x[i+batchSize/2])
			radius := min(int(math.Exp(-(a*a+b*b)/2)*side), side-1)
			angle := min(int((math.Atan2(a, b)/(2*math.Pi)+0.5)*side), side-1)
			counts[radius*side+angle]++
		}
	}
	wantPlausible(t, "radius and angle", chiSquared(counts))
}

// wantUncorrelated compares x with y: numbers, squares, and one's numbers with the other's squares.
func wantUncorrelated(t *testing.T, name string, x, y []float32) {
	t.Helper()
	var product, squares, left, right float64
	for i := range x {
		a, b := float64(x[i]), float64(y[i])
		product += a * b
		squares += (a*a - 1) * (b*b - 1)
		left += a * (b*b - 1)
		right += (a*a - 1) * b
	}
	n := float64(len(x))
	wantWithin(t, name+": x·y", product/n, 0, 1/math.Sqrt(n))
	wantWithin(t, name+": (x² − 1)·(y² − 1)", squares/n, 0, 2/math.Sqrt(n))
	wantWithin(t, name+": x·(y² − 1)", left/n, 0, math.Sqrt(2/n))
	wantWithin(t, name+": (x² − 1)·y", right/n, 0, math.Sqrt(2/n))
}

func TestDrawsUncorrelated(t *testing.T) {
	const count = 1 << 22
	x := draws("lags", count+1024)
	lags := []int{48, 64, 112, 127, 128, 129, 240, 255, 256, 257, 512, 1024}
	for lag := 1; lag <= 32; lag++ {
		lags = append(lags, lag)
	}
	for _, lag := range lags {
		wantUncorrelated(t, fmt.Sprintf("lag %d", lag), x[:count], x[lag:lag+count])
	}
}

// Two numbers of one radius: their squares would be correlated if the angle weren't uniform.
func TestDrawsPartnersUncorrelated(t *testing.T) {
	x := draws("partners", 1<<23)
	var a, b []float32
	for batch := 0; batch < len(x); batch += batchSize {
		a = append(a, x[batch:batch+batchSize/2]...)
		b = append(b, x[batch+batchSize/2:batch+batchSize]...)
	}
	wantUncorrelated(t, "partners", a, b)
}

func TestStreamsOfNormalsUncorrelated(t *testing.T) {
	const count = 1 << 20
	x, y := make([]float32, count), make([]float32, count)
	NewNormals(1, "samples", 0).Fill(x)
	for _, other := range []struct {
		seed    uint64
		purpose string
		index   uint64
	}{
		{2, "samples", 0}, {1 << 32, "samples", 0}, {1, "samples", 1}, {1, "samples", 1 << 63},
		{1, "sample", 0}, {1, "samples\x00", 0}, {0, "samples", 1},
	} {
		NewNormals(other.seed, other.purpose, other.index).Fill(y)
		wantUncorrelated(t, fmt.Sprint(other), x, y)
	}
	fresh := New(1, "samples", 0)
	for i := range y {
		y[i] = float32(fresh.NormFloat64())
	}
	wantUncorrelated(t, "Stream of the same name", x, y)
}
