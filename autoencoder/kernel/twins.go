package kernel

import "math"

// portable returns the kernels in Go.
func portable[T Float]() Kernels[T] {
	return Kernels[T]{
		Dot: dot[T], Encode: encode[T], Decode: decode[T],
		Subtract: subtract[T], Learn: learn[T], Truncated: truncated[T], Add: add[T],
		Products: products[T], Combine: combine[T], Adam: adam[T],
		Inputs: Inputs{Multiply: multiply, Widen: widen, Erf: erf, Prefetch: func([]float32) {}},
	}
}

// lanes are the partial sums of one row.
type lanes [Lanes]float64

// add adds the products of a row's block of Lanes elements with those of x. The conversion
// keeps compilers from fusing product and sum.
func (s *lanes) add(row, x float64, i int) { s[i%Lanes] += float64(row * x) }

// sum adds the partial sums: halves first, as the vector kernels fold their registers.
func (s *lanes) sum() float64 {
	return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))
}

func dot[T Float](rows *Rows[T], x []T, sums *[4]float64) {
	length(rows, x)
	for j, row := range rows {
		row = row[:len(x)]
		var s lanes
		for i, xi := range x {
			s.add(float64(row[i]), float64(xi), i)
		}
		sums[j] = s.sum()
	}
}

func encode[T Float](rows *Rows[T], previous []T, rate *[4]T, x []T, sums *[4]float64) {
	n := length(rows, x)
	require(n, len(previous))
	for j, row := range rows {
		row, previous := row[:len(x)], previous[:len(x)]
		var s lanes
		for i, xi := range x {
			w := row[i] + T(rate[j]*previous[i])
			row[i] = w
			s.add(float64(w), float64(xi), i)
		}
		sums[j] = s.sum()
	}
}

func decode[T Float](rows *Rows[T], x []T, g, rate *[4]T, residual []T, sums *[4]float64) {
	n := length(rows, x)
	require(n, len(residual))
	copy(residual, x)
	subtract(rows, g, residual)
	learn(rows, residual, rate, sums)
}

func subtract[T Float](rows *Rows[T], g *[4]T, residual []T) {
	length(rows, residual)
	for j, row := range rows {
		row = row[:len(residual)]
		for i, v := range row {
			residual[i] -= T(g[j] * v)
		}
	}
}

func learn[T Float](rows *Rows[T], residual []T, rate *[4]T, sums *[4]float64) {
	length(rows, residual)
	for j, row := range rows {
		row = row[:len(residual)]
		var s lanes
		for i, r := range residual {
			s.add(float64(row[i]), float64(r), i)
			row[i] += T(rate[j] * r)
		}
		sums[j] = s.sum()
	}
}

func truncated[T Float](rows *Rows[T], g, rate *[4]T, residual []T, sums *[4]float64) {
	length(rows, residual)
	for j, row := range rows {
		row = row[:len(residual)]
		var s lanes
		for i, v := range row {
			r := residual[i] - T(g[j]*v)
			residual[i] = r
			s.add(float64(v), float64(r), i)
			row[i] = v + T(rate[j]*r)
		}
		sums[j] = s.sum()
	}
}

func add[T Float](rows *Rows[T], rate *[4]T, x []T) {
	length(rows, x)
	for j, row := range rows {
		row = row[:len(x)]
		for i, xi := range x {
			row[i] += T(rate[j] * xi)
		}
	}
}

func products[T Float](rows *Rows[T], x *[4][]T, sums *[4][4]float64) {
	n := length(rows, rows[0])
	for _, x := range x {
		require(n, len(x))
	}
	for j, row := range rows {
		for n, x := range x {
			switch row := any(row).(type) {
			case []float32:
				sums[j][n] = singleProduct(row, any(x).([]float32))
			case []float64:
				sums[j][n] = product(row, any(x).([]float64))
			}
		}
	}
}

func product(row, x []float64) float64 {
	x = x[:len(row)]
	var s lanes
	for i, w := range row {
		s.add(w, x[i], i)
	}
	return s.sum()
}

// singleLanes are the partial sums of float32 over a run.
type singleLanes [SingleLanes]float32

// sum adds the partial sums: halves first, and then neighbours.
func (s *singleLanes) sum() float32 {
	var h [SingleLanes / 2]float32
	for i := range h {
		h[i] = s[i] + s[i+len(h)]
	}
	return ((h[0] + h[1]) + (h[2] + h[3])) + ((h[4] + h[5]) + (h[6] + h[7]))
}

func singleProduct(row, x []float32) float64 {
	x = x[:len(row)]
	var sum float64
	for from := 0; from < len(row); from += Run {
		var s singleLanes
		for i := from; i < min(from+Run, len(row)); i++ {
			s[i%SingleLanes] += float32(row[i] * x[i])
		}
		sum += float64(s.sum())
	}
	return sum
}

func combine[T Float](rows *Rows[T], from [][]T, factors [][4]T) {
	n := combined(rows, from, factors)
	for j, row := range rows {
		for first := 0; first < n; first += Block {
			var sums [Block]T
			for m, x := range from {
				f := factors[m][j]
				for i, x := range x[first : first+Block] {
					sums[i] += T(f * x)
				}
			}
			for i, sum := range sums {
				row[first+i] += sum
			}
		}
	}
}

// adam takes the root of a float32 in float64: rounded once more, that is the float32 nearest
// to the exact root, as the processor's instruction gives it.
func adam[T Float](parameters, gradient, first, second []T, factors *AdamFactors[T]) {
	n := blocks(len(parameters))
	require(n, len(gradient))
	require(n, len(first))
	require(n, len(second))
	f := *factors
	for i, g := range gradient {
		mean := T(f.FirstKept*first[i]) + T(f.FirstGain*g)
		first[i] = mean
		square := T(f.SecondKept*second[i]) + T(f.SecondGain*T(g*g))
		second[i] = square
		root := T(math.Sqrt(float64(T(f.Correction * square))))
		parameters[i] -= T(f.Rate*mean) / (root + f.Epsilon)
	}
}

func multiply(to, factors []float32) {
	require(blocks(len(to)), len(factors))
	for i, f := range factors {
		to[i] *= f
	}
}

func widen(to []float64, from []float32) {
	require(blocks(len(to)), len(from))
	for i, x := range from {
		to[i] = float64(x)
	}
}
