package figures

import (
	"fmt"
	"math"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/run"
)

// What the figure claims.
const (
	longTraining  = 2e4  // the flow time by which the error of untied erf units nears that of PCA
	nearPCA       = 0.12 // how near
	trainingBound = 0.03 // on the deviation of SGD from the theory
	trainingTime  = 2000 // up to which SGD is to be followed
	tiedAbove     = 1.5  // by what factor tied erf units end above untied ones, as the paper's argument has it
	tiedNear      = 0.05 // how near they end to the error of PCA, as is found
	restingSlope  = 0.02 // the size of d log pmse/d log t below which an error rests on a plateau
)

func (t training) claims() ([]figure.Claim, error) {
	var claims []figure.Claim
	for _, measure := range []func() ([]figure.Claim, error){t.nearsPCA, t.sgdFollows, t.tiedEndsAbove, t.biasHelps} {
		claim, err := measure()
		if err != nil {
			return nil, err
		}
		claims = append(claims, claim...)
	}
	return claims, nil
}

// single makes a claim one of a list.
func single(claim figure.Claim, err error) ([]figure.Claim, error) { return []figure.Claim{claim}, err }

// find returns the plain network of an activation, but for what is changed; nil where there is none.
func (t training) find(activation string, change func(*run.Run)) *trainedNetwork {
	wanted := run.Run{Activation: activation}
	change(&wanted)
	for i, n := range t.networks {
		if sameNetwork(n.network(), wanted) {
			return &t.networks[i]
		}
	}
	return nil
}

func plain(*run.Run)         {}
func tiedWeights(r *run.Run) { r.Tied = true }

// nearsPCA is the claim that theory goes all the way to the PCA error, if slowly.
func (t training) nearsPCA() ([]figure.Claim, error) {
	k := t.reference().Run.Hidden
	name := fmt.Sprintf("erf, untied: the theory comes within %s of *E*_{%d} by *t* = %s", percent(nearPCA), k, figure.Number(longTraining, 3))
	return single(t.comesWithin(name, t.find("erf", plain), nearPCA))
}

// comesWithin is the claim that a network's theory comes as near to the error of PCA with as many components, below which none can come.
func (t training) comesWithin(name string, n *trainedNetwork, near float64) (figure.Claim, error) {
	k, bound := t.reference().Run.Hidden, fmt.Sprintf("0 … %g", near)
	switch {
	case n == nil || n.theory == nil:
		return figure.NotMeasured(name, bound, "its theory isn't wired"), nil
	case n.lastFlowTime() < longTraining*(1-1e-9):
		return figure.NotMeasured(name, bound, "the theory ends at *t* = "+figure.Number(n.lastFlowTime(), 3)), nil
	}
	measured, err := n.theoryAt(longTraining)
	if err != nil {
		return figure.Claim{}, err
	}
	floor, ok := t.reference().PCAError(k)
	if !ok {
		return figure.NotMeasured(name, bound, "run.json of stage "+t.reference().Stage+" doesn't know that PCA error"), nil
	}
	return figure.Between(name, measured/floor-1, 0, near,
		fmt.Sprintf("pmse = %s, *E*_{%d} = %s", figure.Number(measured, 4), k, figure.Number(floor, 4))), nil
}

// sgdFollows is the claim that SGD on images follows the theory up to a time, which this run has to reach.
func (t training) sgdFollows() ([]figure.Claim, error) {
	return single(t.untiedFollows())
}

func (t training) untiedFollows() (figure.Claim, error) {
	name := fmt.Sprintf("erf, untied: SGD on %s stays within %s of the theory up to *t* = %d", t.imageName(), percent(trainingBound), trainingTime)
	bound := fmt.Sprintf("≤ %g", trainingBound)
	n := t.find("erf", plain)
	if n == nil || n.theory == nil || len(n.sgd) == 0 {
		return figure.NotMeasured(name, bound, "an untied erf autoencoder is wired neither to needs.theory nor to needs.sgd, or to one of them alone"), nil
	}
	one := n.sgd[0]
	d, ok, err := n.deviation(one)
	if err != nil {
		return figure.Claim{}, err
	}
	if !ok {
		return figure.NotMeasured(name, bound, "it is trained in a way that theory doesn't describe: "+listed(steps(one.curves.Run))), nil
	}
	last := d.Times[len(d.Times)-1]
	_, epoch := one.ended()
	detail := fmt.Sprintf("it is run up to *t* = %s, %s epochs", figure.Number(last, 4), figure.Number(epoch, 2))
	if last < trainingTime*(1-1e-3) {
		return figure.NotMeasured(name, bound, fmt.Sprintf("%s, and is %s off at the most", detail, percent(d.Worst().Size))), nil
	}
	return figure.AtMost(name, d.Worst().Size, trainingBound, worstText(d.Worst(), d.Replicas)+"; "+detail), nil
}

// biasHelps is the claim that biases bring ReLU units below those without, by SGD and after as many epochs.
func (t training) biasHelps() ([]figure.Claim, error) {
	return single(t.biasedBelowPlain())
}

func (t training) biasedBelowPlain() (figure.Claim, error) {
	const name, bound = "ReLU: pmse with biases is below that without", "< 1"
	without := t.find("relu", plain)
	with := t.find("relu", func(r *run.Run) { r.EncoderBias, r.OutputBias = run.TrainedBias, run.TrainedBias })
	if with == nil || len(with.sgd) == 0 {
		with = t.find("relu", func(r *run.Run) { r.EncoderBias = run.TrainedBias })
	}
	if without == nil || len(without.sgd) == 0 || with == nil || len(with.sgd) == 0 {
		return figure.NotMeasured(name, bound, "ReLU autoencoders with and without encoder biases aren't both wired to needs.sgd"), nil
	}
	a, b, epoch, ok := atSameEpoch(with.sgd[0].curves, without.sgd[0].curves)
	if !ok {
		return figure.NotMeasured(name, bound, fmt.Sprintf("stages %s and %s have no epoch in common: give them the same times",
			with.sgd[0].curves.Stage, without.sgd[0].curves.Stage)), nil
	}
	ratio := a.mean / b.mean
	detail := fmt.Sprintf("ratio of pmse after %s epochs of SGD on %s: %s with biases, %s without", figure.Number(epoch, 2), t.imageName(), a, b)
	return figure.Claim{Claim: name, Bound: bound, Measured: ratio, Pass: ratio < 1, Detail: detail}, nil
}

// tables are the deviations of SGD from the theory, and the theories that end at rest beside the PCA error: those whose
// slope d log pmse/d log t is small over the last tenth of the time.
func (t training) tables() (tables figure.Tables, err error) {
	for _, n := range t.networks {
		hidden := n.network().Hidden
		if n.theory != nil {
			at, value, err := last(*n.theory, errorColumn)
			if err != nil {
				return tables, err
			}
			earlier, err := n.theory.At(errorColumn, []float64{0.9 * at})
			if err != nil {
				return tables, err
			}
			if slope := math.Log(value/earlier[0]) / -math.Log(0.9); math.Abs(slope) < restingSlope {
				tables.Plateaus = append(tables.Plateaus, plateauRow(*n.theory, hidden, value, at))
			}
		}
		for _, one := range n.sgd {
			d, ok, err := n.deviation(one)
			if err != nil {
				return tables, err
			}
			if ok {
				tables.Deviations = append(tables.Deviations, deviationRow(one.curves, t.imageName(), d))
			}
		}
	}
	return tables, nil
}
