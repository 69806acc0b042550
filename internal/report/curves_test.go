package report

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// square is a panel of 100 × 100 units for values 0…1.
func square(all ...Series) Panel {
	return Panel{X: Axis{Max: 1}, Y: Axis{Max: 1}, Frame: Frame{Width: 100, Height: 100}, Series: all}
}

func kindOf(v *curvesView) string {
	if v == nil {
		return "nothing"
	}
	text, err := json.Marshal(v.Panels[0].Series)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func TestCurvesKeepWhatIsDrawn(t *testing.T) {
	none := math.NaN()
	for name, test := range map[string]struct {
		panel Panel
		want  string
	}{
		"no series": {square(), "nothing"},
		"digits":    {square(Series{Name: "s", X: []float64{0.123456789}, Y: []float64{1e-7 / 3}}), `[{"name":"s","style":"","color":"","x":[0.12346],"y":[3.3333e-8]}]`},
		"outside and not there": {square(Series{X: []float64{-1, 0, 0.5, none, 1}, Y: []float64{0, 2, 0.5, 0.5, math.Inf(1)}}),
			`[{"name":"","style":"","color":"","x":[0.5],"y":[0.5]}]`},
		"bars where there are some": {square(Series{X: []float64{0, 1}, Y: []float64{0, 1}, Low: []float64{none, 0.9}, High: []float64{none, 1.1}}),
			`[{"name":"","style":"","color":"","x":[0,1],"y":[0,1],"low":[null,0.9],"high":[null,1.1]}]`},
		"too close, but the end": {square(Series{X: []float64{0, 0.001, 0.002, 0.5, 0.501, 0.502}, Y: make([]float64, 6)}),
			`[{"name":"","style":"","color":"","x":[0,0.5,0.502],"y":[0,0,0]}]`},
		"a heat map": {square(Series{X: []float64{0.5, 0.501}, Y: []float64{0, 0}, Value: []float64{2, none}}),
			`[{"name":"","style":"","color":"","x":[0.5],"y":[0],"value":[2]}]`},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, kindOf(newCurves([]Panel{test.panel}))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLogarithmicAxis(t *testing.T) {
	a := Axis{Log: true, Min: 1e-2, Max: 1e2}
	for value, want := range map[float64]float64{1e-2: 0, 1: 0.5, 1e2: 1} {
		if got, ok := a.fraction(value); !ok || math.Abs(got-want) > 1e-12 {
			t.Errorf("%g lies at %g (%t), want %g", value, got, ok, want)
		}
	}
	for _, value := range []float64{0, -1, 1e3, math.NaN()} {
		if _, ok := a.fraction(value); ok {
			t.Errorf("%g is on the axis", value)
		}
	}
}

func TestFiguresKeepAFewPoints(t *testing.T) {
	long := Series{X: make([]float64, 100000), Y: make([]float64, 100000)}
	for i := range long.X {
		long.X[i], long.Y[i] = float64(i)/1e5, float64(i%2)
	}
	v := newCurves([]Panel{square(long)})
	got := v.Panels[0].Series[0].X
	if len(got) != mostKept || got[0] != 0 || got[len(got)-1] != 0.99999 {
		t.Errorf("%d points from %g to %g", len(got), got[0], got[len(got)-1])
	}
	many := make([]Series, 200)
	for i := range many {
		many[i] = long
	}
	if text, err := json.Marshal(newCurves([]Panel{square(many...)})); err != nil || len(text) > 600_000 {
		t.Errorf("200 long series take %d bytes (%v)", len(text), err)
	}
	large := Series{X: make([]float64, mostCells+1), Y: make([]float64, mostCells+1), Value: make([]float64, mostCells+1)}
	if v := newCurves([]Panel{square(large)}); v != nil {
		t.Error("a heat map of too many cells is kept in part")
	}
}
