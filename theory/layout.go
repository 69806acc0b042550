package theory

// layout says how a state of the flow lies in one vector: the encoder's loadings
// (K×n; not in a tied network), the decoder's (K×n), the output bias (n, where
// there is one) and the encoder biases (K, where they learn).
type layout struct {
	hidden, columns int
	tied            bool
	outputBias      bool
	encoderBias     bool
}

// state is a view of such a vector. The parts that aren't in it are nil.
type state struct {
	encoder, decoder, output, bias []float64
}

// size is the length of the vector.
func (l layout) size() int {
	matrix := l.hidden * l.columns
	size := matrix
	if !l.tied {
		size += matrix
	}
	if l.outputBias {
		size += l.columns
	}
	if l.encoderBias {
		size += l.hidden
	}
	return size
}

// view returns the parts of y, which they share memory with.
func (l layout) view(y []float64) state {
	take := func(there bool, n int) []float64 {
		if !there {
			return nil
		}
		part := y[:n:n]
		y = y[n:]
		return part
	}
	matrix := l.hidden * l.columns
	return state{
		encoder: take(!l.tied, matrix),
		decoder: take(true, matrix),
		output:  take(l.outputBias, l.columns),
		bias:    take(l.encoderBias, l.hidden),
	}
}
