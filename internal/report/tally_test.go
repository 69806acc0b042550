package report

import "testing"

func TestTally(t *testing.T) {
	for _, test := range []struct {
		tally                  tally
		short, sentence, class string
	}{
		{tally{}, "not measured", "No figure states a claim yet.", "open"},
		{tally{Holding: 2}, "2 of 2", "2 of 2 claims hold.", "holds"},
		{tally{Holding: 2, Failing: 1}, "2 of 3", "2 of 3 claims hold.", "fails"},
		{tally{Holding: 2, Open: 1}, "2 of 2", "2 of 2 measured claims hold; 1 claim could not be measured by this run.", "holds"},
		{tally{Holding: 2, Contradicted: 1}, "2 of 3", "2 of 3 claims hold; what was measured contradicts 1: a finding.", "finding"},
		{tally{Open: 2}, "not measured", "None of the 2 claims could be measured by this run.", "open"},
	} {
		if got := test.tally.Short(); got != test.short {
			t.Errorf("%+v: %q, want %q", test.tally, got, test.short)
		}
		if got := test.tally.Sentence(); got != test.sentence {
			t.Errorf("%+v: %q, want %q", test.tally, got, test.sentence)
		}
		if got := test.tally.Class(); got != test.class {
			t.Errorf("%+v: class %q, want %q", test.tally, got, test.class)
		}
	}
	if got := (tally{Holding: 2, Failing: 1, Open: 1}).Long(); got != "2 of 3 hold, 1 not measured" {
		t.Errorf("long: %q", got)
	}
}
