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
