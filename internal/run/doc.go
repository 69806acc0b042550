// Package run describes a learning curve to whoever reads it: by theory or by
// simulation, of which network, on which inputs, at which settings.
//
// The stages ode and sgd write it beside their curves as run.json; figures and
// the report read it for labels, captions and the PCA errors that they draw. The
// package does nothing but hold, write and read these facts.
package run
