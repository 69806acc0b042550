package setup

import (
	"fmt"
	"math"

	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// ValidateInputs returns every problem of the parameters with the dimension of the
// inputs that a stage yields, where it is known before that stage runs.
func (p Parameters) ValidateInputs(from stages.Upstream) []stages.Problem {
	dimension := from.Dimension()
	if !dimension.Known() {
		return nil
	}
	var problems []stages.Problem
	if p.Hidden <= maxHidden && float64(p.Hidden) > dimension.D {
		problems = append(problems, stages.Problem{
			Path:     "with.hidden",
			Message:  fmt.Sprintf("hidden is K = %d, but the inputs of stage %s have D = %v dimensions", p.Hidden, from.Stage, dimension),
			Expected: fmt.Sprintf("at most %v hidden units", dimension),
		})
	}
	if p.IsInformed() && math.IsInf(dimension.D, 1) {
		problems = append(problems, stages.Problem{
			Path:     "with.init.informed",
			Message:  fmt.Sprintf("weights on principal components have no limit of infinitely many dimensions, which the inputs of stage %s have: their pre-activations grow like √D", from.Stage),
			Expected: fmt.Sprintf("a finite dim of stage %s, as large as you like, or init: {scale: …} alone", from.Stage),
		})
	}
	if single, known := singleModes(from); known && p.IsInformed() && single < p.Hidden && p.Hidden <= maxHidden && !math.IsInf(dimension.D, 1) {
		problems = append(problems, stages.Problem{
			Path: "with.init.informed",
			Message: fmt.Sprintf("init.informed needs a principal component for each of K = %d hidden units, but of the spectrum of stage %s the leading %d alone are single modes",
				p.Hidden, from.Stage, single),
			Expected: fmt.Sprintf("at most %d hidden units, or init: {scale: …} alone", single),
		})
		if single == 0 {
			problems[len(problems)-1].Expected = "init: {scale: …} alone"
		}
	}
	if p.givenWeights() == "" {
		return problems
	}
	problem := stages.Problem{Path: "with.init.weights"}
	switch about, err := p.inspectGiven(); {
	case dimension.Levels:
		problem.Message = fmt.Sprintf("the file holds a number for each of D inputs, but the spectrum of stage %s has D = %v and is known by its levels", from.Stage, dimension)
		problem.Expected = fmt.Sprintf("init: {scale: …}, or a covariance of dim up to %d", spectrum.LargestDim)
	case err == nil && about.dim > 0 && float64(about.dim) != dimension.D:
		problem.Message = fmt.Sprintf("the arrays W and V have %d columns, but the inputs of stage %s have D = %v dimensions", about.dim, from.Stage, dimension)
		problem.Expected = fmt.Sprintf("K×%v weights, or inputs of %d dimensions", dimension, about.dim)
	default:
		return problems
	}
	return append(problems, problem)
}

// ValidateSteps returns the problem of the times with the steps over D = dim
// inputs, if there is one that Validate couldn't know.
func (p Parameters) ValidateSteps(dim int) []stages.Problem {
	problem := stages.Problem{
		Path:     "with.horizon",
		Expected: fmt.Sprintf("from 1 step to 2⁵³ of them in all, D = %d a unit of t: t from %.3g to %.3g", dim, 1/float64(dim), countable/float64(dim)),
	}
	checked := p
	checked.Points = 2 // of which there may be a mistaken number
	if p.Times != "" {
		problem.Path = "with.times"
		if _, err := readTimes(string(p.Times)); err != nil {
			return nil
		}
	} else if !positive(p.Horizon) || p.Horizon > maxHorizon {
		return nil
	}
	_, err := checked.unrounded(dim)
	if err == nil {
		return nil
	}
	problem.Message = err.Error()
	return []stages.Problem{problem}
}
