package inputs

import (
	"fmt"

	"autoencoder-dynamics/stages"
)

// Set is what is wired to a figure's ports.
type Set struct{ ports map[string][]stages.Input }

// NewSet wraps the inputs of a stage by port.
func NewSet(ports map[string][]stages.Input) Set { return Set{ports} }

// Has reports whether something is wired to the port.
func (s Set) Has(port string) bool { return len(s.ports[port]) > 0 }

// one returns the first input at the port.
func (s Set) one(port string) (stages.Input, error) {
	if !s.Has(port) {
		return stages.Input{}, fmt.Errorf("nothing is wired to %q", port)
	}
	return s.ports[port][0], nil
}

// HasCaveat reports whether an input at the port carries the caveat of that ID.
func (s Set) HasCaveat(port, id string) bool {
	for _, in := range s.ports[port] {
		for _, caveat := range in.Caveats {
			if caveat.ID == id {
				return true
			}
		}
	}
	return false
}

// EmbeddedDefault is the ID of the caveat that says that CIFAR10's moments stood in for its images.
const EmbeddedDefault = "embedded-default"
