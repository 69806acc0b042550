package overlap

import "fmt"

// Cosines sets dst, K×m row by row, to cos(v^k, ψ_j) = v^k·ψ_j/‖v^k‖, from the components
// v^k·ψ_j of the rows, K×m too (it may be dst itself), and the rows' K lengths, in the same
// unit. It is 0 for a row of length 0. Eigenvectors have no sign: only the absolute
// value means something. Cosines panics where the sizes don't fit.
func Cosines(dst, components, lengths []float64) {
	if len(dst) != len(components) || len(lengths) == 0 || len(dst)%len(lengths) != 0 {
		panic(fmt.Sprintf("overlap: %d cosines from %d components of %d rows", len(dst), len(components), len(lengths)))
	}
	m := len(dst) / len(lengths)
	for k, length := range lengths {
		for j := k * m; j < (k+1)*m; j++ {
			if length > 0 {
				dst[j] = components[j] / length
			} else {
				dst[j] = 0
			}
		}
	}
}
