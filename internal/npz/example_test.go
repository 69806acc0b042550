package npz_test

import (
	"fmt"
	"os"
	"path/filepath"

	"autoencoder-dynamics/internal/npz"
)

func Example() {
	dir, err := os.MkdirTemp("", "npz")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "spectrum.npz")

	eigenvalues := npz.Array{Name: "eigenvalues", Shape: []int{3}, Data: []float64{4, 2, 1}}
	if err := npz.WriteFile(path, eigenvalues); err != nil {
		fmt.Println(err)
		return
	}
	file, err := npz.Open(path)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()
	values, shape, err := file.Float64("eigenvalues")
	fmt.Println(file.Names(), values, shape, err)
	// Output: [eigenvalues] [4 2 1] [3] <nil>
}
