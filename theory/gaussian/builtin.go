package gaussian

import "math"

// Tanh returns the hyperbolic tangent, under the name "tanh".
func Tanh() Smooth { return fromJet("tanh", tanhJet) }

// Logistic returns σ(x) = 1/(1+e⁻ˣ), under the name "logistic".
func Logistic() Smooth { return fromJet("logistic", logisticJet) }

// Softplus returns ln(1+eˣ), under the name "softplus".
func Softplus() Smooth { return fromJet("softplus", softplusJet) }

// GELU returns x Φ(x) with Φ the standard normal distribution function (Hendrycks
// & Gimpel 2016, arXiv:1606.08415), under the name "gelu".
func GELU() Smooth { return fromJet("gelu", geluJet) }

// SiLU returns x σ(x) with σ the logistic function, under the name "silu".
func SiLU() Smooth { return fromJet("silu", siluJet) }

func fromJet(name string, all func(float64) Jet) Smooth {
	return Smooth{
		Called:   name,
		Function: func(x float64) float64 { return all(x)[0] },
		First:    func(x float64) float64 { return all(x)[1] },
		All:      all,
	}
}

func tanhJet(x float64) Jet {
	small := math.Exp(-2 * math.Abs(x))
	value := math.Copysign((1-small)/(1+small), x)
	if math.Abs(x) < 0.5 {
		value = math.Tanh(x) // 1 − e⁻²ˣ would cancel
	}
	first := 4 * small / ((1 + small) * (1 + small)) // 1 − tanh² without cancellation
	return Jet{value, first, -2 * value * first, first * (4 - 6*first)}
}

// logisticJet keeps the digits of σ and 1−σ on either side.
func logisticJet(x float64) Jet {
	small := math.Exp(-math.Abs(x))
	value, skew := 1/(1+small), (1-small)/(1+small) // σ(|x|), 2σ(|x|)−1
	first := small * value * value
	if x < 0 {
		value, skew = small*value, -skew
	}
	return Jet{value, first, -first * skew, first * (1 - 6*first)}
}

func softplusJet(x float64) Jet {
	l := logisticJet(x)
	return Jet{max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))), l[0], l[1], l[2]}
}

func geluJet(x float64) Jet {
	below, at := normal(x), density(x)
	return Jet{x * below, below + x*at, (2 - x*x) * at, x * (x*x - 4) * at}
}

func siluJet(x float64) Jet {
	l := logisticJet(x)
	return Jet{x * l[0], l[0] + x*l[1], 2*l[1] + x*l[2], 3*l[2] + x*l[3]}
}
