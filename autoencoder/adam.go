package autoencoder

import (
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/autoencoder/kernel"
)

// Adam is adaptive moment estimation (D. P. Kingma & J. Ba, ICLR 2015, arXiv:1412.6980).
// With G the gradient of the batch's mean of ‖δ‖²/(2D), or with the rule truncated what
// stands in its place, every weight and bias θ moves at step n = 1, 2, … by
//
//	m ← β₁ m + (1−β₁) G     m̂ = m/(1−β₁ⁿ)
//	u ← β₂ u + (1−β₂) G²    û = u/(1−β₂ⁿ)
//	θ ← θ − η m̂/(√û + ε)
//
// with one rate η for all: the powers of D in the rates of plain gradient descent have no
// part in it. Weight decay is decoupled (I. Loshchilov & F. Hutter, ICLR 2019,
// arXiv:1711.05101). Fields that are 0 have the values of Kingma & Ba.
type Adam struct {
	Beta1   float64 // β₁ in (0, 1); 0 means 0.9
	Beta2   float64 // β₂ in (0, 1); 0 means 0.999
	Epsilon float64 // ε > 0; 0 means 1e-8
}

// withDefaults returns the settings with the defaults in place of 0.
func (a Adam) withDefaults() Adam {
	if a.Beta1 == 0 {
		a.Beta1 = 0.9
	}
	if a.Beta2 == 0 {
		a.Beta2 = 0.999
	}
	if a.Epsilon == 0 {
		a.Epsilon = 1e-8
	}
	return a
}

// check returns an error for each mistake in the settings, joined, or nil.
func (a Adam) check(single bool) error {
	var mistakes []error
	for _, beta := range []struct {
		name  string
		value float64
	}{{"β₁", a.Beta1}, {"β₂", a.Beta2}} {
		if !(beta.value >= 0 && beta.value < 1) {
			mistakes = append(mistakes, fmt.Errorf("%s of Adam is %v: it must be above 0 and below 1, or 0 for the usual value", beta.name, beta.value))
		}
	}
	switch {
	case single && a.Epsilon != 0 && float32(a.Epsilon) == 0:
		mistakes = append(mistakes, fmt.Errorf("ε of Adam is %v, which is 0 in single precision: take a larger one, or double precision", a.Epsilon))
	case !(a.Epsilon >= 0) || math.IsInf(a.Epsilon, 1):
		mistakes = append(mistakes, fmt.Errorf("ε of Adam is %v: it must be above 0, or 0 for the usual value", a.Epsilon))
	}
	return errors.Join(mistakes...)
}

// factors returns the scalars of step n = 1, 2, … for parameters θ/factor, from directions
// of descent of which −G is scale times.
func (a Adam) factors(n int64, rate, scale, factor float64) kernel.AdamFactors[float64] {
	return kernel.AdamFactors[float64]{
		FirstKept: a.Beta1, FirstGain: -(1 - a.Beta1) * scale,
		SecondKept: a.Beta2, SecondGain: (1 - a.Beta2) * scale * scale,
		Rate:       rate / factor / (1 - math.Pow(a.Beta1, float64(n))),
		Correction: 1 / (1 - math.Pow(a.Beta2, float64(n))),
		Epsilon:    a.Epsilon,
	}
}

// rounded returns the factors in the precision of the weights.
func rounded[T kernel.Float](f kernel.AdamFactors[float64]) kernel.AdamFactors[T] {
	return kernel.AdamFactors[T]{
		FirstKept: T(f.FirstKept), FirstGain: T(f.FirstGain),
		SecondKept: T(f.SecondKept), SecondGain: T(f.SecondGain),
		Rate: T(f.Rate), Correction: T(f.Correction), Epsilon: T(f.Epsilon),
	}
}

// moments are Adam's m and u of a row of parameters.
type moments[T kernel.Float] struct{ first, second []T }

func newMoments[T kernel.Float](size int) moments[T] {
	padded := kernel.Padded(size)
	return moments[T]{make([]T, padded), make([]T, padded)}
}

// adaptive is what Adam keeps of a network's parameters.
type adaptive[T kernel.Float] struct {
	settings         Adam
	encoder, decoder []moments[T] // decoder is empty where the weights are tied
	output           moments[T]   // of c and b, empty where these don't learn
	bias             moments[float64]

	factors kernel.AdamFactors[T] // of the step
}

func newAdaptive[T kernel.Float](c *core[T]) *adaptive[T] {
	a := &adaptive[T]{settings: c.learning.Adam.withDefaults()}
	for range c.encoder {
		a.encoder = append(a.encoder, newMoments[T](c.width))
		if !c.learning.tied() {
			a.decoder = append(a.decoder, newMoments[T](c.width))
		}
	}
	if c.learning.TrainOutputBias {
		a.output = newMoments[T](c.width)
	}
	if c.learning.TrainEncoderBias {
		a.bias = moments[float64]{make([]float64, len(c.encoder)), make([]float64, len(c.encoder))}
	}
	return a
}

// descend moves all parameters by the batch's directions, which add up −D times the
// gradient of each input.
func (a *adaptive[T]) descend(c *core[T], rate, after float64) {
	b, n, scale := c.batch, c.taken+1, 1/(float64(c.batch.size)*c.dim)
	a.factors = rounded[T](a.settings.factors(n, rate, scale, after))
	for k, m := range a.encoder {
		c.kernels.Adam(c.encoder[k], b.encoder[k], m.first, m.second, &a.factors)
	}
	for k, m := range a.decoder {
		c.kernels.Adam(c.decoder[k], b.decoder[k], m.first, m.second, &a.factors)
	}
	biases := a.settings.factors(n, rate, scale, 1)
	if m := a.output; m.first != nil {
		a.factors = rounded[T](biases)
		c.kernels.Adam(c.output, b.output, m.first, m.second, &a.factors)
	}
	a.bias.move(c.bias, b.bias, biases)
}

// move is the kernels' Adam for biases b, which aren't padded.
func (m moments[T]) move(parameters, gradient []T, f kernel.AdamFactors[T]) {
	for i := range m.first {
		g := gradient[i]
		m.first[i] = T(f.FirstKept*m.first[i]) + T(f.FirstGain*g)
		m.second[i] = T(f.SecondKept*m.second[i]) + T(f.SecondGain*g*g)
		parameters[i] -= T(f.Rate*m.first[i]) / (T(math.Sqrt(float64(f.Correction*m.second[i]))) + f.Epsilon)
	}
}

// arrays lists the moments, for saving and restoring.
func (a *adaptive[T]) arrays() []any {
	var arrays []any
	for _, rows := range [][]moments[T]{a.encoder, a.decoder, {a.output}} {
		for _, m := range rows {
			arrays = append(arrays, m.first, m.second)
		}
	}
	return append(arrays, a.bias.first, a.bias.second)
}
