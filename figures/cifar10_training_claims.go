package figures

import (
	"fmt"

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
)

func (t training) claims() ([]figure.Claim, error) {
	var claims []figure.Claim
	for _, measure := range []func() (figure.Claim, error){t.nearsPCA, t.sgdFollows, t.tiedEndsAbove, t.biasHelps} {
		claim, err := measure()
		if err != nil {
			return nil, err
		}
		claims = append(claims, claim)
		if !claim.Contradicted {
			continue
		}
		found, err := t.tiedNearsPCA()
		if err != nil {
			return nil, err
		}
		claims = append(claims, found)
	}
	return claims, nil
}

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
func (t training) nearsPCA() (figure.Claim, error) {
	k := t.reference().Run.Hidden
	name := fmt.Sprintf("erf, untied: the theory comes within %s of *E*_{%d} by *t* = %s", percent(nearPCA), k, figure.Number(longTraining, 3))
	return t.comesWithin(name, t.find("erf", plain), nearPCA)
}

// comesWithin is the claim that a network's theory comes as near to the error of PCA with as many components.
func (t training) comesWithin(name string, n *trainedNetwork, near float64) (figure.Claim, error) {
	k, bound := t.reference().Run.Hidden, fmt.Sprintf("≤ %g", near)
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
	return figure.AtMost(name, measured/floor-1, near,
		fmt.Sprintf("pmse = %s, *E*_{%d} = %s", figure.Number(measured, 4), k, figure.Number(floor, 4))), nil
}

// sgdFollows is the claim that SGD on images follows the theory as far as it is run.
func (t training) sgdFollows() (figure.Claim, error) {
	name := fmt.Sprintf("erf, untied: SGD on %s stays within %s of the theory", t.imageName(), percent(trainingBound))
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
	name += fmt.Sprintf(" at every *t* up to %s", figure.Number(last, 4))
	detail := fmt.Sprintf("%s; it is run for %s epochs", worstText(d.Worst(), d.Replicas), figure.Number(epoch, 2))
	if last < trainingTime*(1-1e-3) {
		detail += fmt.Sprintf(", short of *t* = %d", trainingTime)
	}
	return figure.AtMost(name, d.Worst().Size, trainingBound, detail), nil
}

// tiedEndsAbove is the claim that tied erf units can't do what untied ones do.
func (t training) tiedEndsAbove() (figure.Claim, error) {
	name := fmt.Sprintf("erf: tied weights end at least %g times above untied ones", tiedAbove)
	bound := fmt.Sprintf("≥ %g", tiedAbove)
	untied, tied := t.find("erf", plain), t.find("erf", tiedWeights)
	if untied == nil || tied == nil || untied.theory == nil || tied.theory == nil {
		return figure.NotMeasured(name, bound, "tied and untied erf autoencoders aren't both wired to needs.theory"), nil
	}
	last := min(untied.lastFlowTime(), tied.lastFlowTime())
	if last < longTraining*(1-1e-9) {
		return figure.NotMeasured(name, bound, "the theories end at *t* = "+figure.Number(last, 3)), nil
	}
	above, err := tied.theoryAt(last)
	if err != nil {
		return figure.Claim{}, err
	}
	below, err := untied.theoryAt(last)
	if err != nil {
		return figure.Claim{}, err
	}
	claim := figure.AtLeast(name, above/below, tiedAbove, fmt.Sprintf("theory at *t* = %s: pmse = %s tied, %s untied",
		figure.Number(last, 3), figure.Number(above, 4), figure.Number(below, 4)))
	return claim.OrContradicted("with as many units, none of them needs pre-activations so large that it saturates: tied weights are behind early alone"), nil
}

// tiedNearsPCA is the claim of what is found in place of tiedEndsAbove: many tied units share what few of them can't carry.
func (t training) tiedNearsPCA() (figure.Claim, error) {
	k := t.reference().Run.Hidden
	name := fmt.Sprintf("erf, tied: found instead is that the theory comes within %s of *E*_{%d} by *t* = %s", percent(tiedNear), k, figure.Number(longTraining, 3))
	return t.comesWithin(name, t.find("erf", tiedWeights), tiedNear)
}

// biasHelps is the claim that biases bring ReLU units below those without, by SGD and after as many epochs.
func (t training) biasHelps() (figure.Claim, error) {
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

// tables are the deviations of SGD from the theory, and where trainings and theories end beside the PCA error.
func (t training) tables() (tables figure.Tables, err error) {
	for _, n := range t.networks {
		hidden := n.network().Hidden
		if n.theory != nil {
			last := n.theory.Times[len(n.theory.Times)-1]
			s, err := n.theory.Statistic(errorColumn)
			if err != nil {
				return tables, err
			}
			tables.Plateaus = append(tables.Plateaus, plateauRow(*n.theory, hidden, s.Mean[len(s.Mean)-1], last))
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
