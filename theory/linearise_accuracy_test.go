package theory

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/integrate"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/floats"
	lapack "gonum.org/v1/gonum/lapack/gonum"
)

// Along trajectories to very long times the structured solution is nearly as
// accurate as Gaussian elimination of the whole matrix, with steps from those of
// the integrator to those that go far beyond. Columns at rest make the matrix of
// the elimination by columns singular up to 1/γ: without postponed unknowns the
// solutions here would be wrong in every digit.
func TestLinearisedIsAccurateAtLongTimes(t *testing.T) {
	postponed := 0
	for _, c := range []combination{{}, {encoderBias: true}, {rule: Truncated}, {tied: true}, {rule: Truncated, tied: true}} {
		for _, g := range []gaussian.Activation{gaussian.Erf{}, gaussian.Linear{}} {
			p := c.problem(g, 2, spiked(100, 3), 0.1)
			f, err := NewFlow(p)
			if err != nil {
				t.Fatal(err)
			}
			s := newLinearised(f)
			problem := integrate.Problem{
				Derivative: func(dst []float64, _ float64, y []float64) { f.Derivative(dst, y) },
				Initial:    f.Start(), Autonomous: true, Linear: newLinearised(f),
			}
			settings := integrate.Settings{Method: integrate.Rosenbrock{}, RelTol: 1e-6, AbsTol: 1e-7}
			check := func(_ int, at float64, y []float64) error {
				slope := make([]float64, len(y))
				f.Derivative(slope, y)
				s.Linearise(at, y, slope)
				jacobian := s.jacobian()
				for _, gamma := range []float64{1, max(at, 1) / 10, 1e6, 1e12} {
					name := fmt.Sprintf("%s, %v, t = %g, γ = %g", g.Name(), c, at, gamma)
					checkAccuracy(t, name, s, jacobian, gamma, slope)
					postponed += len(s.blocks.postponed)
				}
				return nil
			}
			if _, err := integrate.Solve(t.Context(), problem, []float64{1, 100, 1e4, 1e7, 1e12}, settings, check); err != nil {
				t.Fatal(err)
			}
		}
	}
	if postponed == 0 {
		t.Error("nothing was postponed: the test misses what it is for")
	}
}

func checkAccuracy(t *testing.T, name string, s *linearised, jacobian []float64, gamma float64, h []float64) {
	t.Helper()
	if err := s.Factor(gamma); err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	matrix := slices.Clone(jacobian)
	floats.Scale(-gamma, matrix)
	for i := range h {
		matrix[i*len(h)+i]++
	}
	exact := solveExactly(matrix, h)
	got, dense := slices.Clone(h), slices.Clone(h)
	s.Solve(got)
	solveDense(matrix, dense)
	size := floats.Norm(exact, 2)
	off, allowed := floats.Distance(got, exact, 2)/size, floats.Distance(dense, exact, 2)/size
	if !(off <= 100*allowed+1e-9) {
		t.Errorf("%s: off by %.2g, Gaussian elimination by %.2g", name, off, allowed)
	}
}

// jacobian returns J as a matrix, put together from its parts.
func (s *linearised) jacobian() []float64 {
	f, b, size, parameters := s.flow, &s.blocks, s.flow.size(), s.macro.size
	n, matrix := f.columns, make([]float64, size*size)
	for j, r := range f.rates {
		scale := func(i int) float64 {
			if i < b.scaled && b.scales[j] > 0 {
				return b.scales[j]
			}
			return 1
		}
		for i := range b.rows {
			for k := range b.rows {
				matrix[(i*n+j)*size+k*n+j] = scale(i) * (b.constant[i*b.rows+k] + r*b.rate[i*b.rows+k]) / scale(k)
			}
		}
	}
	gradient, source := make([]float64, parameters*size), make([]float64, size*parameters)
	for i, row := range s.rows {
		for j := range n {
			for _, t := range row.gradient {
				gradient[t.index*size+i*n+j] = s.weights[t.index] * t.factor[j]
			}
			for _, t := range row.source {
				source[(i*n+j)*parameters+t.index] = s.signs[t.index] * t.factor[j]
			}
		}
	}
	for k := s.macro.bias; f.encoderBias && k < parameters; k++ {
		at := b.rows*n + k - s.macro.bias
		gradient[k*size+at], source[at*parameters+k] = 1, f.learningRate
	}
	line := make([]float64, parameters)
	for i := range size {
		fill(line, 0)
		for c, u := range source[i*parameters : (i+1)*parameters] {
			s.theta.addRow(line, u, c)
		}
		for c, slope := range line {
			floats.AddScaled(matrix[i*size:(i+1)*size], slope, gradient[c*size:(c+1)*size])
		}
	}
	return matrix
}

func solveDense(matrix, x []float64) {
	var kernel lapack.Implementation
	factors, pivots := slices.Clone(matrix), make([]int, len(x))
	kernel.Dgetrf(len(x), len(x), factors, len(x), pivots)
	kernel.Dgetrs(blas.NoTrans, len(x), 1, factors, len(x), pivots, x, 1)
}

// solveExactly solves a system in numbers of 160 bits.
func solveExactly(matrix, h []float64) []float64 {
	n := len(h)
	number := func(x float64) *big.Float { return new(big.Float).SetPrec(160).SetFloat64(x) }
	lines := make([][]*big.Float, n)
	for i := range lines {
		for _, x := range append(slices.Clone(matrix[i*n:(i+1)*n]), h[i]) {
			lines[i] = append(lines[i], number(x))
		}
	}
	product := number(0)
	for i := range n {
		for r := i + 1; r < n; r++ {
			if number(0).Abs(lines[r][i]).Cmp(number(0).Abs(lines[i][i])) > 0 {
				lines[i], lines[r] = lines[r], lines[i]
			}
		}
		for _, other := range lines[i+1:] {
			if other[i].Sign() == 0 {
				continue
			}
			factor := number(0).Quo(other[i], lines[i][i])
			for c := i; c <= n; c++ {
				other[c].Sub(other[c], product.Mul(factor, lines[i][c]))
			}
		}
	}
	x := make([]float64, n)
	for i := n - 1; i >= 0; i-- {
		sum := lines[i][n]
		for c := i + 1; c < n; c++ {
			sum.Sub(sum, product.Mul(lines[i][c], lines[c][n]))
		}
		x[i], _ = sum.Quo(sum, lines[i][i]).Float64()
	}
	return x
}
