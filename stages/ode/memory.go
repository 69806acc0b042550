package ode

import (
	"errors"

	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory"
)

var _ stages.MemoryEstimator = Kind{}

// How many copies there are at once.
const (
	startCopies = 6  // of the start weights over all inputs: drawn, turned, checked, reduced, and at the end unfolded
	vectors     = 16 // of the state of the flow: the integrator's stages and estimates, and what a snapshot takes
)

// Memory counts the spectrum, the flow with its integrator, and what is recorded over time.
func (Kind) Memory(call *stages.Call) (m stages.Memory, err error) {
	p := call.Parameters.(*Parameters)
	in, ok := call.Input(covariancePort)
	if !ok {
		return m, errors.New("no covariance is wired to the stage")
	}
	path, err := in.Path("spectrum.npz")
	if err != nil {
		return m, err
	}
	size, err := spectrum.FileSize(path)
	if err != nil {
		return m, err
	}
	columns := size.Columns(2*p.Hidden + 1)
	m.Add("the spectrum", size.Reading())
	m.Add("the start weights (hidden)", startCopies, 2*8*p.Hidden, size.Dim)
	m.Add("the flow and its integrator (hidden)", vectors, 2*8*p.Hidden, columns)
	if p.Hidden <= theory.MostImplicit && (p.Method == automatic || p.Method == implicit) {
		addImplicit(&m, p.Hidden, columns)
	}
	// Of order parameters Q and T, and the columns of curves.csv; of modes W, V and cosines; some of them as they grow.
	perTime := 4*p.Hidden*p.Hidden + 4*p.Hidden*p.wantedModes()
	if p.Verify { // the second solution
		perTime += 2 * p.Hidden * p.Hidden
	}
	m.Add("what is recorded over time (points, hidden, modes)", 8*perTime, p.MostTimes())
	return m, nil
}

// addImplicit adds what implicit steps solve: small matrices for each column, and a large one for what they share.
func addImplicit(m *stages.Memory, hidden, columns int) {
	rows, shared := 2*hidden+1, 2*hidden*(hidden+2)
	m.Add("implicit steps (hidden)", 3*8*rows*rows, columns)
	m.Add("implicit steps (hidden)", 4*8*shared, shared)
}
