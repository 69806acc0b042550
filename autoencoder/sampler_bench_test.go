package autoencoder

import (
	"testing"

	"autoencoder-dynamics/autoencoder/random"
)

// BenchmarkSample draws an input of each kind: the images of a set that no cache holds, 200 MB.
func BenchmarkSample(b *testing.B) {
	const count, dim = 50000, 1024
	rows := make([]float32, count*dim)
	for i := range rows { // memory that was never written to is one page
		rows[i] = float32(i % dim)
	}
	images := func() *Images { return must[*Images](b)(NewImages(rows, dim, random.New(1, "samples", 0))) }
	for _, c := range []struct {
		name    string
		sampler Sampler
	}{
		{"normal,D=1000", newGaussian(b, powerLaw(1000), 0)},
		{"normal,D=1024", newGaussian(b, powerLaw(1024), 0)},
		{"images,D=1024", images()},
		{"epochs,D=1024", must[*Epochs](b)(NewEpochs(rows, dim, random.New(1, "samples", 0)))},
		{"flipped,D=1024", must[*Flipped](b)(NewFlipped(images(), random.New(1, "signs", 0)))},
	} {
		b.Run(c.name, func(b *testing.B) {
			x := make([]float32, c.sampler.Dim())
			for b.Loop() {
				c.sampler.Sample(x)
			}
		})
	}
}

// BenchmarkEpoch begins an epoch over 50,000 inputs, which is also the cost of restoring a
// state in the middle of one.
func BenchmarkEpoch(b *testing.B) {
	epochs := must[*Epochs](b)(NewEpochs(make([]float32, 50000), 1, random.New(1, "samples", 0)))
	state := must[[]byte](b)(epochs.MarshalBinary())
	for b.Loop() {
		epochs.begin()
	}
	b.ReportMetric(float64(len(state)), "state-bytes")
}
