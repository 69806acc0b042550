package cifar10_test

import (
	"bytes"
	"context"
	"fmt"

	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/internal/cifar10/cifar10test"
)

func ExampleRead() {
	archive := cifar10test.Archive(20, 1) // made-up images; 20 in each batch instead of 10,000
	data, err := cifar10.Read(context.Background(), bytes.NewReader(archive), cifar10.Options{RecordsPerBatch: 20})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(data.Train.Count(), data.Test.Count(), len(data.Train.Images), data.Official())
	// Output: 100 20 307200 false
}

func ExampleGreyscale() {
	red := make([]uint8, cifar10.ImageBytes)
	for p := range cifar10.Pixels {
		red[p] = 255
	}
	grey := make([]float64, cifar10.Pixels)
	cifar10.Greyscale(grey, red)
	fmt.Println(grey[0])
	// Output: 0.299
}
