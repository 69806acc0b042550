package rule

import (
	"fmt"
	"strings"
)

// Rule is a learning rule.
type Rule int

const (
	// Vanilla is gradient descent on the reconstruction error.
	Vanilla Rule = iota

	// Truncated is gradient descent in which unit k sees the reconstruction by the
	// units l ≤ k only: δ_k = x − c − Σ_{l≤k} v^l g(λ^l + b^l). It finds the principal
	// components themselves, in order. The output bias c sees all of the reconstruction.
	Truncated

	// Sanger is Sanger's rule (T. D. Sanger, Neural Networks 2 (1989) 459–473) for a
	// linear tied network without biases: with y = W x/√D,
	//
	//	W ← W + (η/D^{3/2}) (y xᵀ − tril(y yᵀ) W)
	Sanger
)

// names are those of the rules in parameters.
var names = [...]string{Vanilla: "vanilla", Truncated: "truncated", Sanger: "sanger"}

// Names returns the names of all rules.
func Names() []string { return append([]string(nil), names[:]...) }

// String returns the rule's name: "vanilla", "truncated" or "sanger".
func (r Rule) String() string {
	if r.Check() != nil {
		return fmt.Sprintf("rule %d", int(r))
	}
	return names[r]
}

// Check returns an error that lists the names where the number is none of a rule.
func (r Rule) Check() error {
	if r < 0 || int(r) >= len(names) {
		return fmt.Errorf("rule %d: there are %s", int(r), strings.Join(names[:], ", "))
	}
	return nil
}

// ByName returns the rule of that name, or an error that lists the names.
func ByName(name string) (Rule, error) {
	for r, known := range names {
		if known == name {
			return Rule(r), nil
		}
	}
	return 0, fmt.Errorf("there is no rule %q; there are %s", name, strings.Join(names[:], ", "))
}
