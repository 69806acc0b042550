package figure

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/plot/vg"
)

// Wherever labels are wanted, none overlaps another, none leaves its bounds and they keep their order; one that has
// room stands where it is wanted.
func TestSpread(t *testing.T) {
	draws := rand.New(rand.NewPCG(3, 5))
	const low, high = vg.Length(-3), vg.Length(100)
	for round := range 500 {
		labels := make([]label, 1+round%20)
		for i := range labels {
			labels[i] = label{text: fmt.Sprint(i), wanted: vg.Length(draws.Float64() * 97), size: vg.Length(4 + 8*draws.Float64())}
		}
		placed := spread(labels, low, high)
		for i, l := range placed {
			if l.at-l.size/2 < low-1e-6 || l.at+l.size/2 > high+1e-6 {
				t.Fatalf("round %d: label %d of %d stands at %g, outside", round, i, len(placed), l.at)
			}
			if i == 0 {
				continue
			}
			before := placed[i-1]
			if l.wanted < before.wanted || l.at-l.size/2 < before.at+before.size/2-1e-6 {
				t.Fatalf("round %d: %+v and %+v overlap", round, before, l)
			}
		}
	}
}

func TestSpreadMovesNoMoreThanItMust(t *testing.T) {
	placed := spread([]label{{wanted: 50, size: 6}, {wanted: 10, size: 6}, {wanted: 52, size: 6}, {wanted: 99, size: 6}}, 0, 100)
	for i, want := range []vg.Length{10, 48, 54, 97} {
		if math.Abs(float64(placed[i].at-want)) > 1e-9 {
			t.Errorf("label %d stands at %g, want %g", i, placed[i].at, want)
		}
	}
	if moved(placed[:1]) || !moved(placed) {
		t.Error("labels that were moved aren't told from those that weren't")
	}
}

// Of labels that don't all fit, the first and the last are kept.
func TestSpreadLeavesOut(t *testing.T) {
	var labels []label
	for i := range 30 {
		labels = append(labels, label{text: fmt.Sprint(i), wanted: vg.Length(i), size: 6})
	}
	placed := spread(labels, 0, 40)
	if len(placed) != 6 || placed[0].text != "0" || placed[5].text != "29" {
		t.Errorf("%d labels, from %q to %q", len(placed), placed[0].text, placed[len(placed)-1].text)
	}
}

func TestNamedTicks(t *testing.T) {
	given := []Tick{{At: 3, Label: "third"}, {At: 1, Label: "first"}, {At: 9, Label: "beyond"}, {At: 2}}
	for _, scale := range []Scale{Linear, Log} {
		a := settle(Axis{Scale: scale, Min: 0.5, Max: 4, Ticks: given}, nil, 100)
		if got := labels(a.ticks); got != "first third" || len(a.ticks) != 3 {
			t.Errorf("%s: ticks %q, %d in all; want those on the axis, in order, and none between", scale, got, len(a.ticks))
		}
	}
}

// Names that would overlap stand on further lines, for which there is room.
func TestNamesThatOverlap(t *testing.T) {
	s := NewStyle()
	panel := func(name string) Panel {
		p := Panel{X: Axis{Label: "network", Min: 0, Max: 4}, Y: Axis{Label: "exponent"}}
		for i := range 4 {
			p.X.Ticks = append(p.X.Ticks, Tick{At: float64(i) + 0.5, Label: name})
		}
		return p
	}
	measured := func(name string) laid {
		b := &Built{Width: SingleColumn, Grid: Grid{Rows: []float64{1}}, Panels: []Panel{panel(name)}}
		return arrange(b, s).panels[0]
	}
	short, long := measured("erf"), measured("ReLU with both biases")
	if short.extraLines(s) != 0 || long.extraLines(s) != 1 {
		t.Errorf("short names need %g further lines, long ones %g; want 0 and 1", short.extraLines(s), long.extraLines(s))
	}
	if want := short.around.bottom + s.SmallSize*tickLine; math.Abs(float64(long.around.bottom-want)) > 1e-9 {
		t.Errorf("long names have a room of %g below, want %g", long.around.bottom, want)
	}
}

// Labels of points stay in the frame, also at its corners.
func TestPointLabelsStayInside(t *testing.T) {
	p := &laid{frame: vg.Rectangle{Min: vg.Point{X: 10, Y: 20}, Max: vg.Point{X: 110, Y: 90}},
		x: axis{low: 0, high: 1}, y: axis{low: 0, high: 1}}
	size := vg.Point{X: 30, Y: 8}
	for _, at := range []vg.Point{{X: 10, Y: 20}, {X: 110, Y: 90}, {X: 60, Y: 89}, {X: 11, Y: 55}} {
		box := p.freest(at, size)
		if !holds(p.frame, box.Min) || !holds(p.frame, box.Max) {
			t.Errorf("the label of %v reaches from %v to %v", at, box.Min, box.Max)
		}
	}
	p.Series = []Series{{Role: Guide, X: []float64{0, 1}, Y: []float64{0, 1}}}
	if box := p.freest(vg.Point{X: 60, Y: 55}, size); p.covered(box) != 0 {
		t.Errorf("the label at %v covers the line, where there is room beside it", box.Min)
	}
}
