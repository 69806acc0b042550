package gaussian

import (
	"fmt"
	"strings"
)

// Activation is an activation function g together with its averages over normal
// pre-activations. Implementations have no state and are safe for use from
// several goroutines.
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

// Marginal is the law N(0, Variance) of one pre-activation λ_k; Variance is Q_kk ≥ 0.
type Marginal struct{ Variance float64 }

// Joint is the law of two pre-activations λ_k and λ_l of mean zero. The
// covariance matrix of the three numbers is positive semi-definite.
type Joint struct {
	VarianceK  float64 // Q_kk
	VarianceL  float64 // Q_ll
	Covariance float64 // Q_kl
}

// Single holds the averages over one pre-activation, named as in the paper.
type Single struct {
	A float64 // a_k = E g'(λ_k)
	F float64 // f_k = E g'''(λ_k)
}

// Pair holds the averages over two pre-activations, named as in the paper.
type Pair struct {
	M   float64 // M_kl = E g(λ_k) g(λ_l)
	N   float64 // N_kl = E g'(λ_k) g'(λ_l)
	PKL float64 // P_kl = E g(λ_l) g''(λ_k)
	PLK float64 // P_lk = E g(λ_k) g''(λ_l)
}

// all returns the activations that this version has, in the order of Names.
func all() []Activation { return []Activation{Erf{}, Linear{}} }

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
	return nil, fmt.Errorf("activation %q isn't built in this version; there are %s", name, strings.Join(Names(), ", "))
}
