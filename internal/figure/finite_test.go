package figure

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/plot/vg"
)

// onePanel is a figure of one panel with one series.
func onePanel(series Series, change func(*Built)) *Built {
	series.Name, series.Role = "a", Theory
	b := &Built{Name: "one", Title: "t", Caption: "c.", Alt: "a", Width: SingleColumn, Grid: Grid{Rows: []float64{1}},
		Panels: []Panel{{X: Axis{Label: "x"}, Y: Axis{Label: "y"}, Series: []Series{series}}}}
	if change != nil {
		change(b)
	}
	return b
}

// What isn't finite anywhere in a figure is a mistake that says where it is.
func TestCheckRefusesWhatIsNotFinite(t *testing.T) {
	nan, infinity := math.NaN(), math.Inf(1)
	ok := Series{X: []float64{1, 2}, Y: []float64{1, 2}}
	heat := func(low, high, value float64) func(*Built) {
		return func(b *Built) {
			b.Panels[0].Heat = &Heatmap{Name: "h", X: []float64{0, 1}, Y: []float64{0, 1}, Values: [][]float64{{value}}, Low: low, High: high}
		}
	}
	for want, b := range map[string]*Built{
		"":                                 onePanel(ok, heat(0, 1, nan)), // an empty cell
		"point 2 can't be drawn, where x":  onePanel(Series{X: []float64{1, nan}, Y: []float64{1, 2}}, nil),
		"point 1 can't be drawn, where y":  onePanel(Series{X: []float64{1, 2}, Y: []float64{-infinity, 2}}, nil),
		"where y is 1e+308":                onePanel(Series{X: []float64{1, 2}, Y: []float64{1, 1e308}}, nil),
		"where the lower end is NaN":       onePanel(Series{X: []float64{1}, Y: []float64{1}, Low: []float64{nan}, High: []float64{2}}, nil),
		"where the upper end is +Inf":      onePanel(Series{X: []float64{1}, Y: []float64{1}, Low: []float64{0}, High: []float64{infinity}}, nil),
		`the reference line "r" is at NaN`: onePanel(ok, func(b *Built) { b.Panels[0].References = []Reference{{At: nan, Label: "r"}} }),
		"the y axis goes from 0 to +Inf":   onePanel(ok, func(b *Built) { b.Panels[0].Y.Max = infinity }),
		"the x axis goes from NaN to 1":    onePanel(ok, func(b *Built) { b.Panels[0].X.Min, b.Panels[0].X.Max = nan, 1 }),
		"is infinite":                      onePanel(ok, heat(0, 1, infinity)),
		"the colour scale goes from":       onePanel(ok, heat(nan, 1, 1)),
		"speaks of what isn't a number":    onePanel(ok, func(b *Built) { b.Caption = "It ends at *t* = NaN, and" }),
		"ends at −Inf %":                   onePanel(ok, func(b *Built) { b.Claims = []Claim{{Claim: "x", Pass: true, Detail: "ends at −Inf %"}} }),
		"passes, and nothing was measured": onePanel(ok, func(b *Built) { b.Claims = []Claim{{Claim: "x", Pass: true, Measured: nan, Detail: "d"}} }),
		"no detail says why":               onePanel(ok, func(b *Built) { b.Claims = []Claim{{Claim: "x", Measured: infinity}} }),
		"exponents.csv has -Inf in row 1":  onePanel(ok, func(b *Built) { b.Tables.Exponents = []Exponent{{Measured: -infinity}} }),
		"deviations.csv has +Inf in row 2": onePanel(ok, func(b *Built) { b.Tables.Deviations = []Deviation{{}, {Largest: infinity}} }),
	} {
		err := Check(b, NewStyle())
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("error %v, want one with %q", err, want)
		}
		if _, rendered := Render(b, NewStyle(), "svg"); (rendered == nil) != (want == "") {
			t.Errorf("%q: rendering says %v", want, rendered)
		}
	}
	if b := onePanel(ok, func(b *Built) { b.Caption = "Infinite D, NaNs and Info" }); Check(b, NewStyle()) != nil {
		t.Errorf("words that only begin like it: %v", Check(b, NewStyle()))
	}
}

// Whatever finite numbers are drawn, the picture is made, soon, and there is no number in it that isn't one.
func TestEveryFiniteRangeIsDrawn(t *testing.T) {
	for name, y := range map[string][]float64{
		"one ulp apart":           {1, math.Nextafter(1, 2)},
		"one ulp apart, large":    {1e300, math.Nextafter(1e300, 0)},
		"one point":               {3},
		"none":                    {},
		"zero range":              {-2, -2, -2},
		"all zero":                {0, 0},
		"600 decades":             {1e-300, 1e300},
		"both ends of the range":  {-1e300, 1e300},
		"subnormal":               {5e-324, 1e-320},
		"subnormal to large":      {5e-324, 1e300},
		"zeros and negative ones": {0, -1, 2, -1e-300},
		"all negative":            {-3, -2},
	} {
		x := make([]float64, len(y))
		for i := range x {
			x[i] = float64(i + 1)
		}
		for _, scale := range []Scale{Linear, Log} {
			for _, fixed := range []bool{false, true} {
				b := onePanel(Series{X: x, Y: y, Low: y, High: y}, func(b *Built) {
					b.Panels[0].Y.Scale = scale
					if fixed { // far points are cut off
						b.Panels[0].Y.Min, b.Panels[0].Y.Max = 0.5, 1.5
					}
				})
				done := make(chan struct{})
				go func() {
					defer close(done)
					picture, err := Render(b, NewStyle(), "svg")
					if err != nil || bytes.Contains(picture, []byte("NaN")) || bytes.Contains(picture, []byte("Inf")) {
						t.Errorf("%s, %s axis, fixed %v: %v, or what isn't a number in the picture", name, scale, fixed, err)
					}
				}()
				select {
				case <-done:
				case <-time.After(20 * time.Second):
					t.Fatalf("%s, %s axis, fixed %v: drawing doesn't end", name, scale, fixed)
				}
			}
		}
	}
}

// Ticks that a number can't tell apart aren't sought for ever.
func TestTicksOfANarrowRange(t *testing.T) {
	for _, low := range []float64{1, 1e9, -1e300, 1e-300} {
		if ticks := linearTicks(low, math.Nextafter(low, math.Inf(1)), vg.Length(100)); len(ticks) > mostTicks {
			t.Errorf("%d ticks", len(ticks))
		}
	}
}

// A claim on nothing fails, and says that there was nothing.
func TestClaimsOnNothing(t *testing.T) {
	for _, measured := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		for _, claim := range []Claim{
			AtMost("c", measured, 1, ""), AtLeast("c", measured, 1, "d"), Between("c", measured, math.Inf(-1), math.Inf(1), "d"),
		} {
			if claim.Pass || claim.Unmeasured || !strings.Contains(claim.Detail, "nothing to measure") {
				t.Errorf("%v: %+v", measured, claim)
			}
		}
	}
	if claim := AtMost("c", 1, 1, "d"); !claim.Pass || claim.Detail != "d" {
		t.Errorf("%+v", claim)
	}
}

// What a logarithmic axis has no place for is counted in the caption; the start of a run isn't.
func TestWhatIsLeftOutIsSaid(t *testing.T) {
	b := onePanel(Series{X: []float64{0, 1, 2, 3}, Y: []float64{1, 0, -1, 2}}, func(b *Built) {
		b.Panels[0].X.Scale, b.Panels[0].Y.Scale = Log, Log
		b.Panels[0].References = []Reference{{At: 0, Label: "E"}, {At: -1, Label: "v", Vertical: true}, {At: 1, Label: "seen"}}
	})
	b.SayWhatIsLeftOut()
	const want = "c. Not shown, because they are not above 0 and the axis is logarithmic: 2 of the 4 points of “a” in (a); the line “E” in (a); the line “v” in (a)."
	if b.Caption != want {
		t.Errorf("caption %q, want %q", b.Caption, want)
	}
	for name, b := range map[string]*Built{
		"a start":      onePanel(Series{X: []float64{0, 1}, Y: []float64{1, 2}}, func(b *Built) { b.Panels[0].X.Scale = Log }),
		"linear axes":  onePanel(Series{X: []float64{-1, 0}, Y: []float64{0, -2}}, nil),
		"an empty bin": onePanel(Series{X: []float64{1}, Y: []float64{0}}, func(b *Built) { b.Panels[0].Y.Scale, b.Panels[0].Series[0].Role = Log, Histogram }),
	} {
		if b.SayWhatIsLeftOut(); b.Caption != "c." {
			t.Errorf("%s: caption %q", name, b.Caption)
		}
	}
	late := onePanel(Series{X: []float64{1, 0}, Y: []float64{1, 2}}, func(b *Built) { b.Panels[0].X.Scale = Log })
	if late.SayWhatIsLeftOut(); !strings.Contains(late.Caption, "1 of the 2 points") {
		t.Errorf("a zero that isn't the start: %q", late.Caption)
	}
}
