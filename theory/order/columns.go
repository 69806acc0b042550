package order

import (
	"fmt"
	"math"
)

// ColumnNames returns the names under which tables hold the order parameters of
// K = hidden units: Q_1_1, Q_1_2, … (k ≤ l), S_1, …, T_1_1, …; then, where the
// network has encoder biases, b_1, …, and where it has an output bias, c_norm (‖c‖).
func ColumnNames(hidden int, encoderBias, outputBias bool) []string {
	names := append(pairNames("Q", hidden), unitNames("S", hidden)...)
	names = append(names, pairNames("T", hidden)...)
	if encoderBias {
		names = append(names, unitNames("b", hidden)...)
	}
	if outputBias {
		names = append(names, "c_norm")
	}
	return names
}

func unitNames(symbol string, hidden int) []string {
	var names []string
	for k := range hidden {
		names = append(names, fmt.Sprintf("%s_%d", symbol, k+1))
	}
	return names
}

func pairNames(symbol string, hidden int) []string {
	var names []string
	for k := range hidden {
		for l := k; l < hidden; l++ {
			names = append(names, fmt.Sprintf("%s_%d_%d", symbol, k+1, l+1))
		}
	}
	return names
}

// AppendColumns appends the order parameters to dst in the order of ColumnNames:
// the encoder biases where B isn't nil, the output bias where Z isn't.
func (p *Parameters) AppendColumns(dst []float64) []float64 {
	dst = appendUpper(dst, p.Q, p.K)
	dst = append(dst, p.S...)
	dst = appendUpper(dst, p.T, p.K)
	dst = append(dst, p.B...)
	if p.Z != nil {
		dst = append(dst, math.Sqrt(p.C2))
	}
	return dst
}

func appendUpper(dst, square []float64, k int) []float64 {
	for i := range k {
		dst = append(dst, square[i*k+i:(i+1)*k]...)
	}
	return dst
}
