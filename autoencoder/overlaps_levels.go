package autoencoder

// Components returns the m leading principal components, or as many as there are, for the
// overlaps of the simulator's networks: levels of which the networks have fewer columns than
// there are modes are measured as a whole.
func (s *LevelSimulator) Components(m int) (*Components, error) {
	eigenvalues := s.Eigenvalues()
	multiplicities := make([]float64, len(eigenvalues))
	for _, level := range s.slots {
		for j := range level.count {
			multiplicities[level.first+j] = level.modes / float64(level.count)
		}
	}
	return LeadingComponents(eigenvalues, multiplicities, m)
}
