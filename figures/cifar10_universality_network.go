package figures

import (
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
)

// universality is one network: its theory with the two simulations that it describes.
type universality struct {
	theory, images, surrogates inputs.Curves
	embedded                   bool // no images were at hand: surrogates stood in for them as well
}

// readUniversality matches the simulations of both ports with the theories, in the paper's order.
func readUniversality(in inputs.Set) ([]universality, error) {
	theories, err := in.ErrorCurves("theory")
	if err != nil {
		return nil, err
	}
	matched := map[string][]pair{}
	for _, port := range []string{"images", "surrogates"} {
		simulations, err := in.ErrorCurves(port)
		if err != nil {
			return nil, err
		}
		if matched[port], err = matchPairsAt(port, theories, simulations); err != nil {
			return nil, fmt.Errorf("needs.%s: %w", port, err)
		}
	}
	embedded := in.HasCaveat("images", inputs.EmbeddedDefault)
	var all []universality
	for i, p := range matched["images"] { // both are in the order of the theories
		all = append(all, universality{p.theory, p.simulation, matched["surrogates"][i].simulation,
			embedded && p.simulation.Run.Inputs == run.Normal})
	}
	slices.SortStableFunc(all, func(a, b universality) int { return byNetwork(a.theory.Run, b.theory.Run) })
	return all, nil
}

// name names the network in claims: "ReLU, K = 64".
func (u universality) name() string {
	return fmt.Sprintf("%s, *K* = %d", networkName(u.theory.Run), u.theory.Run.Hidden)
}

// imageName says what the simulation at the port "images" ran on.
func (u universality) imageName() string {
	if u.embedded {
		return "surrogates in place of images"
	}
	return "real images"
}

// legendName is imageName where there is room for few words.
func (u universality) legendName() string {
	if u.embedded {
		return "in place of images"
	}
	return u.imageName()
}

func (u universality) lastTime() float64 { return max(u.images.Run.Horizon, u.surrogates.Run.Horizon) }

// odd reports whether the units answer a flipped input with a flipped output, as long as nothing else breaks the
// symmetry: moments of odd order, such as the skewness of images, don't reach such a network at leading order.
func (u universality) odd() bool {
	r := u.theory.Run
	return slices.Contains([]string{"erf", "linear", "tanh"}, r.Activation) &&
		orElse(r.EncoderBias, run.NoBias) == run.NoBias && orElse(r.OutputBias, run.NoBias) == run.NoBias
}

// Bounds on the deviation of a simulation's mean from the theory.
const (
	surrogateBound    = 0.01 // of surrogates with odd units
	surrogateBoundAny = 0.02 // of surrogates with others
	imageBound        = 0.02 // of real images with odd units; there is none for others
)

// surrogateBound is the bound on the deviation of Gaussian inputs, also where they stand in for images.
func (u universality) surrogateBound() float64 {
	if u.odd() {
		return surrogateBound
	}
	return surrogateBoundAny
}

// simulation is one of the two that the theory is compared with.
type simulation struct {
	name      string
	role      figure.Role
	curves    inputs.Curves
	bound     float64 // on the deviation; infinite where there is none
	deviation inputs.Deviation
}

// measure compares both simulations with the theory: surrogates first.
func (u universality) measure() ([]simulation, error) {
	ofImages := math.Inf(1)
	switch {
	case u.embedded:
		ofImages = u.surrogateBound()
	case u.odd():
		ofImages = imageBound
	}
	both := []simulation{
		{name: "Gaussian surrogates", role: figure.Surrogates, curves: u.surrogates, bound: u.surrogateBound()},
		{name: u.imageName(), role: figure.Images, curves: u.images, bound: ofImages},
	}
	for i, s := range both {
		deviation, err := inputs.RelativeDeviation(s.curves, u.theory, errorColumn)
		if err != nil {
			return nil, fmt.Errorf("stage %s: %w", s.curves.Stage, err)
		}
		both[i].deviation = deviation
	}
	return both, nil
}
