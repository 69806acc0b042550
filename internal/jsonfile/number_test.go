package jsonfile

import (
	"encoding/json"
	"math"
	"testing"
)

func TestNumberRoundTrip(t *testing.T) {
	for text, number := range map[string]Number{
		"1000": 1000, "1000000000000000": 1e15, "0.1": 0.1, `"infinite"`: Number(math.Inf(1)), "-2": -2,
	} {
		got, err := json.Marshal(number)
		if err != nil || string(got) != text {
			t.Errorf("%v is written %s (%v), want %s", float64(number), got, err, text)
		}
		var back Number
		if err := json.Unmarshal([]byte(text), &back); err != nil || back != number {
			t.Errorf("%s is read as %v (%v)", text, float64(back), err)
		}
	}
	for _, text := range []string{`"inf"`, `"12"`, "true", "[1]"} {
		var n Number
		if err := json.Unmarshal([]byte(text), &n); err == nil {
			t.Errorf("%s: no error", text)
		}
	}
	if _, err := json.Marshal(Number(math.NaN())); err == nil {
		t.Error("NaN: no error")
	}
}

func TestNumberString(t *testing.T) {
	for want, n := range map[string]Number{"1000000": 1e6, "infinite": Number(math.Inf(1)), "2.5": 2.5, "1e+30": 1e30} {
		if got := n.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
