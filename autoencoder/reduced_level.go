package autoencoder

import (
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/theory/order"
)

// Level is an eigenvalue of the inputs' covariance, and in how many columns there are
// weights for its modes.
type Level struct {
	Eigenvalue float64 // ρ ≥ 0
	Modes      float64 // their number n, whole, from 1 on
	Columns    int     // at most n; the columns are modes themselves where it is n
}

// LevelWeights are weights over inputs that are known by their levels. A column is a direction
// of input space: either a mode, or, where a level has more modes than columns, one of
// orthonormal directions of its eigenspace, outside of which the level has no weights. A number per
// column holds them, whatever the input dimension D.
type LevelWeights struct {
	Levels  []Level
	Weights order.Weights // K × the columns of all levels, in their order
}

// Dim returns D, the number of modes.
func (w LevelWeights) Dim() float64 {
	var dim float64
	for _, level := range w.Levels {
		dim += level.Modes
	}
	return dim
}

// Trace returns tr Ω = Σ n ρ over the levels.
func (w LevelWeights) Trace() float64 {
	var trace float64
	for _, level := range w.Levels {
		trace += float64(level.Modes * level.Eigenvalue)
	}
	return trace
}

// Eigenvalues returns the eigenvalue ρ of each column.
func (w LevelWeights) Eigenvalues() []float64 {
	var eigenvalues []float64
	for _, level := range w.Levels {
		for range level.Columns {
			eigenvalues = append(eigenvalues, level.Eigenvalue)
		}
	}
	return eigenvalues
}

// LargestLevelDim is the largest D that is simulated. A step changes a weight by the order of
// g²/D of itself, and float64 rounds it to 1e-16. From small start weights activations are
// small too: at a start scale of 0.1, increments of T agree with the analytic ones at D = 1e13,
// while at 1e14 a sixth of them is lost. (A day's computation is 1e11 steps.)
const LargestLevelDim = 1e13

// Check returns an error for each mistake, joined, or nil.
func (w LevelWeights) Check() error {
	var mistakes []error
	columns := 0
	for i, level := range w.Levels {
		columns += level.Columns
		if err := level.check(); err != nil {
			mistakes = append(mistakes, fmt.Errorf("level %d has %w", i+1, err))
		}
	}
	if dim := w.Dim(); dim > LargestLevelDim {
		mistakes = append(mistakes, fmt.Errorf("the levels have D = %g modes: simulated are D up to %g, beyond which steps are lost in rounding; the flow of package theory is the limit D = ∞", dim, LargestLevelDim))
	}
	if columns != w.Weights.Dim {
		mistakes = append(mistakes, fmt.Errorf("the levels have %d columns in all, but the weights %d", columns, w.Weights.Dim))
	}
	if err := w.Weights.Check(); err != nil {
		mistakes = append(mistakes, err)
	}
	return errors.Join(mistakes...)
}

func (l Level) check() error {
	if err := checkEigenvalue(l.Eigenvalue); err != nil {
		return fmt.Errorf("the eigenvalue %w", err)
	}
	switch {
	case !(l.Modes >= 1) || l.Modes != math.Trunc(l.Modes):
		return fmt.Errorf("%v modes: it must be a whole number from 1 on", l.Modes)
	case math.IsInf(l.Modes, 1):
		return errors.New("infinitely many modes: a simulation takes D steps for each unit of time, so take a finite D; the limit itself is the flow of package theory")
	case l.Columns < 0 || float64(l.Columns) > l.Modes:
		return fmt.Errorf("%d columns for %v modes: a level has from none up to one for each mode", l.Columns, l.Modes)
	}
	return nil
}
