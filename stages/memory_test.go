package stages_test

import (
	"math"
	"testing"

	"autoencoder-dynamics/stages"
)

func TestMemoryAddsUp(t *testing.T) {
	var m stages.Memory
	m.Add("images", 10, 1024, 4)
	m.Add("weights (hidden)", 2, 3, 8)
	m.Add("nothing", 5, 0)
	if m.Bytes != 40960+48 || m.Mostly() != "images" {
		t.Errorf("%+v", m)
	}
	m.Add("more than there is", math.MaxInt, math.MaxInt, 8)
	m.Add("and again", math.MaxInt, 8)
	if m.Bytes != 1<<60 || m.Mostly() != "more than there is" {
		t.Errorf("%+v", m)
	}
}

func TestNothingIsMostOfIt(t *testing.T) {
	var m stages.Memory
	for _, part := range []string{"a", "b", "c"} {
		m.Add(part, 100)
	}
	if got := m.Mostly(); got != "" {
		t.Errorf("a third is said to be most of it: %q", got)
	}
}

func TestLargerMemory(t *testing.T) {
	var first, second stages.Memory
	first.Add("reading", 3)
	second.Add("writing", 2)
	if got := first.Larger(second); got != first {
		t.Errorf("%+v", got)
	}
	if got := second.Larger(first); got != first {
		t.Errorf("%+v", got)
	}
}
