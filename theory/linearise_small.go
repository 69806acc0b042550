package theory

import "gonum.org/v1/gonum/floats"

// setResolvent sets R = Σ_j G_jᵀ (I − γA_j)⁻¹ U_j without the weights and signs,
// block by block of columns in a fixed order. Where the flow is that of a
// gradient it is symmetric, and half of the pairs of rows do.
func (s *linearised) setResolvent() {
	fill(s.resolvent, 0)
	for from := 0; from < s.flow.columns; from += blockWidth {
		to := min(from+blockWidth, s.flow.columns)
		for b := range s.rows {
			if !s.blocks.symmetric {
				for k := range s.rows {
					s.addResolvent(b, k, 1, from, to)
				}
				continue
			}
			s.addResolvent(b, b, 0.5, from, to)
			for k := b + 1; k < len(s.rows); k++ {
				s.addResolvent(b, k, 1, from, to)
			}
		}
	}
	size := s.macro.size
	if s.blocks.symmetric {
		for i := range size {
			for k := range i + 1 {
				sum := s.resolvent[i*size+k] + s.resolvent[k*size+i]
				s.resolvent[i*size+k], s.resolvent[k*size+i] = sum, sum
			}
		}
	}
	if s.flow.encoderBias { // b' = ηβ
		for i := s.macro.bias; i < size; i++ {
			s.resolvent[i*size+i] = 1
		}
	}
}

// addResolvent adds what goes through the entry (b, k) of the inverse blocks of
// the columns from … to, times scale.
func (s *linearised) addResolvent(b, k int, scale float64, from, to int) {
	entry, gradient, size := s.blocks.entry(b, k)[from:to], s.rows[b].gradient, s.macro.size
	product := s.product[:to-from]
	for _, u := range s.rows[k].source {
		floats.MulTo(product, entry, u.factor[from:to])
		for _, g := range gradient {
			s.resolvent[g.index*size+u.index] += scale * floats.Dot(product, g.factor[from:to])
		}
	}
}

// setSmall sets the matrix of the small system for the changes δμ of the
// macroscopic parameters and the postponed unknowns ξ:
//
//	(I − γRΘ) δμ − Σ_j G_jᵀ right_j ξ_j = Σ_j G_jᵀ X_j h_j
//	−γ left_jᵀ U_j Θ δμ + corner_j ξ_j = left_jᵀ h_j
func (s *linearised) setSmall() {
	size := s.macro.size
	s.small.reset(size + len(s.blocks.postponed))
	for i := range size {
		line := s.small.row(i)
		for c, r := range s.resolvent[i*size : (i+1)*size] {
			s.theta.addRow(line, -s.gamma*s.weights[i]*r*s.signs[c], c)
		}
		line[i]++
	}
	for e := range s.blocks.postponed {
		p := &s.blocks.postponed[e]
		line := s.small.row(size + e)
		for b, row := range s.rows {
			for _, t := range row.gradient {
				s.small.row(t.index)[size+e] -= s.weights[t.index] * t.factor[p.column] * p.right[b]
			}
			for _, t := range row.source {
				s.theta.addRow(line, -s.gamma*s.signs[t.index]*t.factor[p.column]*p.left[b], t.index)
			}
		}
		copy(line[size+p.first:], p.corner)
	}
}
