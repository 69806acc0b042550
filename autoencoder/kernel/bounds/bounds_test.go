package bounds_test

import (
	"fmt"
	"testing"
	"time"

	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/autoencoder/kernel/bounds"
)

// TestBounds checks that there is a bound where there are instructions, and that it is one of
// a machine rather than of a mistake by orders of magnitude.
func TestBounds(t *testing.T) {
	for _, operation := range []bounds.Operation{bounds.MultiplyAdd, bounds.Fused} {
		for _, instructions := range kernel.Available() {
			got := bounds.Flops(operation, instructions, time.Millisecond)
			if known := instructions != kernel.Go; known != (got > 0) || got > 1e13 {
				t.Errorf("Flops(%d, %s) = %g", operation, instructions, got)
			}
		}
	}
	for _, write := range []bool{false, true} {
		got := bounds.Bandwidth(16<<10, write, time.Millisecond)
		if known := len(kernel.Available()) > 1; known != (got > 0) || got > 1e13 {
			t.Errorf("Bandwidth(16 KiB, %v) = %g", write, got)
		}
	}
}

// BenchmarkBounds reports the machine's bounds.
func BenchmarkBounds(b *testing.B) {
	const duration = 100 * time.Millisecond
	for name, operation := range map[string]bounds.Operation{"float32/multiplyAdd": bounds.MultiplyAdd, "float64/fused": bounds.Fused} {
		for _, instructions := range kernel.Available()[1:] {
			b.Run(fmt.Sprintf("Flops/%s/%s", name, instructions), func(b *testing.B) {
				for b.Loop() {
					b.ReportMetric(bounds.Flops(operation, instructions, duration)/1e9, "GFlop/s")
				}
			})
		}
	}
	for _, bytes := range []int{16 << 10, 32 << 10, 512 << 10, 200e6} {
		for _, write := range []bool{false, true} {
			b.Run(fmt.Sprintf("Bandwidth/bytes=%d/write=%v", bytes, write), func(b *testing.B) {
				for b.Loop() {
					b.ReportMetric(bounds.Bandwidth(bytes, write, duration)/1e9, "GB/s")
				}
			})
		}
	}
}
