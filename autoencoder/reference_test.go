package autoencoder

import (
	"math"

	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// reference is every learning rule written out plainly: one formula a line, in double
// precision, nothing shared with what it tests.
type reference struct {
	Learning
	w            order.Weights
	steps        int
	first, other map[*float64]float64 // Adam's moments of each parameter
}

func newReference(l Learning, w order.Weights) *reference {
	w = w.Clone()
	if w.B == nil && l.TrainEncoderBias {
		w.B = make([]float64, w.Hidden)
	}
	if w.C == nil && l.TrainOutputBias {
		w.C = make([]float64, w.Dim)
	}
	return &reference{Learning: l, w: w, first: map[*float64]float64{}, other: map[*float64]float64{}}
}

// descent returns what one input adds to the directions of descent of ‖δ‖²/2: for gradient
// descent exactly that, for the other rules what they put in its place.
func (r *reference) descent(x []float64) order.Weights {
	w, root := r.w, math.Sqrt(float64(r.w.Dim))
	d := order.NewWeights(w.Hidden, w.Dim)
	d.B = make([]float64, w.Hidden)
	residual := append([]float64(nil), x...) // that of the units subtracted so far
	if w.C != nil {
		floats.Sub(residual, w.C)
	}
	value, slope := make([]float64, w.Hidden), make([]float64, w.Hidden)
	for k := range w.Hidden {
		u := floats.Dot(w.Encoder(k), x) / root
		if w.B != nil {
			u += w.B[k]
		}
		value[k], slope[k] = r.Activation.Value(u), r.Activation.Derivative(u)
	}
	seen := make([][]float64, w.Hidden) // δ_k
	for k := range w.Hidden {
		floats.AddScaled(residual, -value[k], w.Decoder(k))
		seen[k] = append([]float64(nil), residual...)
	}
	for k := range w.Hidden {
		if r.Rule == Vanilla {
			seen[k] = residual
		}
		floats.AddScaled(d.Decoder(k), value[k], seen[k])
		if r.Rule == Sanger {
			continue
		}
		d.B[k] = floats.Dot(w.Decoder(k), seen[k]) * slope[k]
		floats.AddScaled(d.Encoder(k), d.B[k]/root, x)
	}
	d.C = residual
	return d
}

// step learns from a batch.
func (r *reference) step(batch ...[]float64) {
	w, dim := r.w, float64(r.w.Dim)
	var mean order.Weights
	for i, x := range batch {
		d := r.descent(x)
		if i == 0 {
			mean = d
			continue
		}
		for j, sum := range [][]float64{mean.W, mean.V, mean.B, mean.C} {
			floats.Add(sum, [][]float64{d.W, d.V, d.B, d.C}[j])
		}
	}
	for _, sum := range [][]float64{mean.W, mean.V, mean.B, mean.C} {
		floats.Scale(1/float64(len(batch)), sum)
	}
	decoder, encoder := 1/dim, 1/(dim*dim)
	if r.Tied || r.Rule == Sanger {
		floats.Add(mean.V, mean.W)
		copy(mean.W, mean.V)
		decoder, encoder = math.Pow(dim, -1.5), math.Pow(dim, -1.5)
	}
	eta := r.LearningRate
	if r.Schedule.Power > 0 {
		eta *= math.Pow(1+float64(r.steps)/dim/r.Schedule.Onset, -r.Schedule.Power)
	}
	r.steps++
	for _, weights := range [][]float64{w.W, w.V} {
		floats.Scale(1-r.WeightDecay/dim, weights)
	}
	r.move(w.W, mean.W, eta, encoder)
	r.move(w.V, mean.V, eta, decoder)
	if r.TrainEncoderBias {
		r.move(w.B, mean.B, eta, 1/(dim*dim))
	}
	if r.TrainOutputBias {
		r.move(w.C, mean.C, eta, 1/dim)
	}
}

// move moves parameters down the direction at η times the rate, or by Adam.
func (r *reference) move(parameters, descent []float64, eta, rate float64) {
	if r.Adam == nil {
		floats.AddScaled(parameters, eta*rate, descent)
		return
	}
	n := float64(r.steps)
	for i := range parameters {
		p, gradient := &parameters[i], -descent[i]/float64(r.w.Dim)
		r.first[p] = r.Adam.Beta1*r.first[p] + (1-r.Adam.Beta1)*gradient
		r.other[p] = r.Adam.Beta2*r.other[p] + (1-r.Adam.Beta2)*gradient*gradient
		mean, square := r.first[p]/(1-math.Pow(r.Adam.Beta1, n)), r.other[p]/(1-math.Pow(r.Adam.Beta2, n))
		*p -= eta * mean / (math.Sqrt(square) + r.Adam.Epsilon)
	}
}
