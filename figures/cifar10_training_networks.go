package figures

import (
	"fmt"
	"slices"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/spectrum"
)

// training is what the figure is of.
type training struct {
	networks []trainedNetwork // in the paper's order, the plainest of an activation first
	basis    spectrum.Spectrum
	samples  inputs.Samples
	normal   bool // the networks learnt from surrogates
	embedded bool // because no images were at hand
}

// trainedNetwork is one network: the theory of its flow, its trainings by SGD and by Adam.
type trainedNetwork struct {
	theory    *inputs.Curves // nil where none is wired
	sgd, adam []trainedRun   // maybe none
}

// trainedRun is one training: its curves over all replicas, and what the first of them ended with.
type trainedRun struct {
	curves  inputs.Curves
	weights inputs.Weights
}

func readTraining(in inputs.Set) (t training, err error) {
	theories, err := in.ErrorCurves("theory")
	if err != nil {
		return t, err
	}
	simulations, err := in.ErrorCurves("sgd")
	if err != nil {
		return t, err
	}
	weights, err := in.Trained("sgd", 1)
	if err != nil {
		return t, err
	}
	if t.basis, err = in.Eigenbasis("natural"); err != nil {
		return t, err
	}
	if t.samples, err = in.Samples("images", trainingTiles); err != nil {
		return t, err
	}
	t.normal = simulations[0].Run.Inputs == run.Normal
	t.embedded = t.normal && t.samples.Surrogates
	for i := range theories {
		if err := t.addTheory(&theories[i]); err != nil {
			return t, err
		}
	}
	for i, c := range simulations {
		if (c.Run.Inputs == run.Normal) != t.normal {
			return t, fmt.Errorf("needs.sgd: one of the stages %s and %s learns from images, the other from normal inputs: wire the like", simulations[0].Stage, c.Stage)
		}
		t.add(trainedRun{c, weights[i].Weights})
	}
	slices.SortStableFunc(t.networks, func(a, b trainedNetwork) int { return byNetwork(a.network(), b.network()) })
	return t, t.check()
}

// addTheory makes room for the network of a theory.
func (t *training) addTheory(theory *inputs.Curves) error {
	for _, n := range t.networks {
		if sameNetwork(n.network(), theory.Run) {
			return fmt.Errorf("needs.theory: stages %s and %s are theories of one network, %s: take one out", n.theory.Stage, theory.Stage, n.name())
		}
	}
	t.networks = append(t.networks, trainedNetwork{theory: theory})
	return nil
}

// add puts a training to its network.
func (t *training) add(one trainedRun) {
	i := slices.IndexFunc(t.networks, func(n trainedNetwork) bool { return sameNetwork(n.network(), one.curves.Run) })
	if i < 0 {
		t.networks = append(t.networks, trainedNetwork{})
		i = len(t.networks) - 1
	}
	n := &t.networks[i]
	if one.curves.Run.Optimizer != nil {
		n.adam = append(n.adam, one)
	} else {
		n.sgd = append(n.sgd, one)
	}
}

// check returns an error where networks don't belong into one figure.
func (t training) check() error {
	first := t.reference()
	for _, n := range t.networks {
		all := n.runs()
		if n.theory != nil {
			all = append(all, trainedRun{curves: *n.theory})
		}
		for _, one := range all {
			c := one.curves
			if c.Run.Hidden != first.Run.Hidden || c.Run.Dim != first.Run.Dim {
				return fmt.Errorf("stage %s has %d hidden units and %v inputs, stage %s %d and %v: a figure is of networks of one size",
					first.Stage, first.Run.Hidden, first.Run.Dim, c.Stage, c.Run.Hidden, c.Run.Dim)
			}
			if _, err := c.Statistic(errorColumn); err != nil {
				return fmt.Errorf("curves of stage %s: %w", c.Stage, err)
			}
			if err := sameCovariance(first, c); err != nil {
				return err
			}
		}
	}
	if dim := t.basis.Dim(); float64(dim) != float64(first.Run.Dim) || len(t.samples.Inputs[0]) != dim {
		return fmt.Errorf("the networks have %v inputs, the covariance %d and the images %d: wire those of one data set",
			first.Run.Dim, dim, len(t.samples.Inputs[0]))
	}
	return nil
}

// reference is the first theory, which knows the PCA errors.
func (t training) reference() inputs.Curves {
	i := slices.IndexFunc(t.networks, func(n trainedNetwork) bool { return n.theory != nil })
	return *t.networks[i].theory
}

// activations lists those that there are networks of, in the paper's order.
func (t training) activations() []string {
	var names []string
	for _, n := range t.networks {
		if name := n.network().Activation; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// of returns the networks of one activation.
func (t training) of(activation string) []trainedNetwork {
	return slices.DeleteFunc(slices.Clone(t.networks), func(n trainedNetwork) bool { return n.network().Activation != activation })
}

// imageName says what the networks learnt from.
func (t training) imageName() string {
	switch {
	case t.embedded:
		return "surrogates in place of images"
	case t.normal:
		return "Gaussian surrogates"
	}
	return "real images"
}

// sameNetwork reports whether two runs are of one network, however it is trained.
func sameNetwork(a, b run.Run) bool {
	bias := func(word string) string { return orElse(word, run.NoBias) }
	return a.Activation == b.Activation && orElse(a.Rule, vanilla) == orElse(b.Rule, vanilla) && a.Tied == b.Tied && a.WeightDecay == b.WeightDecay &&
		bias(a.EncoderBias) == bias(b.EncoderBias) && bias(a.OutputBias) == bias(b.OutputBias)
}

// runs are all trainings of the network.
func (n trainedNetwork) runs() []trainedRun { return slices.Concat(n.sgd, n.adam) }

// network describes the network, without the way in which it is trained.
func (n trainedNetwork) network() run.Run {
	if n.theory != nil {
		return n.theory.Run
	}
	r := n.runs()[0].curves.Run
	r.Optimizer, r.Schedule, r.BatchSize, r.Sampling, r.FlipSigns = nil, nil, 0, "", false
	return r
}

// name names the network: "erf, tied".
func (n trainedNetwork) name() string {
	r := n.network()
	if r.Tied || orElse(r.Rule, vanilla) == "sanger" {
		return networkName(r)
	}
	return qualified(activationName(r.Activation)+", untied", r)
}

// label tells the network from the others of its activation: "untied, no bias".
func (n trainedNetwork) label(others []trainedNetwork) string {
	text := n.name()[len(activationName(n.network().Activation))+len(", "):]
	biased := slices.ContainsFunc(others, func(o trainedNetwork) bool { return len(biases(o.network())) > 0 })
	if biased && len(biases(n.network())) == 0 {
		text += ", no bias"
	}
	return text
}

// legendRole is empty, for a line with a marker, unless there is a line or a marker alone.
func (n trainedNetwork) legendRole() figure.Role {
	switch {
	case n.theory == nil && len(n.sgd) == 0:
		return figure.Adam
	case n.theory == nil:
		return figure.Images
	case len(n.runs()) == 0:
		return figure.Theory
	}
	return ""
}

// runName names one training: "erf, tied, SGD, batches of 16". A second one like it has its stage's name besides.
func (n trainedNetwork) runName(one trainedRun) string {
	name := func(r run.Run) string {
		text := n.name() + ", SGD"
		if r.Optimizer != nil {
			text = n.name()
		}
		for _, step := range steps(r) {
			text += ", " + step
		}
		return text
	}
	alike := 0
	for _, other := range n.runs() {
		if name(other.curves.Run) == name(one.curves.Run) {
			alike++
		}
	}
	if alike > 1 {
		return name(one.curves.Run) + " (" + one.curves.Stage + ")"
	}
	return name(one.curves.Run)
}
