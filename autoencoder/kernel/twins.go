package kernel

import "math"

// portable returns the kernels in Go.
func portable[T Float]() Kernels[T] {
	return Kernels[T]{
		Dot: dot[T], Encode: encode[T], Decode: decode[T],
		Subtract: subtract[T], Learn: learn[T], Truncated: truncated[T], Add: add[T],
		Products: products[T], Adam: adam[T],
		Inputs: Inputs{Multiply: multiply, Widen: widen, Prefetch: func([]float32) {}},
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

func products[T Float](rows *Rows[T], x *[4][]float64, sums *[4][4]float64) {
	n := length(rows, rows[0])
	for _, x := range x {
		require(n, len(x))
	}
	for j, row := range rows {
		for n, x := range x {
			x = x[:len(row)]
			var s lanes
			for i, w := range row {
				s.add(float64(w), x[i], i)
			}
			sums[j][n] = s.sum()
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
