package theory

import (
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/theory/gaussian"
)

// LongTime returns the law of a problem's long times. It returns an error that
// says why where there is none of this kind: where the flow ends at a fixed point,
// or the units have a kink at 0.
func (p Problem) LongTime() (LongTime, error) {
	f, err := NewFlow(p)
	if err != nil {
		return LongTime{}, err
	}
	law, err := f.longTime()
	if err != nil {
		return LongTime{}, fmt.Errorf("no law of long times for this flow of %s units: %w", f.activation.Name(), err)
	}
	return law, nil
}

func (f *Flow) longTime() (LongTime, error) {
	at0 := f.activation.Single(gaussian.Marginal{})
	for _, err := range []error{f.checkValley(), checkSmooth(f.activation, at0), f.checkConstant(at0)} {
		if err != nil {
			return LongTime{}, err
		}
	}
	slope := at0.A * at0.A
	law := LongTime{
		Slope: at0.A, Power: 2, Residue: at0.F * at0.F / (6 * slope), Aligned: f.hidden == 1 || f.rule == Truncated,
	}
	if at0.E != 0 {
		law.Power, law.Residue = 1, at0.E*at0.E/(2*slope)
		if !f.trainBias {
			law.Residue *= 1.5
		}
	}
	if law.Residue == 0 {
		return LongTime{}, errors.New("g''(0) = g'''(0) = 0, as for linear units: the error falls faster than by such a law")
	}
	power := float64(law.Power)
	law.Speed = 2 * power * (power + 1) * f.learningRate * law.Residue * slope / (1 + at0.Mean*at0.Mean)
	law.Floor, law.Rates = f.pcaError(f.hidden)
	return law, nil
}

// checkValley returns an error where the network has no valley that leads to infinity.
func (f *Flow) checkValley() error {
	switch found := len(f.componentRates(f.hidden)); {
	case f.tied:
		return errors.New("the weights are tied: encoder and decoder can't go apart, and the flow ends at a fixed point")
	case f.decay > 0:
		return errors.New("weight decay holds the decoder: the flow ends at a fixed point")
	case anyNonzero(f.fixedBias) || anyNonzero(f.view(f.start).bias):
		return errors.New("the encoder biases aren't 0")
	case f.outputBias && !f.trainBias:
		return errors.New("there is an output bias that doesn't learn")
	case found < f.hidden:
		return fmt.Errorf("there are %d components for %d units", found, f.hidden)
	case f.hearsBulk():
		return errors.New(bulkNoise + ", and the flow ends at a fixed point")
	}
	return nil
}

// bulkNoise says what the bulk does at D = ∞.
const bulkNoise = "the units hear the bulk, to which the encoder's weights stay as they are at D = ∞: this noise bounds how small the signal can get"

// hearsBulk reports whether the units have noise that never goes: encoder loadings on
// columns of rate 0.
func (f *Flow) hearsBulk() bool {
	for i, x := range f.view(f.start).encoder {
		if f.rates[i%f.columns] == 0 && x != 0 {
			return true
		}
	}
	return false
}

func anyNonzero(v []float64) bool {
	for _, x := range v {
		if x != 0 {
			return true
		}
	}
	return false
}

// checkSmooth returns an error where g has a kink or no slope at 0.
func checkSmooth(g gaussian.Activation, at0 gaussian.Single) error {
	const h = 1e-3
	second := (g.Value(h) - 2*g.Value(0) + g.Value(-h)) / (h * h)
	if !(math.Abs(second-at0.E) <= 0.01*(1+math.Abs(at0.E))) || math.IsNaN(at0.F) || math.IsInf(at0.F, 0) {
		return errors.New("g isn't smooth at 0: the units don't become linear there")
	}
	if at0.A == 0 {
		return errors.New("g has no slope at 0")
	}
	return nil
}

// checkConstant returns an error where the even part of g stands in the way.
func (f *Flow) checkConstant(at0 gaussian.Single) error {
	switch {
	case at0.Mean != 0 && !f.trainBias:
		return errors.New("the constant part g(0) of the units must be cancelled by an output bias, and none learns; see Problem.Plateau")
	case at0.E != 0 && f.encoderBias:
		return errors.New("with encoder biases that learn, units of g''(0) ≠ 0 move to other points of g")
	case (at0.Mean != 0 || at0.E != 0) && f.trainBias && f.rule == Truncated && f.hidden > 1:
		return errors.New("under the truncated rule a unit doesn't know which part of the output bias cancels the means of the units after it")
	}
	return nil
}
