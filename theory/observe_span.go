package theory

import "autoencoder-dynamics/theory/overlap"

// spanOverlaps sets dst to the overlap of the span, that of the decoder's rows, with
// each direction.
func (f *Flow) spanOverlaps(dst []float64, s *overlap.Span, decoder []float64, directions []direction) {
	components := make([]float64, f.hidden)
	for i, d := range directions {
		for k := range components {
			components[k] = d.entry(f.row(decoder, k, 0, f.columns))
		}
		dst[i] = s.Overlap(components)
	}
}
