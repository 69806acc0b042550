package quantity_test

import (
	"fmt"
	"time"

	"autoencoder-dynamics/internal/quantity"
)

func Example() {
	fmt.Println(quantity.Duration(125 * time.Second))
	fmt.Println(quantity.Bytes(1_440_000))
	fmt.Println(quantity.Count(1_230_000, "steps"))
	fmt.Println(quantity.Rate(0.05, "replicas"))
	fmt.Println(quantity.Percent(0.9999))
	// Output:
	// 2 min 5 s
	// 1.4 MB
	// 1.2 M steps
	// 3 replicas/min
	// 99 %
}
