package theory

import (
	"errors"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/integrate"

	"gonum.org/v1/gonum/floats"
)

// linearised solves the linear systems (I − γJ) x = h of implicit integrators,
// with J the exact Jacobian of a flow, at a cost that is linear in the number of
// columns. A column knows of the others only through the coefficients a, m, M and
// C, and those depend only on the macroscopic parameters μ = (Q, T̂, Ŝ, z, b). With
// A_j the Jacobian of column j at fixed coefficients,
//
//	(I − γA_j) x_j = h_j + γ U_j Θ δμ       δμ = Σ_j G_jᵀ x_j
//
// where G_j is the slope of μ by the column, Θ that of the coefficients by μ, and
// U_j that of the column's derivative by the coefficients. Eliminating the x_j
// leaves as many equations as there are macroscopic parameters, about K² + 2K:
//
//	(I − γRΘ) δμ = Σ_j G_jᵀ (I − γA_j)⁻¹ h_j,     R = Σ_j G_jᵀ (I − γA_j)⁻¹ U_j
//
// The biases b are unknowns of this small system too, with b' = ηβ(μ). For n
// columns, Factor takes O(K³n) for the inverse blocks, O(K⁴n) for R and O(K⁶) for
// the small system, and Solve O(K²n + K⁴): far more than a right-hand side where K
// is large. What keeps the elimination accurate at any γ is told at postponed.
type linearised struct {
	flow           *Flow
	macro          numbering
	rows           []row     // of a column, in the order of the state
	weights, signs []float64 // of the macroscopic parameters and of the coefficients
	bounds         bounds

	// At the state where the Jacobian is taken.
	state    []float64
	weighted []float64 // rows of the state times powers of the rate, for the terms of rows
	slopes   *gaussian.Slopes
	theta    sparse // Θ
	blocks   blocks

	// For one γ.
	gamma     float64
	resolvent []float64 // R without the weights and signs
	small     dense     // the small system

	// Working space.
	product []float64
	sources []float64 // Θ δμ
	drive   []float64 // γ U_j Θ δμ
	inner   []float64 // (I − γA_j)⁻¹ h_j
}

var _ integrate.LinearSystem = (*linearised)(nil)

// newLinearised returns the linear systems of a flow. It uses the flow's working space.
func newLinearised(f *Flow) *linearised {
	s := &linearised{
		flow: f, macro: f.numbering(), slopes: gaussian.NewSlopes(f.hidden),
		state: make([]float64, f.size()), product: make([]float64, blockWidth),
	}
	s.setRows()
	s.setWeights()
	s.blocks = newBlocks(f, len(s.rows))
	s.setBounds()
	parameters, entries := s.macro.size, len(s.rows)*f.columns
	s.resolvent, s.sources = make([]float64, parameters*parameters), make([]float64, parameters)
	s.drive, s.inner = make([]float64, entries), make([]float64, entries)
	return s
}

// Linearise takes the Jacobian at the state y.
func (s *linearised) Linearise(_ float64, y, _ []float64) {
	f := s.flow
	copy(s.state, y)
	at := f.view(s.state)
	f.measure(at)
	f.coefficients.set(&f.macroscopic, f.averages, f.rule)
	s.slopes.Compute(f.activation, f.macroscopic.Q, f.biases(at))
	s.weigh()
	s.setTheta()
	s.blocks.setCoefficients(f)
	s.setCoupling()
}

var errSingular = errors.New("the matrix I − γJ of the flow is singular or not finite")

// Factor prepares I − γJ. It returns an error where the matrix or one of its
// blocks is singular or not finite.
func (s *linearised) Factor(gamma float64) error {
	s.gamma = gamma
	if !s.blocks.invert(s.flow.rates, gamma) {
		return errSingular
	}
	s.setResolvent()
	s.setSmall()
	if !s.small.factor() {
		return errSingular
	}
	return nil
}

// Solve overwrites x with (I − γJ)⁻¹ x.
func (s *linearised) Solve(x []float64) {
	columns, biases := x[:len(s.inner)], x[len(s.inner):]
	fill(s.inner, 0)
	s.blocks.addProduct(s.inner, columns)
	change := s.small.unknowns()
	s.gather(change, columns, biases)
	s.small.solve(change)
	s.setDrive(change)
	copy(columns, s.inner)
	s.blocks.addProduct(columns, s.drive)
	s.addPostponed(columns, change)
	if s.flow.encoderBias {
		copy(biases, change[s.macro.bias:s.macro.size])
	}
}

// gather adds the right-hand side of the small system to change.
func (s *linearised) gather(change, columns, biases []float64) {
	n, parameters := s.flow.columns, s.macro.size
	for b, row := range s.rows {
		own := s.inner[b*n : (b+1)*n]
		for _, t := range row.gradient {
			change[t.index] += floats.Dot(t.factor, own)
		}
	}
	floats.Mul(change[:parameters], s.weights)
	if s.flow.encoderBias {
		copy(change[s.macro.bias:parameters], biases)
	}
	for i := range s.blocks.postponed {
		p := &s.blocks.postponed[i]
		for b, left := range p.left {
			change[parameters+i] += left * columns[b*n+p.column]
		}
	}
}

// setDrive sets γ U_j Θ δμ for all columns.
func (s *linearised) setDrive(change []float64) {
	n := s.flow.columns
	s.theta.product(s.sources, change)
	floats.Mul(s.sources, s.signs)
	floats.Scale(s.gamma, s.sources)
	fill(s.drive, 0)
	for k, row := range s.rows {
		own := s.drive[k*n : (k+1)*n]
		for _, t := range row.source {
			floats.AddScaled(own, s.sources[t.index], t.factor)
		}
	}
}

// addPostponed adds what the postponed unknowns add to the columns.
func (s *linearised) addPostponed(columns, change []float64) {
	n, parameters := s.flow.columns, s.macro.size
	for i := range s.blocks.postponed {
		p := &s.blocks.postponed[i]
		for b, right := range p.right {
			columns[b*n+p.column] += right * change[parameters+i]
		}
	}
}
