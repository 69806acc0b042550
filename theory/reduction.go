package theory

import (
	"cmp"
	"math"
	"slices"

	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
	lapack "gonum.org/v1/gonum/lapack/gonum"
)

// reduction takes weights over D inputs to the columns that the flow needs, and
// back. Where an eigenvalue has more modes than there are rows of weights, the
// modes are rotated so that as many of them as there are rows carry all the
// weights: with U the rows [W; V; c] of these modes, Uᵀ = B R (a QR
// decomposition), the columns Rᵀ obey the equations of U for as long as U = Rᵀ Bᵀ.
type reduction struct {
	start       order.Weights
	eigenvalues []float64
	tied        bool
	groups      []group
	columns     int
}

// group is an eigenvalue with its modes and its columns.
type group struct {
	eigenvalue float64
	modes      []int     // indices into the eigenvalues
	first      int       // its first column
	columns    int       // at most the number of modes
	basis      []float64 // B: modes×columns row-major, or nil where columns = modes and B = I
}

// newReduction finds the groups. Without merge every mode is a column of its own,
// in the order of the eigenvalues given.
func newReduction(p Problem, merge bool) *reduction {
	r := &reduction{start: p.Initial, eigenvalues: p.Eigenvalues, tied: p.tied()}
	order := make([]int, len(p.Eigenvalues))
	for i := range order {
		order[i] = i
	}
	if merge {
		slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(p.Eigenvalues[j], p.Eigenvalues[i]) })
	}
	for from := 0; from < len(order); {
		to := from + 1
		for merge && to < len(order) && p.Eigenvalues[order[to]] == p.Eigenvalues[order[from]] {
			to++
		}
		r.add(order[from:to])
		from = to
	}
	return r
}

func (r *reduction) add(modes []int) {
	g := group{eigenvalue: r.eigenvalues[modes[0]], modes: modes, first: r.columns, columns: len(modes)}
	if rows := r.rows(); len(modes) > len(rows) {
		g.columns = len(rows)
		g.basis = orthonormalBasis(rows, modes)
	}
	r.columns += g.columns
	r.groups = append(r.groups, g)
}

// rows returns the rows of weights that the flow mixes.
func (r *reduction) rows() [][]float64 {
	var rows [][]float64
	for k := range r.start.Hidden {
		rows = append(rows, r.start.Decoder(k))
		if !r.tied {
			rows = append(rows, r.start.Encoder(k))
		}
	}
	if r.start.C != nil {
		rows = append(rows, r.start.C)
	}
	return rows
}

// orthonormalBasis returns B of the QR decomposition of the rows' entries at the
// modes, as columns: modes×rows.
func orthonormalBasis(rows [][]float64, modes []int) []float64 {
	m, n := len(modes), len(rows)
	a := make([]float64, m*n)
	for j, row := range rows {
		for i, mode := range modes {
			a[i*n+j] = row[mode]
		}
	}
	var qr lapack.Implementation
	tau, size := make([]float64, n), make([]float64, 1)
	qr.Dgeqrf(m, n, a, n, tau, size, -1)
	work := make([]float64, int(size[0]))
	qr.Dgeqrf(m, n, a, n, tau, work, len(work))
	qr.Dorgqr(m, n, n, a, n, tau, size, -1)
	work = make([]float64, max(len(work), int(size[0])))
	qr.Dorgqr(m, n, n, a, n, tau, work, len(work))
	return a
}

// modes returns the start weights as columns.
func (r *reduction) modes() *Modes {
	k, n, dim := r.start.Hidden, r.columns, float64(r.start.Dim)
	m := &Modes{
		Hidden: k, Dim: dim, Variance: floats.Sum(r.eigenvalues) / dim,
		Rates: make([]float64, n), Decoder: make([]float64, k*n), EncoderBias: slices.Clone(r.start.B),
	}
	for _, g := range r.groups {
		for j := range g.columns {
			m.Rates[g.first+j] = g.eigenvalue / dim
		}
	}
	r.toColumns(m.Decoder, r.start.V, k)
	floats.Scale(1/math.Sqrt(dim), m.Decoder)
	if !r.tied {
		m.Encoder = make([]float64, k*n)
		r.toColumns(m.Encoder, r.start.W, k)
		for i := range m.Encoder {
			m.Encoder[i] *= math.Sqrt(m.Rates[i%n])
		}
	}
	if r.start.C != nil {
		m.OutputBias = make([]float64, n)
		r.toColumns(m.OutputBias, r.start.C, 1)
		floats.Scale(1/math.Sqrt(dim), m.OutputBias)
	}
	return m
}

// toColumns sets dst, rows×columns, to src, rows×D, in the basis of the columns.
func (r *reduction) toColumns(dst, src []float64, rows int) {
	dim := len(r.eigenvalues)
	for k := range rows {
		for _, g := range r.groups {
			for i, mode := range g.modes {
				x := src[k*dim+mode]
				if g.basis == nil {
					dst[k*r.columns+g.first+i] = x
					continue
				}
				floats.AddScaled(dst[k*r.columns+g.first:][:g.columns], x, g.basis[i*g.columns:][:g.columns])
			}
		}
	}
}

// fromColumns sets dst, rows×D, to src, rows×columns, in the eigenbasis.
func (r *reduction) fromColumns(dst, src []float64, rows int) {
	dim := len(r.eigenvalues)
	for k := range rows {
		for _, g := range r.groups {
			own := src[k*r.columns+g.first:][:g.columns]
			for i, mode := range g.modes {
				if g.basis == nil {
					dst[k*dim+mode] = own[i]
				} else {
					dst[k*dim+mode] = floats.Dot(own, g.basis[i*g.columns:][:g.columns])
				}
			}
		}
	}
}

// weights returns a state as weights over the D inputs. Where an eigenvalue is 0 the
// encoder has no loading that its weights could be read from: there they do nothing but
// decay from where they started, and left is what weight decay has left of a weight.
func (r *reduction) weights(m *Modes, left float64) order.Weights {
	k, dim := r.start.Hidden, r.start.Dim
	w := order.NewWeights(k, dim)
	r.fromColumns(w.V, m.Decoder, k)
	floats.Scale(math.Sqrt(float64(dim)), w.V)
	if r.tied {
		copy(w.W, w.V)
	} else {
		r.fromColumns(w.W, m.Encoder, k)
		for i := range w.W {
			if rate := r.eigenvalues[i%dim] / float64(dim); rate > 0 {
				w.W[i] /= math.Sqrt(rate)
			} else {
				w.W[i] = left * r.start.W[i]
			}
		}
	}
	w.B = slices.Clone(m.EncoderBias)
	if m.OutputBias != nil {
		w.C = make([]float64, dim)
		r.fromColumns(w.C, m.OutputBias, 1)
		floats.Scale(math.Sqrt(float64(dim)), w.C)
	}
	return w
}
