package main

import (
	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/memory"
)

// limitMemory finds out how much memory this process may take, has Go's runtime keep to
// it, and returns what the stages may hold together.
func (s *session) limitMemory() engine.Memory {
	limit := memory.Find()
	if given := s.settings.Memory; given > 0 {
		limit = memory.Given(given, s.settings.Origin("memory"))
	}
	if !limit.Known() {
		return engine.Memory{}
	}
	if s.variable("GOMEMLIMIT") == "" {
		limit.Hold()
	}
	return engine.Memory{Room: limit.Room(), Limit: limit.String(), Enough: limit.Enough}
}
