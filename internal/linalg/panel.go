package linalg

import "gonum.org/v1/gonum/blas"

// panelWidth is how many rows of the eigenvector matrix are made together. A panel of 1,024 by 32 numbers
// (256 kB) stays in the second-level cache while a million rotations pass over it.
const panelWidth = 32

type line = [panelWidth]float64

// panel is panelWidth rows of the eigenvector matrix, transposed: element [j][r] is component
// first+r of vector j.
type panel []line

// newPanel returns the panel of rows first… of H_0 H_1 … H_{n−3} Z, where the rotations make up Z.
func newPanel(t tridiagonal, sweeps []sweep, first int) panel {
	p := make(panel, t.n)
	for r := range min(panelWidth, t.n-first) {
		p[first+r][r] = 1
	}
	p.reflect(t)
	for _, s := range sweeps {
		p.rotate(s)
	}
	return p
}

// reflect applies H_0, then H_1, ….
func (p panel) reflect(t tridiagonal) {
	n := t.n
	flat := make([]float64, n*panelWidth)
	for j := range p {
		copy(flat[j*panelWidth:], p[j][:])
	}
	var product line
	for k := range n - 1 {
		if t.tau[k] == 0 {
			continue
		}
		v, rest := t.vectors[k*n+k+1:(k+1)*n], flat[(k+1)*panelWidth:]
		kernel.Dgemv(blas.Trans, len(v), panelWidth, 1, rest, panelWidth, v, 1, 0, product[:], 1)
		kernel.Dger(len(v), panelWidth, -t.tau[k], v, 1, product[:], 1, rest, panelWidth)
	}
	for j := range p {
		copy(p[j][:], flat[j*panelWidth:])
	}
}

// rotate applies a sweep, two rotations in one pass over three rows.
func (p panel) rotate(s sweep) {
	i := s.first
	rotations := s.rotations
	for len(rotations) >= 2 {
		rotateTwice(&p[i], &p[i+s.step], &p[i+2*s.step], rotations[0], rotations[1])
		rotations = rotations[2:]
		i += 2 * s.step
	}
	if len(rotations) == 1 {
		rotateOnce(&p[i], &p[i+s.step], rotations[0])
	}
}

func rotateOnce(a, b *line, g rotation) {
	for k := range a {
		x, y := a[k], b[k]
		a[k] = g.c*x + g.s*y
		b[k] = g.c*y - g.s*x
	}
}

// rotateTwice rotates a with b, then b with c.
func rotateTwice(a, b, c *line, g, h rotation) {
	for k := range a {
		x, y, z := a[k], b[k], c[k]
		a[k] = g.c*x + g.s*y
		y = g.c*y - g.s*x
		b[k] = h.c*y + h.s*z
		c[k] = h.c*z - h.s*y
	}
}
