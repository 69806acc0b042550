package pipelinefile_test

import "testing"

func BenchmarkParse(b *testing.B) {
	source := paper(b)
	for b.Loop() {
		if _, err := parse(source, "quick", "erf-sgd.horizon=3"); err != nil {
			b.Fatal(err)
		}
	}
}
