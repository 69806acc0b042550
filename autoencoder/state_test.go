package autoencoder

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/theory/gaussian"
)

// A state that is refused, if only for the sampler's part, changes nothing.
func TestUnmarshalRefusesOtherStates(t *testing.T) {
	plain := combination{Learning: Learning{Activation: gaussian.Erf{}, LearningRate: 1, Precision: Double}}
	state := func(hidden int, change func(*combination)) []byte {
		c := plain
		change(&c)
		state, err := runTo(t, c.problem(t, hidden), 3).MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		return state
	}
	good := state(4, func(*combination) {})
	factor := slices.Clone(good)
	clear(factor[bytes.IndexByte(factor, '\n')+1+8*4+6+8:][:8]) // the common factor becomes 0
	simulator := runTo(t, plain.problem(t, 4), 7)
	before := must[[]byte](t)(simulator.MarshalBinary())
	for _, c := range []struct {
		want  string
		state []byte
	}{
		{"isn't one of a simulator", nil},
		{"isn't one of a simulator", []byte("hello")},
		{"cut off", good[:30]},
		{"cut off", good[:len(good)/2]},
		{"state of normals", good[:len(good)-20]}, // of a network that could be restored
		{"5×20 weights at D = 20, not 4×20", state(5, func(*combination) {})},
		{"32 bits, not 64", state(4, func(c *combination) { c.Precision = Single })},
		{"tied otherwise", state(4, func(c *combination) { c.Tied = true })},
		{"other biases", state(4, func(c *combination) { c.TrainOutputBias = true })},
		{"without Adam", state(4, func(c *combination) { c.Adam = &Adam{} })},
		{"factor 0", factor},
	} {
		err := simulator.UnmarshalBinary(c.state)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want one with %q", err, c.want)
		}
		if !bytes.Equal(must[[]byte](t)(simulator.MarshalBinary()), before) {
			t.Errorf("%v: but the simulator has changed", err)
		}
	}
}
