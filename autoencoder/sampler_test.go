package autoencoder

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
)

func TestSamplersRefuse(t *testing.T) {
	stream, nan, infinite := random.New(1, "samples", 0), float32(math.NaN()), float32(math.Inf(-1))
	normals := random.NewNormals(1, "samples", 0)
	for want, err := range map[string]error{
		"eigenvalue 2 is NaN":        second(NewGaussian([]float64{1, math.NaN()}, normals)),
		"beyond float32":             second(NewGaussian([]float64{1e80}, normals)),
		"stream of random numbers":   second(NewGaussian([]float64{1}, nil)),
		"a stream of random":         second(NewImages([]float32{1}, 1, nil)),
		"7 numbers can't be split":   second(NewImages(make([]float32, 7), 3, stream)),
		"number 2 of input 2 is NaN": second(NewImages([]float32{1, 2, 3, nan}, 2, stream)),
		"input 1 is -Inf":            second(NewEpochs([]float32{infinite, 2}, 2, stream)),
		"needs a stream":             second(NewEpochs([]float32{1}, 1, nil)),
		"no sampler":                 second(NewFlipped(nil, stream)),
		"sampler needs a stream":     second(NewFlipped(&Gaussian{}, nil)),
		"must be of 1 to 3":          second(ChooseImages(make([]float32, 6), 2, 4, stream)),
		"a training set of 0":        second(ChooseImages(make([]float32, 6), 2, 0, stream)),
		"random numbers":             second(ChooseImages(make([]float32, 6), 2, 1, nil)),
		"eigenvalue 1 is -1":         second(DrawGaussian([]float64{-1}, 1, normals)),
		"over no inputs":             second(DrawGaussian(nil, 1, normals)),
		"at least 1":                 second(DrawGaussian([]float64{1}, 0, normals)),
		"so 134217728 inputs":        second(DrawGaussian([]float64{1, 1}, LargestSet/2+1, normals)),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
}

// numbered returns rows of dim numbers of which the first is the row's number, from 1 on.
func numbered(count, dim int) []float32 {
	rows := make([]float32, count*dim)
	for i := range count {
		rows[i*dim] = float32(i + 1)
	}
	return rows
}

// drawn returns the first numbers of the next n inputs.
func drawn(s Sampler, n int) []float32 {
	first, x := make([]float32, n), make([]float32, s.Dim())
	for i := range first {
		s.Sample(x)
		first[i] = x[0]
	}
	return first
}

// must ends the test where there is an error.
func must[T any](t testing.TB) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// uniform fails where counts of equally likely cells don't look it: where χ² is more than
// 5 standard deviations from its mean, the degrees of freedom.
func uniform(t *testing.T, name string, counts []int, freedom int) {
	t.Helper()
	var total, square float64
	for _, n := range counts {
		total += float64(n)
	}
	expected := total / float64(len(counts))
	for _, n := range counts {
		square += (float64(n) - expected) * (float64(n) - expected) / expected
	}
	if deviation := (square - float64(freedom)) / math.Sqrt(2*float64(freedom)); math.Abs(deviation) > 5 {
		t.Errorf("%s: χ² = %.1f with %d degrees of freedom", name, square, freedom)
	}
}

// everySampler returns one of each kind over 7 rows or eigenvalues, by name.
func everySampler(t testing.TB, seed uint64) map[string]Sampler {
	rows := numbered(7, 18)
	epochs := func() Sampler { return must[*Epochs](t)(NewEpochs(rows, 18, random.New(seed, "samples", 0))) }
	images := func() Sampler { return must[*Images](t)(NewImages(rows, 18, random.New(seed, "samples", 0))) }
	signs := func() *random.Stream { return random.New(seed, "signs", 0) }
	return map[string]Sampler{
		"normal":         must[*Gaussian](t)(NewGaussian(powerLaw(18), random.NewNormals(seed, "samples", 0))),
		"images":         images(),
		"epochs":         epochs(),
		"flipped images": must[*Flipped](t)(NewFlipped(images(), signs())),
		"flipped epochs": must[*Flipped](t)(NewFlipped(epochs(), signs())),
	}
}

// From any point on, also in the middle of an epoch, a sampler goes on as it would have.
func TestSamplersResumeAnywhere(t *testing.T) {
	for name, sampler := range everySampler(t, 1) {
		for point := range 50 {
			state := must[[]byte](t)(sampler.MarshalBinary())
			if len(state) > 200 {
				t.Fatalf("%s: a state of %d bytes", name, len(state))
			}
			resumed := everySampler(t, 2)[name]
			drawn(resumed, point%5)
			if err := resumed.UnmarshalBinary(state); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			again := everySampler(t, 3)[name]
			if err := again.UnmarshalBinary(must[[]byte](t)(resumed.MarshalBinary())); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if a, b := drawn(resumed, 40), drawn(again, 40); !slices.Equal(a, b) {
				t.Fatalf("%s, point %d: %v, and once more %v", name, point, a, b)
			}
			if err := resumed.UnmarshalBinary(state); err != nil {
				t.Fatal(err)
			}
			if a, b := drawn(sampler, 1), drawn(resumed, 1); !slices.Equal(a, b) {
				t.Fatalf("%s, point %d: %v, resumed %v", name, point, a, b)
			}
		}
	}
}

// otherStates returns states that none of everySampler has.
func otherStates(t *testing.T, state []byte) map[string][]byte {
	longer := must[*Epochs](t)(NewEpochs(numbered(100, 18), 18, random.New(4, "samples", 0)))
	drawn(longer, 60)
	more := must[*Images](t)(NewImages(numbered(1000, 18), 18, random.New(4, "samples", 0)))
	drawn(more, 9)
	flipped := func(s Sampler) []byte {
		f := must[*Flipped](t)(NewFlipped(s, random.New(4, "signs", 0)))
		drawn(f, 9)
		return must[[]byte](t)(f.MarshalBinary())
	}
	return map[string][]byte{
		"empty": nil, "cut": state[:len(state)-5], "short": state[:7], "text": []byte(strings.Repeat("hello", 20)),
		"another stream": bytes.Replace(state, []byte("chacha8:"), []byte("readbuf:"), 1)[1:],
		"longer epochs":  must[[]byte](t)(longer.MarshalBinary()), "flipped longer epochs": flipped(longer),
		"more images": must[[]byte](t)(more.MarshalBinary()), "flipped more images": flipped(more),
	}
}

// A state that is refused changes nothing, be it that only its last part isn't one.
func TestSamplersRefuseOtherStates(t *testing.T) {
	for name, sampler := range everySampler(t, 1) {
		drawn(sampler, 3)
		state := must[[]byte](t)(sampler.MarshalBinary())
		for what, bad := range otherStates(t, state) {
			if err := sampler.UnmarshalBinary(bad); err == nil {
				t.Errorf("%s: %s: no error", name, what)
			}
			if !bytes.Equal(must[[]byte](t)(sampler.MarshalBinary()), state) {
				t.Errorf("%s: %s was refused and has changed it", name, what)
			}
		}
	}
}
