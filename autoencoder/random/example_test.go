package random_test

import (
	"fmt"
	"slices"

	"autoencoder-dynamics/autoencoder/random"
)

// A stream that was saved goes on, in another process too, with the numbers that would have come next.
func ExampleStream_MarshalBinary() {
	stream := random.New(1, "samples", 0)
	stream.Normals(make([]float64, 1000), 1)
	state, err := stream.MarshalBinary()
	if err != nil {
		fmt.Println(err)
		return
	}
	resumed := random.New(0, "", 0) // any stream: its state is replaced
	if err := resumed.UnmarshalBinary(state); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(resumed.NormFloat64() == stream.NormFloat64())
	// Output: true
}

// Any place of the sequence can be reached at once. Here the third of four workers makes its
// quarter of a thousand million numbers without those before it: they are the same numbers
// whoever makes them.
func ExampleNormals_Seek() {
	const quarter = 250_000_000
	worker := random.NewNormals(1, "samples", 0)
	worker.Seek(2 * quarter)
	sample := make([]float32, 1000)
	worker.Fill(sample)

	other, same := random.NewNormals(1, "samples", 0), make([]float32, 1000)
	other.Seek(2*quarter - 10) // the tail of the second quarter
	other.Fill(make([]float32, 10))
	other.Fill(same)
	fmt.Println(worker.Position(), slices.Equal(sample, same))
	// Output: 500001000 true
}

// A sample of 1000 inputs, and the same again from the place where it began.
func ExampleNormals() {
	normals := random.NewNormals(1, "samples", 0)
	sample, again := make([]float32, 1000), make([]float32, 1000)
	normals.Fill(sample)
	start := normals.Position()
	normals.Fill(sample)
	normals.Seek(start)
	normals.Fill(again)
	fmt.Println(start, slices.Equal(sample, again))
	// Output: 1000 true
}
