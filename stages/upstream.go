package stages

import (
	"math"
	"strconv"
)

// An InputChecker checks what a stage asks of the stages wired to it against what
// is known of them before anything runs, such as more hidden units than there are
// input dimensions. A kind that can't tell before Run has no need of it.
type InputChecker interface {
	Kind

	// ValidateInputs returns every problem that the stages wired in bring out,
	// beside those that Validate finds. inputs maps ports to the stages wired to
	// them, in order, but for stages with mistakes of their own. The parameters
	// themselves may have mistakes, which Validate has reported.
	ValidateInputs(parameters any, inputs map[string][]Upstream) []Problem
}

// A Dimensioned kind knows, before it runs, the input dimension D of what its
// stages make.
type Dimensioned interface {
	Kind

	// Dimension returns what is known. inputs is as for ValidateInputs. It must be
	// fast: it is asked once for each stage that needs this one.
	Dimension(parameters any, inputs map[string][]Upstream) Dimension
}

// Dimension is the input dimension D of what a stage makes, as far as it is known
// before the stage runs.
type Dimension struct {
	D float64 // a whole number, +Inf for the limit of infinitely many, or 0 where it isn't known

	// Levels says that the outputs tell the spectrum by its distinct eigenvalues,
	// without a number for each of the D inputs.
	Levels bool
}

// Known reports whether the dimension is known.
func (d Dimension) Known() bool { return d.D > 0 }

// String returns D for messages: "1000", "∞", or "not known".
func (d Dimension) String() string {
	switch {
	case !d.Known():
		return "not known"
	case math.IsInf(d.D, 1):
		return "∞"
	}
	return strconv.FormatFloat(d.D, 'g', -1, 64)
}

// Upstream is a stage wired to another one, as far as it is known before anything
// runs.
type Upstream struct {
	Stage      string                // its name, for messages
	Kind       Kind                  // its kind
	Parameters any                   // validated
	Inputs     map[string][]Upstream // what is wired to it, in its turn
}

// Dimension returns the input dimension of what the stage makes, not known where
// its kind can't tell.
func (u Upstream) Dimension() Dimension {
	kind, ok := u.Kind.(Dimensioned)
	if !ok {
		return Dimension{}
	}
	return kind.Dimension(u.Parameters, u.Inputs)
}
