package report

import (
	"math"
	"testing"
)

func TestNumber(t *testing.T) {
	for _, test := range []struct {
		x    float64
		want string
	}{
		{0, "0"}, {4, "4"}, {0.018, "0.018"}, {-0.5, "−0.5"}, {97.26, "97.3"}, {1234.4, "1234"},
		{1.234e7, "1.23·10⁷"}, {-2.5e-12, "−2.5·10⁻¹²"}, {math.NaN(), "not a number"},
		{math.Inf(1), "∞"}, {math.Inf(-1), "−∞"}, {999.9, "1000"}, {99949, "99949"}, {99999.9, "10⁵"}, {0.00123, "0.00123"}, {1e-4, "10⁻⁴"}, {1e-7, "10⁻⁷"},
	} {
		if got := number(test.x); got != test.want {
			t.Errorf("number(%g) = %q, want %q", test.x, got, test.want)
		}
	}
}

func TestAnchorsAreUnique(t *testing.T) {
	ids := newAnchors()
	seen := map[string]bool{}
	for _, name := range []string{"a b", "a-b", "a/b", "a-b-2", "", "λ"} {
		id := ids.of("figure", name)
		if seen[id] {
			t.Errorf("%q has the identifier %q of another", name, id)
		}
		seen[id] = true
	}
}

func TestMatrixMarksDifferences(t *testing.T) {
	m := newMatrix([]StageParameters{
		{Stage: "ode", Values: []Value{{"activation", "erf"}, {"hidden", "4"}}},
		{Stage: "sgd", Values: []Value{{"activation", "erf"}, {"hidden", "8"}, {"replicas", "5"}}},
	})
	want := map[string]bool{"activation": false, "hidden": true, "replicas": true}
	for _, row := range m.Rows {
		if row.Differ != want[row.Key] || len(row.Values) != 2 {
			t.Errorf("row %+v", row)
		}
	}
}

func TestScreenSizeOfNothing(t *testing.T) {
	for _, size := range [][2]float64{{0, 2}, {math.NaN(), 1}, {math.Inf(1), 1}, {-1, 1}} {
		if w, h := screenSize(size[0], size[1]); w != 0 || h != 0 {
			t.Errorf("%v inches: %d×%d pixels", size, w, h)
		}
	}
}
