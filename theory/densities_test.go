package theory

import (
	"math"
	"testing"

	"autoencoder-dynamics/theory/gaussian"

	"gonum.org/v1/gonum/floats"
)

// densities is the state of the paper's own equations for erf: for every mode τ
// the products q = w^k w^l, r = v^k w^l/√D and t = v^k v^l/D. It is written out
// here from the averages I2, I21 and I3 over two and three normal variables
// (Saad & Solla 1995), by another way than the flow of the factors.
type densities struct {
	k           int
	eigenvalues []float64
	learning    float64
}

func (d densities) index(kind, tau, k, l int) int {
	return ((kind*len(d.eigenvalues)+tau)*d.k+k)*d.k + l
}

// macroscopic integrates the densities to Q, S and T.
func (d densities) macroscopic(y []float64) (q [][]float64, s []float64, t [][]float64) {
	dim := float64(len(d.eigenvalues))
	s = make([]float64, d.k)
	for k := range d.k {
		q, t = append(q, make([]float64, d.k)), append(t, make([]float64, d.k))
		for tau, rho := range d.eigenvalues {
			s[k] += rho * y[d.index(1, tau, k, k)]
			for l := range d.k {
				q[k][l] += rho * y[d.index(0, tau, k, l)] / dim
				t[k][l] += dim * y[d.index(2, tau, k, l)]
			}
		}
	}
	return q, s, t
}

func (d densities) pmse(y []float64) float64 {
	q, s, t := d.macroscopic(y)
	e := floats.Sum(d.eigenvalues)
	for k := range d.k {
		e -= 2 * math.Sqrt(2/math.Pi) / math.Sqrt(1+q[k][k]) * s[k]
		for l := range d.k {
			e += t[k][l] * 2 / math.Pi * math.Asin(q[k][l]/math.Sqrt((1+q[k][k])*(1+q[l][l])))
		}
	}
	return e / float64(len(d.eigenvalues))
}

// derivative is the right-hand side. encoder gives ẇ_τ^k·z from the densities
// of z with v^k and with all w; decoder likewise v̇_τ^k·z.
func (d densities) derivative(dst, y []float64) {
	q, s, t := d.macroscopic(y)
	dim, c := float64(len(d.eigenvalues)), math.Sqrt(2/math.Pi)
	encoder := func(rho float64, k int, withV float64, withW func(l int) float64) float64 {
		width := 1 + q[k][k]
		sum := c * (withV*width - s[k]*withW(k)/math.Sqrt(dim)) / math.Pow(width, 1.5) // I21(λ_k; x_τ, v^k·x)
		for l := range d.k {
			lambda := width*(1+q[l][l]) - q[k][l]*q[k][l]
			sum -= t[k][l] * 2 / math.Pi / math.Sqrt(lambda) * (withW(l)*width - withW(k)*q[k][l]) / width / math.Sqrt(dim) // I3(λ_k, x_τ, λ_l)
		}
		return d.learning * rho / (dim * math.Sqrt(dim)) * sum
	}
	decoder := func(rho float64, k int, withW float64, withV func(l int) float64) float64 {
		sum := c * rho * withW / math.Sqrt(dim) / math.Sqrt(1+q[k][k])
		for l := range d.k {
			sum -= withV(l) * 2 / math.Pi * math.Asin(q[k][l]/math.Sqrt((1+q[k][k])*(1+q[l][l])))
		}
		return d.learning * sum
	}
	root := math.Sqrt(dim)
	for tau, rho := range d.eigenvalues {
		ww := func(k, l int) float64 { return y[d.index(0, tau, k, l)] }
		vw := func(k, l int) float64 { return y[d.index(1, tau, k, l)] * root }
		vv := func(k, l int) float64 { return y[d.index(2, tau, k, l)] * dim }
		for k := range d.k {
			for l := range d.k {
				dst[d.index(0, tau, k, l)] = encoder(rho, k, vw(k, l), func(m int) float64 { return ww(m, l) }) +
					encoder(rho, l, vw(l, k), func(m int) float64 { return ww(m, k) })
				dst[d.index(1, tau, k, l)] = (decoder(rho, k, ww(k, l), func(m int) float64 { return vw(m, l) }) +
					encoder(rho, l, vv(l, k), func(m int) float64 { return vw(k, m) })) / root
				dst[d.index(2, tau, k, l)] = (decoder(rho, k, vw(l, k), func(m int) float64 { return vv(m, l) }) +
					decoder(rho, l, vw(k, l), func(m int) float64 { return vv(m, k) })) / dim
			}
		}
	}
}

func TestFlowAgreesWithTheDensityEquations(t *testing.T) {
	const hidden, dim, steps, horizon = 2, 12, 4000, 40.0
	eigenvalues := spiked(dim, 2)
	d := densities{k: hidden, eigenvalues: eigenvalues, learning: 1.5}
	w := startWeights(hidden, dim, 0.3, 11)
	y := make([]float64, 3*dim*hidden*hidden)
	for tau := range dim {
		for k := range hidden {
			for l := range hidden {
				y[d.index(0, tau, k, l)] = w.Encoder(k)[tau] * w.Encoder(l)[tau]
				y[d.index(1, tau, k, l)] = w.Decoder(k)[tau] * w.Encoder(l)[tau] / math.Sqrt(dim)
				y[d.index(2, tau, k, l)] = w.Decoder(k)[tau] * w.Decoder(l)[tau] / dim
			}
		}
	}
	times, want := []float64{0}, []float64{d.pmse(y)}
	for i := 1; i <= steps; i++ {
		rungeKutta4(d.derivative, y, horizon/steps)
		if i%(steps/20) == 0 {
			times, want = append(times, float64(i)*horizon/steps), append(want, d.pmse(y))
		}
	}
	p := Problem{Activation: gaussian.Erf{}, Eigenvalues: eigenvalues, LearningRate: 1.5, Initial: w}
	got := mustSolve(t, p, Settings{Times: times, Tolerance: 1e-9})
	if off := furthest(t, got.Error, want); off > 1e-7 {
		t.Errorf("the curves differ by %g", off)
	}
	if last := len(want) - 1; want[last] > 0.5*want[0] {
		t.Errorf("pmse went from %v to %v only: nothing was learnt, nothing compared", want[0], want[last])
	}
}

// rungeKutta4 takes one classical Runge–Kutta step.
func rungeKutta4(f func(dst, y []float64), y []float64, h float64) {
	n := len(y)
	k := [4][]float64{}
	at := append([]float64(nil), y...)
	for i, c := range []float64{0.5, 0.5, 1, 0} {
		k[i] = make([]float64, n)
		f(k[i], at)
		for j := range at {
			at[j] = y[j] + c*h*k[i][j]
		}
	}
	for j := range y {
		y[j] += h / 6 * (k[0][j] + 2*k[1][j] + 2*k[2][j] + k[3][j])
	}
}
