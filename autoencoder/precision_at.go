package autoencoder

// PrecisionAt returns the precision of the weights of a [Simulator] over dim inputs: what
// [Automatic] stands for, or else the one that was asked for.
func (l Learning) PrecisionAt(dim float64) Precision {
	if l.single(dim) {
		return Single
	}
	return Double
}
