package figure_test

import (
	"fmt"

	"autoencoder-dynamics/internal/figure"
)

// A feature of four pixels: white where it is 0, red where positive, blue where negative.
func ExampleSignedImage() {
	feature := figure.SignedImage([]float64{0, 0.5, -0.5, 1}, 2, 0.5)
	for y := range 2 {
		for x := range 2 {
			red, _, blue, _ := feature.At(x, y).RGBA()
			fmt.Printf("(%d, %d) red %3d, blue %3d\n", x, y, red>>8, blue>>8)
		}
	}
	// Output:
	// (0, 0) red 255, blue 255
	// (1, 0) red 173, blue  45
	// (0, 1) red  26, blue 158
	// (1, 1) red 173, blue  45
}

// Cosines of two units with two components, as a matrix whose rows and columns have names.
func ExampleHeatmap() {
	panel := figure.Panel{
		X: figure.Axis{Label: "component", Ticks: []figure.Tick{{At: 1, Label: "*ψ*_{1}"}, {At: 2, Label: "*ψ*_{2}"}}},
		Y: figure.Axis{Label: "unit", Ticks: []figure.Tick{{At: 1, Label: "1"}, {At: 2, Label: "2"}}},
		Heat: &figure.Heatmap{
			Name: "cosines", X: []float64{0.5, 1.5, 2.5}, Y: []float64{0.5, 1.5, 2.5},
			Values: [][]float64{{0.99, -0.1}, {0.12, -0.97}},
			Low:    -1, High: 1, Ramp: figure.Diverging, Numbers: true, BarLabel: "cos(*v*, *ψ*)",
		},
	}
	built := &figure.Built{Name: "matrix", Width: figure.SingleColumn, Grid: figure.Grid{Rows: []float64{1}}, Panels: []figure.Panel{panel}}
	data, err := figure.Data(built)
	fmt.Print(string(data), err)
	// Output:
	// panel,series,x,y,low,high,value
	// a,cosines,1,1,,,0.99
	// a,cosines,2,1,,,-0.1
	// a,cosines,1,2,,,0.12
	// a,cosines,2,2,,,-0.97
	// <nil>
}

func ExampleVariantColor() {
	fmt.Println(figure.VariantColor(1), figure.VariantColor(6), figure.VariantColor(7))
	// Output: variant 1 variant 6 variant 1
}
