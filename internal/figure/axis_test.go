package figure

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
)

func labels(ticks []tick) string {
	var all []string
	for _, t := range ticks {
		if t.label != "" {
			all = append(all, t.label)
		}
	}
	return strings.Join(all, " ")
}

func TestTicks(t *testing.T) {
	for _, test := range []struct {
		name      string
		scale     Scale
		low, high float64
		length    vg.Length
		want      string
	}{
		{"decades", Log, 0.01, 100, 150, "10^{−2} 10^{−1} 10^{0} 10^{1} 10^{2}"},
		{"every second decade where there is no room", Log, 1e-8, 1, 80, "10^{−8} 10^{−6} 10^{−4} 10^{−2} 10^{0}"},
		{"less than a decade", Log, 0.12, 0.26, 120, "0.15 0.20 0.25"},
		{"around one power of ten", Log, 0.03, 0.4, 120, "0.05 0.1 0.2"},
		{"linear", Linear, -0.02, 0.53, 100, "0 0.2 0.4"},
		{"around zero", Linear, -2.2, 2.2, 61, "−2 0 2"},
		{"hundreds", Linear, 0, 610, 100, "0 200 400 600"},
	} {
		a := settle(Axis{Scale: test.scale, Min: test.low, Max: test.high}, nil, test.length)
		if got := labels(a.ticks); got != test.want {
			t.Errorf("%s: labels %q, want %q", test.name, got, test.want)
		}
	}
}

// Whatever the range, there are at least two numbers on the axis, in order and inside.
func TestTicksProperty(t *testing.T) {
	for _, scale := range []Scale{Linear, Log} {
		for decades := 0.01; decades < 20; decades *= 1.3 {
			for low := 3.7e-6; low < 1e5; low *= 37 {
				high := low * math.Pow(10, decades)
				a := settle(Axis{Scale: scale, Min: low, Max: high}, nil, 90)
				numbers, last := 0, math.Inf(-1)
				for _, tick := range a.ticks {
					if place, ok := a.unit(tick.at); !ok || place < -1e-6 || place > 1+1e-6 || tick.at <= last {
						t.Fatalf("%s axis from %g to %g: tick at %g", scale, low, high, tick.at)
					}
					last = tick.at
					if tick.label != "" {
						numbers++
					}
				}
				if numbers < 2 || numbers > 16 {
					t.Errorf("%s axis from %g to %g has %d numbers", scale, low, high, numbers)
				}
			}
		}
	}
}

func TestZeroHasNoPlaceOnALogAxis(t *testing.T) {
	a := settle(Axis{Scale: Log}, []float64{0, 0.1, 10}, 100)
	if _, ok := a.unit(0); ok {
		t.Error("0 has a place on a logarithmic axis")
	}
	if a.low > 0.1 || a.low < 0.05 || a.high < 10 || a.high > 20 {
		t.Errorf("the axis goes from %g to %g", a.low, a.high)
	}
}

func TestSpanIsNeverEmpty(t *testing.T) {
	for _, values := range [][]float64{nil, {1}, {0, 0}, {math.NaN()}, {-3, -3}} {
		for _, scale := range []Scale{Linear, Log} {
			if low, high := span(scale, values); !(low < high) || (scale == Log && low <= 0) {
				t.Errorf("%s span of %v is %g … %g", scale, values, low, high)
			}
		}
	}
}

func TestNumber(t *testing.T) {
	for _, test := range []struct {
		x      float64
		digits int
		want   string
	}{
		{0, 3, "0"}, {1, 3, "1"}, {-0.5, 2, "−0.5"}, {1000, 2, "1000"}, {2.4e-7, 2, "2.4·10^{−7}"},
		{1e6, 3, "10^{6}"}, {30.188, 3, "30.2"}, {0.0123, 2, "0.012"}, {9.95e-5, 2, "10^{−4}"}, {0.000999, 1, "0.001"}, {99996, 4, "10^{5}"},
	} {
		if got := Number(test.x, test.digits); got != test.want {
			t.Errorf("Number(%g, %d) = %q, want %q", test.x, test.digits, got, test.want)
		}
	}
}
