package order

import "fmt"

// ColumnNames returns the names under which tables hold the order parameters of
// K = hidden units: Q_1_1, Q_1_2, … (k ≤ l), S_1, …, T_1_1, …
func ColumnNames(hidden int) []string {
	names := pairNames("Q", hidden)
	for k := range hidden {
		names = append(names, fmt.Sprintf("S_%d", k+1))
	}
	return append(names, pairNames("T", hidden)...)
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

// AppendColumns appends the order parameters to dst in the order of ColumnNames.
func (p *Parameters) AppendColumns(dst []float64) []float64 {
	dst = appendUpper(dst, p.Q, p.K)
	dst = append(dst, p.S...)
	return appendUpper(dst, p.T, p.K)
}

func appendUpper(dst, square []float64, k int) []float64 {
	for i := range k {
		dst = append(dst, square[i*k+i:(i+1)*k]...)
	}
	return dst
}
