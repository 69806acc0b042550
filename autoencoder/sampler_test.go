package autoencoder

import (
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
		"eigenvalue 2 is NaN":       second(NewGaussian([]float64{1, math.NaN()}, normals)),
		"beyond float32":            second(NewGaussian([]float64{1e80}, normals)),
		"stream of random numbers":  second(NewGaussian([]float64{1}, nil)),
		"a stream of random":        second(NewImages([]float32{1}, 1, nil)),
		"7 numbers":                 second(NewImages(make([]float32, 7), 3, stream)),
		"pixel 2 of image 2 is NaN": second(NewImages([]float32{1, 2, 3, nan}, 2, stream)),
		"image 1 is -Inf":           second(NewEpochs([]float32{infinite, 2}, 2, stream)),
		"needs a stream":            second(NewEpochs([]float32{1}, 1, nil)),
		"no sampler":                second(NewFlipped(nil, stream)),
		"sampler needs a stream":    second(NewFlipped(&Gaussian{}, nil)),
		"must be of 1 to 3":         second(ChooseImages(make([]float32, 6), 2, 4, stream)),
		"a training set of 0":       second(ChooseImages(make([]float32, 6), 2, 0, stream)),
		"random numbers":            second(ChooseImages(make([]float32, 6), 2, 1, nil)),
		"eigenvalue 1 is -1":        second(DrawGaussian([]float64{-1}, 1, normals)),
		"over no inputs":            second(DrawGaussian(nil, 1, normals)),
		"at least 1":                second(DrawGaussian([]float64{1}, 0, normals)),
		"so 134217728 inputs":       second(DrawGaussian([]float64{1, 1}, LargestSet/2+1, normals)),
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

// Normal inputs have the mean and covariance that they should, within 5 standard errors.
func TestGaussianHasItsCovariance(t *testing.T) {
	const count = 40000
	eigenvalues := []float64{100, 30, 10, 3, 1, 1, 1, 0.3, 0.01, 0, 2, 2, 2, 2, 2, 2, 7, 8, 9} // more than a block
	dim := len(eigenvalues)
	sampler := newGaussian(t, eigenvalues, 0)
	mean, moments, x := make([]float64, dim), make([]float64, dim*dim), make([]float32, dim)
	for range count {
		sampler.Sample(x)
		for i := range x {
			mean[i] += float64(x[i]) / count
			for j := range x {
				moments[i*dim+j] += float64(x[i]) * float64(x[j]) / count
			}
		}
	}
	for i, a := range eigenvalues {
		if math.Abs(mean[i]) > 5*math.Sqrt(a/count) {
			t.Errorf("mean of input %d is %v", i, mean[i])
		}
		for j, b := range eigenvalues {
			want, deviation := 0.0, math.Sqrt(a*b/count)
			if i == j {
				want, deviation = a, a*math.Sqrt(2.0/count)
			}
			if math.Abs(moments[i*dim+j]-want) > 5*deviation {
				t.Errorf("covariance of inputs %d and %d is %v, want %v ± %v", i, j, moments[i*dim+j], want, deviation)
			}
		}
	}
}

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

// Signs are balanced and independent, and nothing but the sign changes.
func TestFlippedSigns(t *testing.T) {
	const count, dim = 20000, 19
	rows, _ := newImages(t, 40, dim)
	images := func() *Images { return must[*Images](t)(NewImages(rows, dim, random.New(1, "samples", 0))) }
	plain, flipped := images(), must[*Flipped](t)(NewFlipped(images(), random.New(1, "signs", 0)))
	x, y, signs := make([]float32, dim), make([]float32, dim), make([]int, 4)
	before := 0
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
	}
	uniform(t, "successive signs", signs, 3)
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

func TestDrawGaussianIsWhatTheSamplerDraws(t *testing.T) {
	eigenvalues := powerLaw(21)
	set := must[[]float32](t)(DrawGaussian(eigenvalues, 30, random.NewNormals(1, "samples", 0)))
	sampler, x := newGaussian(t, eigenvalues, 0), make([]float32, 21)
	for i := range 30 {
		sampler.Sample(x)
		if !slices.Equal(x, set[i*21:(i+1)*21]) {
			t.Fatalf("input %d differs", i)
		}
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

func TestSamplersRefuseOtherStates(t *testing.T) {
	longer := must[*Epochs](t)(NewEpochs(numbered(100, 18), 18, random.New(1, "samples", 0)))
	drawn(longer, 60)
	more := must[*Images](t)(NewImages(numbered(1000, 18), 18, random.New(1, "samples", 0)))
	for name, sampler := range everySampler(t, 1) {
		state := must[[]byte](t)(sampler.MarshalBinary())
		before := drawn(everySampler(t, 1)[name], 30)
		for what, bad := range map[string][]byte{
			"empty": nil, "cut": state[:len(state)-5], "short": state[:7], "text": []byte(strings.Repeat("hello", 20)),
			"another set's epochs": must[[]byte](t)(longer.MarshalBinary()), "another set's images": must[[]byte](t)(more.MarshalBinary()),
		} {
			if err := sampler.UnmarshalBinary(bad); err == nil {
				t.Errorf("%s: %s: no error", name, what)
			}
		}
		if err := sampler.UnmarshalBinary(state); err != nil || !slices.Equal(drawn(sampler, 30), before) {
			t.Errorf("%s: it doesn't go on: %v", name, err)
		}
	}
}
