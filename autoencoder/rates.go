package autoencoder

import "math"

// rates are the learning rates of the parts of a network for η = 1. What they multiply is
//
//	decoder  g(u_k) δ                      u_k = λ^k + b_k
//	encoder  (v^k·δ) g'(u_k) x/√D
//	bias     (v^k·δ) g'(u_k)
//	output   δ
//
// with a row of tied weights learning through both of the first two.
type rates struct{ decoder, encoder, bias, output float64 }

// newRates returns the rates of plain gradient descent, 0 of what doesn't learn.
func newRates(l Learning, dim float64) rates {
	r := rates{decoder: 1 / dim, encoder: 1 / (dim * dim)}
	if l.tied() {
		r.decoder = 1 / (dim * math.Sqrt(dim))
		r.encoder = r.decoder
	}
	if l.Rule == Sanger {
		r.encoder = 0
	}
	if l.TrainEncoderBias {
		r.bias = 1 / (dim * dim)
	}
	if l.TrainOutputBias {
		r.output = 1 / dim
	}
	return r
}
