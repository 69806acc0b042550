package gaussian

import (
	"fmt"
	"strings"
)

// Activation is an activation function g together with its averages over normal
// pre-activations u. Implementations have no state and are safe for use from
// several goroutines. [Smooth] makes one of g and its first derivatives.
type Activation interface {
	// Name is what parameters call the activation: "erf".
	Name() string

	// Value returns g(x).
	Value(x float64) float64

	// Derivative returns g'(x).
	Derivative(x float64) float64

	// Single returns the averages over one pre-activation.
	Single(law Marginal) Single

	// Pair returns the averages over two pre-activations k and l. It is asked
	// for k = l too, with both variances equal to the covariance.
	Pair(law Joint) Pair
}

// Collective is an activation that computes the averages of all units of a
// network faster together than one by one; [Averages.Compute] uses it where it is
// there. q is the K×K row-major covariance, b the K means or nil.
type Collective interface {
	Averages(dst *Averages, q, b []float64)
}

// Checked is an activation that can be mistaken, such as one that a user has
// filled in: Check says what is wrong with it. Package theory asks before it solves.
type Checked interface {
	Activation
	Check() error
}

// Marginal is the law N(Mean, Variance) of one pre-activation u_k = λ_k + b_k:
// the mean is the bias b_k, the variance Q_kk ≥ 0.
type Marginal struct{ Mean, Variance float64 }

// Joint is the law of two pre-activations u_k and u_l. The covariance matrix of
// the last three numbers is positive semi-definite up to rounding.
type Joint struct {
	MeanK, MeanL         float64 // b_k, b_l
	VarianceK, VarianceL float64 // Q_kk, Q_ll
	Covariance           float64 // Q_kl
}

// exchanged is the law with the names k and l exchanged.
func (j Joint) exchanged() Joint {
	return Joint{MeanK: j.MeanL, MeanL: j.MeanK, VarianceK: j.VarianceL, VarianceL: j.VarianceK, Covariance: j.Covariance}
}

// self is the joint law of a pre-activation with itself.
func self(law Marginal) Joint {
	return Joint{MeanK: law.Mean, MeanL: law.Mean, VarianceK: law.Variance, VarianceL: law.Variance, Covariance: law.Variance}
}

// Single holds the averages over one pre-activation, named as in the paper.
type Single struct {
	Mean float64 // m_k = E g(u_k)
	A    float64 // a_k = E g'(u_k)
	E    float64 // e_k = E g''(u_k)
	F    float64 // f_k = E g'''(u_k)
}

// Pair holds the averages over two pre-activations, named as in the paper.
type Pair struct {
	M   float64 // M_kl = E g(u_k) g(u_l)
	N   float64 // N_kl = E g'(u_k) g'(u_l)
	HKL float64 // H_kl = E g(u_l) g'(u_k)
	HLK float64 // H_lk = E g(u_k) g'(u_l)
	PKL float64 // P_kl = E g(u_l) g''(u_k)
	PLK float64 // P_lk = E g(u_k) g''(u_l)
}

// all returns the activations that have a name of their own, in the order of Names.
func all() []Activation {
	return []Activation{Erf{}, Linear{}, ReLU{}, LeakyReLU(0.01), Tanh(), Logistic(), Softplus(), GELU(), SiLU()}
}

// Names returns the names that ByName knows.
func Names() []string {
	var names []string
	for _, g := range all() {
		names = append(names, g.Name())
	}
	return names
}

// ByName returns the activation of that name, or an error that lists the names
// there are.
func ByName(name string) (Activation, error) {
	for _, g := range all() {
		if g.Name() == name {
			return g, nil
		}
	}
	return nil, fmt.Errorf("there is no activation %q; there are %s", name, strings.Join(Names(), ", "))
}
