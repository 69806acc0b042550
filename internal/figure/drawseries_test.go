package figure

import (
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
