package random

import (
	"math"
	"math/rand/v2"
	"testing"
)

// exactPair is boxMuller in float64 on the same words.
func exactPair(radiusWord, angleWord uint32) (x, y float64) {
	u := (float64(int32(radiusWord)) + 0.5) * 0x1p-32
	minusTwoLog := -2 * math.Log1p(u) // u ≥ ½: u − 1 is what was read
	if u > 0 {
		minusTwoLog = -2 * math.Log(u)
	}
	radius := math.Sqrt(minusTwoLog)
	sine, cosine := math.Sincos(float64(int32(angleWord)) * 0x1p-33 * math.Pi)
	if angleWord&1 != 0 {
		cosine = -cosine
	}
	if angleWord&2 != 0 {
		cosine, sine = sine, cosine
	}
	return radius * cosine, radius * sine
}

// edgeWords are the words at which a branch, an exponent or a sign changes.
func edgeWords() []uint32 {
	var words []uint32
	for shift := range 32 {
		for _, offset := range []uint32{^uint32(3), ^uint32(2), ^uint32(1), ^uint32(0), 0, 1, 2, 3} {
			word := uint32(1)<<shift + offset
			words = append(words, word, -word, ^word)
		}
	}
	return words
}

// The bounds are those in the comment on Normals: a radius has 24 bits, and errors of a
// few of its units in the last place. Half a unit is 1.2e-7 below 4, 2.4e-7 beyond.
func TestBoxMullerAccuracy(t *testing.T) {
	bounds := map[bool]float64{false: 6e-7, true: 1.2e-6} // by: radius ≥ 4
	largest := map[bool]float64{}
	relative := 0.0
	check := func(radiusWord, angleWord uint32) {
		x, y := boxMuller(radiusWord, angleWord)
		wantX, wantY := exactPair(radiusWord, angleWord)
		radius := math.Hypot(wantX, wantY)
		e := max(math.Abs(float64(x)-wantX), math.Abs(float64(y)-wantY))
		largest[radius >= 4] = max(largest[radius >= 4], e) // NaN stays
		relative = max(relative, e/radius)
	}
	source := rand.New(rand.NewPCG(1, 2))
	for range 1_000_000 {
		check(source.Uint32(), source.Uint32())
		check(source.Uint32()>>(source.Uint32()%32), source.Uint32())
	}
	edges := edgeWords()
	for _, radiusWord := range edges {
		for _, angleWord := range edges {
			check(radiusWord, angleWord)
		}
	}
	for beyond, bound := range bounds {
		t.Logf("radius beyond 4 %t: largest error %.3g", beyond, largest[beyond])
		if !(largest[beyond] <= bound) {
			t.Errorf("radius beyond 4 %t: error %v, want at most %v", beyond, largest[beyond], bound)
		}
	}
	if t.Logf("largest error over the radius %.3g", relative); !(relative <= 2.5e-7) {
		t.Errorf("error %v of the radius, want at most 2.5e-7", relative)
	}
}

// Near u = 1 the radius is √(2(1 − u)), however small: the logarithm has a full relative precision.
func TestMinusTwoLogRelativeAccuracy(t *testing.T) {
	const bound = 2.5e-7
	largest, at := 0.0, uint32(0)
	check := func(word uint32) {
		u := (float64(int32(word)) + 0.5) * 0x1p-32
		want := -2 * math.Log1p(u)
		if u > 0 {
			want = -2 * math.Log(u)
		}
		if e := math.Abs(float64(minusTwoLog(word))/want - 1); !(e <= largest) {
			largest, at = e, word
		}
	}
	source := rand.New(rand.NewPCG(3, 4))
	for range 2_000_000 {
		word := source.Uint32()
		check(word)
		check(word >> (word % 32))
		check(^(word >> (word % 32)))
	}
	for _, word := range edgeWords() {
		check(word)
	}
	t.Logf("largest relative error %.3g, at word %#x", largest, at)
	if !(largest <= bound) {
		t.Errorf("relative error %v at word %#x, want at most %v", largest, at, bound)
	}
}

// The largest normal is √(66 ln 2), from u = 2⁻³³.
func TestLargestNormal(t *testing.T) {
	x, y := boxMuller(0, 0)
	if want := math.Sqrt(66 * math.Ln2); math.Abs(float64(x)-want) > 5e-7 || y != 0 {
		t.Errorf("(%v, %v), want (%v, 0)", x, y, want)
	}
}

// The four values of the two lowest bits make four quarters of the circle.
func TestDirectionCoversTheCircle(t *testing.T) {
	source := rand.New(rand.NewPCG(5, 6))
	var counts [8]int
	const count = 800_000
	for range count {
		cosine, sine := direction(source.Uint32())
		octant := int(math.Floor(math.Atan2(float64(sine), float64(cosine)) * 4 / math.Pi))
		counts[(octant+8)%8]++
	}
	expected := float64(count) / 8
	for octant, n := range counts {
		if math.Abs(float64(n)-expected) > 5*math.Sqrt(expected) {
			t.Errorf("octant %d: %d of %d", octant, n, count)
		}
	}
}
