package random

import (
	"testing"

	"autoencoder-dynamics/autoencoder/kernel"
)

// BenchmarkNormals measures a sample of 1024 inputs: "ns/normal" is what a number costs.
func BenchmarkNormals(b *testing.B) {
	const count = 1024
	for _, instructions := range kernel.Available() {
		b.Run(instructions.String(), func(b *testing.B) {
			normals := normalsWith(instructions)
			dst := make([]float32, count)
			b.SetBytes(4 * count)
			for b.Loop() {
				normals.Fill(dst)
			}
			perNormal(b, count)
		})
	}
	b.Run("Stream", func(b *testing.B) {
		stream := New(1, "samples", 0)
		dst := make([]float64, count)
		for b.Loop() {
			stream.Normals(dst, 1)
		}
		perNormal(b, count)
	})
}

// BenchmarkNormalsRemainders measures samples of lengths that aren't whole batches.
func BenchmarkNormalsRemainders(b *testing.B) {
	const count = 1000
	normals := NewNormals(1, "samples", 0)
	dst := make([]float32, count)
	for b.Loop() {
		normals.Fill(dst)
	}
	perNormal(b, count)
}

func perNormal(b *testing.B, count int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(count), "ns/normal")
}
