package stages

import (
	"fmt"
	"path/filepath"
)

// OutputPath returns the absolute path at which the stage writes the output of that name.
func (c *Call) OutputPath(name string) string {
	return filepath.Join(c.OutputDir, filepath.FromSlash(name))
}

// Input returns the only input at a port; ok is false where none is wired to it.
func (c *Call) Input(port string) (in Input, ok bool) {
	if len(c.Inputs[port]) == 0 {
		return Input{}, false
	}
	return c.Inputs[port][0], true
}

// Path returns where the input's file of that name lies, or an error that names
// the stage and what it has.
func (in Input) Path(name string) (string, error) {
	if path, ok := in.Files[name]; ok {
		return path, nil
	}
	return "", fmt.Errorf("stage %s (%s) has no output %s", in.Stage, in.Kind, name)
}

// Has reports whether the input has a file of that name.
func (in Input) Has(name string) bool { _, ok := in.Files[name]; return ok }

// Caveats returns the caveats of all inputs, each once, in the order of ports and inputs.
func (c *Call) Caveats(ports []Port) []Caveat {
	var lists [][]Caveat
	for _, port := range ports {
		for _, in := range c.Inputs[port.Name] {
			lists = append(lists, in.Caveats)
		}
	}
	return UniqueCaveats(lists...)
}

// UniqueCaveats returns the caveats of all lists, each once, in order.
func UniqueCaveats(lists ...[]Caveat) []Caveat {
	var all []Caveat
	seen := map[string]bool{}
	for _, list := range lists {
		for _, caveat := range list {
			if !seen[caveat.ID] {
				seen[caveat.ID] = true
				all = append(all, caveat)
			}
		}
	}
	return all
}
