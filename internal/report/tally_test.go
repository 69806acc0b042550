package report

import "testing"

func TestTally(t *testing.T) {
	for _, test := range []struct {
		tally                  tally
		short, sentence, class string
	}{
		{tally{}, "0 of 0", "No figure states a claim yet.", "open"},
		{tally{Holding: 2}, "2 of 2", "2 of 2 claims hold.", "holds"},
		{tally{Holding: 2, Failing: 1}, "2 of 3", "2 of 3 claims hold; 1 fails.", "fails"},
		{tally{Failing: 2}, "0 of 2", "0 of 2 claims hold; 2 fail.", "fails"},
		{tally{Holding: 2, Open: 1}, "2 of 3", "2 of 3 claims hold; 1 not measured.", "holds"},
		{tally{Holding: 2, Contradicted: 1}, "2 of 3", "2 of 3 claims hold; 1 contradicted, a finding.", "finding"},
		{tally{Open: 2}, "0 of 2", "0 of 2 claims hold; 2 not measured.", "open"},
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
	if got := (tally{Holding: 2, Contradicted: 1, Open: 1}).Long(); got != "2 of 4 hold; 1 contradicted; 1 not measured" {
		t.Errorf("long: %q", got)
	}
}
