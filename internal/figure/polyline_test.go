package figure

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/plot/vg"
)

// A smoothed line goes through its points and between two of them stays between them: a plateau stays one.
func TestSmooth(t *testing.T) {
	line := []vg.Point{{X: 0, Y: 10}, {X: 5, Y: 10}, {X: 9, Y: 2}, {X: 20, Y: 1}, {X: 30, Y: 1}}
	curve := smooth(line)
	for _, p := range line {
		if !slices.Contains(curve, p) {
			t.Errorf("the curve misses %v", p)
		}
	}
	for i := 1; i < len(curve); i++ {
		if curve[i].Y > curve[i-1].Y+1e-9 {
			t.Errorf("a falling line rises from %v to %v", curve[i-1], curve[i])
		}
	}
	back := []vg.Point{{X: 0}, {X: 5, Y: 1}, {X: 3, Y: 2}}
	if !slices.Equal(smooth(back), back) {
		t.Error("a line that goes back was changed")
	}
}

// What is left out lies within the tolerance of what is left.
func TestSimplified(t *testing.T) {
	var line []vg.Point
	for x := 0.0; x < 100; x += 0.25 {
		line = append(line, vg.Point{X: vg.Length(x), Y: vg.Length(20 * math.Tanh((x-50)/5))})
	}
	short := simplified(line)
	if len(short) > len(line)/3 || short[0] != line[0] || short[len(short)-1] != line[len(line)-1] {
		t.Errorf("%d points of %d are left", len(short), len(line))
	}
	for _, p := range line {
		nearest := math.Inf(1)
		for i := 1; i < len(short); i++ {
			nearest = min(nearest, offset(p, short[i-1], short[i]))
		}
		if nearest > 0.021 {
			t.Errorf("%v is %g from the line", p, nearest)
		}
	}
}
