package theory

// numbering says which number a macroscopic parameter has among the unknowns of
// the small system: where the first entry of Q, T̂, Ŝ, z and b is, −1 for what
// isn't among them. The coefficient of the same number is the one through which
// the parameter acts on a gradient flow: C_kl for Q_kl, M_kl for T̂_kl, a_k for
// Ŝ_k, m_k for z_k and β_k for b_k.
type numbering struct {
	hidden           int
	q, t, s, z, bias int
	size             int
}

func (f *Flow) numbering() numbering {
	m := numbering{hidden: f.hidden}
	take := func(there bool, size int) int {
		if !there {
			return -1
		}
		first := m.size
		m.size += size
		return first
	}
	pairs := f.hidden * (f.hidden + 1) / 2
	m.q = take(true, pairs)
	m.t = take(f.rule != Sanger, pairs)
	m.s = take(!f.tied, f.hidden) // of tied weights Ŝ_k is Q_kk/√D
	m.z = take(f.outputBias, f.hidden)
	m.bias = take(f.encoderBias, f.hidden)
	return m
}

// pair returns the place of the pair (k, l) in a triangle, the same as that of (l, k).
func (m numbering) pair(k, l int) int {
	k, l = min(k, l), max(k, l)
	return k*(2*m.hidden-k-1)/2 + l
}

// The kinds of parameters.
const (
	kindQ = iota
	kindT
	kindS
	kindZ
	kindB
	kinds
)

// kind returns the kind of parameter i.
func (m numbering) kind(i int) int {
	switch {
	case m.bias >= 0 && i >= m.bias:
		return kindB
	case m.z >= 0 && i >= m.z:
		return kindZ
	case m.s >= 0 && i >= m.s:
		return kindS
	case m.t >= 0 && i >= m.t:
		return kindT
	}
	return kindQ
}
