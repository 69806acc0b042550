package table_test

import (
	"fmt"
	"os"

	"autoencoder-dynamics/internal/table"
)

func ExampleWrite() {
	var t table.Table
	t.Add("t", []float64{0, 0.1, 1e5})
	t.Add("pmse", []float64{1, 1.0 / 3, 0})
	if err := table.Write(os.Stdout, t); err != nil {
		fmt.Println(err)
	}
	// Output:
	// t,pmse
	// 0,1
	// 0.1,0.3333333333333333
	// 100000,0
}
