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
		return stages.Input{}, nothingWired(port)
	}
	return s.ports[port][0], nil
}

// nothingWired is the error of a port without inputs.
func nothingWired(port string) error {
	return fmt.Errorf("nothing is wired to %q: name the stages for it in needs.%s", port, port)
}

// CaveatText returns what the caveat of that ID says of an input at the port, its label and its text, or "" where none has it.
func (s Set) CaveatText(port, id string) string {
	for _, in := range s.ports[port] {
		for _, caveat := range in.Caveats {
			if caveat.ID == id {
				return caveat.Label + "\n" + caveat.Text
			}
		}
	}
	return ""
}

// HasCaveat reports whether an input at the port carries the caveat of that ID.
func (s Set) HasCaveat(port, id string) bool {
	return s.CaveatText(port, id) != ""
}

// The IDs of the caveats on CIFAR10 that captions speak of.
const (
	EmbeddedDefault   = "embedded-default"   // its moments stood in for its images
	UnofficialArchive = "unofficial-archive" // the images aren't those of the official archive
)
