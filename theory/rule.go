package theory

import "autoencoder-dynamics/theory/rule"

// Rule is a learning rule; see package rule.
type Rule = rule.Rule

// The learning rules.
const (
	Vanilla   = rule.Vanilla
	Truncated = rule.Truncated
	Sanger    = rule.Sanger
)

// RuleByName returns the rule of that name, "vanilla", "truncated" or "sanger", or an error
// that lists the names.
func RuleByName(name string) (Rule, error) { return rule.ByName(name) }
