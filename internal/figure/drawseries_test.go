package figure

import (
	"fmt"
	"slices"
	"testing"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Of markers that crowd, those a gap apart are drawn, and always the last.
func TestTheLastMarkerIsDrawn(t *testing.T) {
	frame := vg.Rectangle{Max: vg.Point{X: 100, Y: 100}}
	p := &laid{frame: frame, x: axis{low: 0, high: 100}, y: axis{low: 0, high: 100}}
	c := draw.Canvas{Rectangle: frame}
	for _, test := range []struct{ x, want []float64 }{
		{[]float64{0, 5, 9, 20, 23}, []float64{0, 9, 23}},
		{[]float64{0, 5, 9, 20, 30}, []float64{0, 9, 20, 30}},
		{[]float64{0, 9, 12, 200}, []float64{0, 12}}, // the last one within the frame
		{[]float64{0, 3}, []float64{0, 3}},
		{[]float64{7}, []float64{7}},
		{nil, nil},
	} {
		series := Series{X: test.x, Y: make([]float64, len(test.x))}
		for i := range series.Y {
			series.Y[i] = 50
		}
		var got []float64
		for _, m := range p.shown(c, series, 8) {
			got = append(got, series.X[m.point])
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("of %v, %v are drawn; want %v", test.x, got, test.want)
		}
	}
	steep := Series{X: []float64{0, 2, 4}, Y: []float64{0, 50, 100}}
	for dense, want := range map[bool]int{false: 3, true: 2} {
		steep.Dense = dense
		if got := len(p.shown(c, steep, 4)); got != want {
			t.Errorf("dense %v: %d of 3 points on a steep fall are drawn, want %d", dense, got, want)
		}
	}
}

// Lines are broken in ways that differ from each other and from references; a way that there isn't is a mistake.
func TestDashes(t *testing.T) {
	seen := map[string]bool{fmt.Sprint(markOf(Guide).dash): true, fmt.Sprint(markOf(Theory).dash): true}
	for k := range Dashes + 1 {
		look := lookOf(NewStyle(), Theory, "", false).dashed(k)
		if key := fmt.Sprint(look.dash); seen[key] != (k == 0) {
			t.Errorf("dash %d is %s", k, key)
		} else {
			seen[key] = true
		}
	}
	for dash, problems := range map[int]int{-1: 1, 0: 0, Dashes: 0, Dashes + 1: 1} {
		if got := checkDash("panel 1", dash); len(got) != problems {
			t.Errorf("dash %d: %v", dash, got)
		}
	}
}
