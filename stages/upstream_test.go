package stages

import (
	"context"
	"math"
	"testing"
)

func TestDimensionInWords(t *testing.T) {
	for want, d := range map[string]Dimension{
		"not known": {}, "1000": {D: 1000}, "∞": {D: math.Inf(1), Levels: true}, "1e+15": {D: 1e15, Levels: true},
	} {
		if d.String() != want || d.Known() != (want != "not known") {
			t.Errorf("%+v is %q, known %t; want %q", d, d, d.Known(), want)
		}
	}
}

// plain is a kind that knows nothing of dimensions, sized one that takes its parameter for one.
type (
	plain struct{}
	sized struct{ plain }
)

func (plain) Name() string                                { return "plain" }
func (plain) Summary() string                             { return "Does nothing." }
func (plain) Defaults(string) any                         { return new(int) }
func (plain) Ports(any) []Port                            { return nil }
func (plain) Validate(any, map[string][]string) []Problem { return nil }
func (plain) Run(context.Context, *Call) error            { return nil }

func (sized) Dimension(parameters any, inputs map[string][]Upstream) Dimension {
	return Dimension{D: float64(parameters.(int) + len(inputs))}
}

func TestDimensionOfAnUpstreamStage(t *testing.T) {
	if d := (Upstream{Kind: plain{}}).Dimension(); d.Known() {
		t.Errorf("a kind that can't tell says %v", d)
	}
	u := Upstream{Kind: sized{}, Parameters: 7, Inputs: map[string][]Upstream{"data": {{Kind: plain{}}}}}
	if d := u.Dimension(); d.D != 8 {
		t.Errorf("dimension %v, want 8", d)
	}
}
