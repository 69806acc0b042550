package ode

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/theory"
)

// A flow that leaves the numbers ends in an error that says when and why, and writes nothing.
func TestFlowsThatLeaveTheNumbers(t *testing.T) {
	for name, change := range map[string]func(*Parameters){
		"huge start":        func(p *Parameters) { p.Init = &setup.Init{Scale: 1e200} },
		"huge linear start": func(p *Parameters) { p.Activation, p.Init = "linear", &setup.Init{Scale: 1e100} },
		"huge bias":         func(p *Parameters) { p.Activation, p.EncoderBias.Init = "relu", 1e200 },
	} {
		call := newCall(t, diagonal(), change)
		err := (Kind{}).Run(t.Context(), call)
		if err == nil || !strings.Contains(err.Error(), "at t = 0 is ") || !strings.Contains(err.Error(), "too large for float64") {
			t.Errorf("%s: %v", name, err)
		}
		if left, _ := os.ReadDir(call.OutputDir); len(left) > 0 {
			t.Errorf("%s: %d outputs are left", name, len(left))
		}
	}
}

// What was learnt at no time that there is, isn't written.
func TestLearningTimesAreFinite(t *testing.T) {
	h := &history{modes: []mode{{component: 3, eigenvalue: 2}}, times: []float64{0}, overlaps: [][]float64{{1}}}
	for _, wrong := range []float64{math.NaN(), math.Inf(1)} {
		path := filepath.Join(t.TempDir(), "learning.csv")
		err := h.writeLearning(path, []theory.LearningTime{{Component: 3, Learnt: true, Time: wrong}})
		if err == nil || !strings.Contains(err.Error(), "component 3") || !strings.Contains(err.Error(), path) {
			t.Errorf("error %v", err)
		}
	}
	path := filepath.Join(t.TempDir(), "learning.csv")
	if err := h.writeLearning(path, []theory.LearningTime{{Component: 3, Time: math.NaN()}}); err != nil {
		t.Error(err)
	}
}
