package report

import "fmt"

// tally counts claims by verdict.
type tally struct{ Holding, Failing, Contradicted, Open int }

func (t *tally) count(c Claim) {
	switch {
	case c.Unmeasured:
		t.Open++
	case c.Contradicted:
		t.Contradicted++
	case c.Pass:
		t.Holding++
	default:
		t.Failing++
	}
}

func (t *tally) add(other tally) {
	t.Holding += other.Holding
	t.Failing += other.Failing
	t.Contradicted += other.Contradicted
	t.Open += other.Open
}

// All is how many claims there are.
func (t tally) All() int { return t.Holding + t.Failing + t.Contradicted + t.Open }

// Short is the tally in few words: "5 of 6".
func (t tally) Short() string { return fmt.Sprintf("%d of %d", t.Holding, t.All()) }

// Long is the tally beside a figure's title: "2 of 4 hold; 1 fails; 1 not measured".
func (t tally) Long() string { return t.Short() + " hold" + t.rest("") }

// Sentence is the tally as a sentence, in the words of the command that checks the claims.
func (t tally) Sentence() string {
	if t.All() == 0 {
		return "No figure states a claim yet."
	}
	return t.Short() + " claims hold" + t.rest(", a finding") + "."
}

// rest is how the claims that don't hold fared.
func (t tally) rest(finding string) string {
	text := ""
	if t.Failing == 1 {
		text += "; 1 fails"
	} else if t.Failing > 1 {
		text += fmt.Sprintf("; %d fail", t.Failing)
	}
	if t.Contradicted > 0 {
		text += fmt.Sprintf("; %d contradicted%s", t.Contradicted, finding)
	}
	if t.Open > 0 {
		text += fmt.Sprintf("; %d not measured", t.Open)
	}
	return text
}

// Class is how the tally is coloured.
func (t tally) Class() string {
	switch {
	case t.Failing > 0:
		return "fails"
	case t.Contradicted > 0:
		return "finding"
	case t.Holding > 0:
		return "holds"
	}
	return "open"
}
