package theory

import "math"

// blocks are the inverses of I − γA_j for all columns j, with A_j the Jacobian of
// a column at fixed coefficients. They are computed in the variables ω/√r, v̂ and
// ĉ, or √√D v̂ and ĉ where the weights are tied: there A_j = A⁰ + r_j A¹ is affine
// in the rate and, for the vanilla rule, symmetric.
type blocks struct {
	rows, columns  int
	scaled         int       // the rows that are scaled are the first ones …
	scales         []float64 // … by this factor, one per column
	symmetric      bool      // so that A_j is symmetric
	constant, rate []float64 // A⁰ and A¹, rows×rows
	inverse        []float64 // entry (i, k) of all columns one after the other, in the variables of the state
	coupling       []float64 // groups×groups×columns: see setCoupling
	strongest      []float64 // the largest of each column
	postponed      []postponed

	groups         []int // of the rows
	block, shifted []float64
	balances       []float64
	batch          []float64 // inverses on their way to inverse
	pivots         []int
}

func newBlocks(f *Flow, rows int) blocks {
	square, columns, scales := rows*rows, f.columns, f.roots
	if f.tied {
		scales = make([]float64, columns)
		fill(scales, 1/math.Sqrt(math.Sqrt(f.dim)))
	}
	b := blocks{
		rows: rows, columns: columns, scaled: f.hidden, scales: scales,
		symmetric: f.rule == Vanilla && f.trainBias == f.outputBias,
		constant:  make([]float64, square), rate: make([]float64, square),
		inverse: make([]float64, square*columns), coupling: make([]float64, groups*groups*columns), strongest: make([]float64, columns),
		groups: make([]int, rows), block: make([]float64, square), shifted: make([]float64, square),
		batch: make([]float64, batch*square), balances: make([]float64, rows), pivots: make([]int, rows),
	}
	for i := range rows {
		b.groups[i] = i / f.hidden
	}
	fill(b.balances, 1)
	return b
}

// entry returns the entries (i, k) of the inverses, one per column.
func (b *blocks) entry(i, k int) []float64 {
	return b.inverse[(i*b.rows+k)*b.columns:][:b.columns:b.columns]
}

// setCoefficients sets A⁰ and A¹ at the flow's coefficients.
func (b *blocks) setCoefficients(f *Flow) {
	fill(b.constant, 0)
	fill(b.rate, 0)
	c, eta, hidden, d := &f.coefficients, f.learningRate, f.hidden, b.rows
	decoder, root, quarter := hidden, 1., 1. // the first row of v̂; √D and √√D where they are needed
	if f.tied {
		decoder, root = 0, math.Sqrt(f.dim)
		quarter = math.Sqrt(root)
	}
	for k := range hidden {
		v := decoder + k
		for l := range hidden {
			b.constant[v*d+decoder+l] = -eta / root * c.M[k*hidden+l]
			switch {
			case !f.tied:
				b.rate[k*d+l] = eta * c.C[k*hidden+l]
			case f.rule != Sanger:
				b.rate[k*d+l] = eta * root * c.C[k*hidden+l]
			}
		}
		b.constant[v*d+v] -= f.decay
		switch {
		case !f.tied:
			b.constant[k*d+k] -= f.decay
			b.rate[k*d+v], b.rate[v*d+k] = eta*c.a[k], eta*c.a[k]
		case f.rule == Sanger:
			b.rate[k*d+k] = eta
		default:
			b.rate[k*d+k] += 2 * eta * c.a[k]
		}
		if f.outputBias {
			b.constant[v*d+d-1] = -eta / quarter * c.mean[k]
			if f.trainBias {
				b.constant[(d-1)*d+v] = -eta / quarter * c.mean[k]
			}
		}
	}
	if f.trainBias {
		b.constant[d*d-1] = -eta
	}
}

// invert sets the inverses of I − γA_j, or of what postpone makes of it, and
// reports whether there are all.
func (b *blocks) invert(rates []float64, gamma float64) bool {
	d := b.rows
	b.postponed = b.postponed[:0]
	fill(b.balances, 1)
	for j, rate := range rates {
		for i, constant := range b.constant {
			b.block[i] = -gamma * (constant + rate*b.rate[i])
		}
		for i := range d {
			b.block[i*d+i]++
		}
		copy(b.shifted, b.block)
		if !invert(b.block, d, b.pivots) || !b.postpone(j, gamma) {
			return false
		}
		b.unscale(j)
		copy(b.batch[j%batch*len(b.block):], b.block)
		if j%batch == batch-1 || j == b.columns-1 {
			b.store(j/batch*batch, j+1)
		}
	}
	return true
}

// batch is the number of columns whose inverses are stored together: as many as a
// line of the processor's cache has numbers.
const batch = 8

// store stores the inverses of the columns from … to, at most batch of them.
func (b *blocks) store(from, to int) {
	square := len(b.block)
	for i := range square {
		for c := range b.inverse[i*b.columns+from : i*b.columns+to] {
			b.inverse[i*b.columns+from+c] = b.batch[c*square+i]
		}
	}
}

// unscale returns column j to the variables of the state. Where the scale is 0,
// nothing drives ω and ω drives nothing: the entries between it and the rest are 0.
func (b *blocks) unscale(j int) {
	d, scale := b.rows, b.scales[j]
	if scale == 0 {
		return
	}
	for k := range b.scaled {
		for l := b.scaled; l < d; l++ {
			b.block[k*d+l] *= scale
			b.block[l*d+k] /= scale
		}
	}
	for i := len(b.postponed) - 1; i >= 0 && b.postponed[i].column == j; i-- {
		for k := range b.scaled {
			b.postponed[i].right[k] *= scale
			b.postponed[i].left[k] /= scale
		}
	}
}

// addProduct adds the inverses times src to dst; both hold the rows of all columns.
func (b *blocks) addProduct(dst, src []float64) {
	n, d := b.columns, b.rows
	for i := range d {
		sum := dst[i*n : (i+1)*n]
		k := 0
		for ; k+4 <= d; k += 4 {
			addFour(sum, b.inverse[(i*d+k)*n:(i*d+k+4)*n], src[k*n:(k+4)*n])
		}
		for ; k < d; k++ {
			x, y := b.entry(i, k)[:len(sum)], src[k*n:][:len(sum)]
			for j := range sum {
				sum[j] += x[j] * y[j]
			}
		}
	}
}

// addFour adds to sum the products of four rows each of two matrices, entry by entry.
func addFour(sum, x, y []float64) {
	n := len(sum)
	x0, x1, x2, x3 := x[:n], x[n:2*n], x[2*n:3*n], x[3*n:4*n]
	y0, y1, y2, y3 := y[:n], y[n:2*n], y[2*n:3*n], y[3*n:4*n]
	for j := range sum {
		sum[j] += x0[j]*y0[j] + x1[j]*y1[j] + x2[j]*y2[j] + x3[j]*y3[j]
	}
}
