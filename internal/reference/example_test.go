package reference_test

import (
	"fmt"

	"autoencoder-dynamics/internal/reference"
)

func ExampleNewVariant() {
	fmt.Println(reference.NewVariant("", reference.Images))
	fmt.Println(reference.NewVariant("quick", reference.Embedded))
	fmt.Println(reference.NewVariant("quick", reference.NoData))
	// Output:
	// default-images
	// quick-embedded
	// quick
}

func ExampleFinding_String() {
	fmt.Println(reference.Finding{Gate: reference.Structure, Panel: "a", Series: "theory", Message: "its colour was #0072b2, is #123456"})
	// Output: panel a, series "theory": its colour was #0072b2, is #123456
}
