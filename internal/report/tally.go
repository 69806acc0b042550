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
func (t tally) All() int { return t.measured() + t.Open }

func (t tally) measured() int { return t.Holding + t.Failing + t.Contradicted }

// Short is the tally in few words: "5 of 6", of those that were measured.
func (t tally) Short() string {
	if t.measured() == 0 {
		return "not measured"
	}
	return fmt.Sprintf("%d of %d", t.Holding, t.measured())
}

// Long is the tally beside a figure's title: "2 of 3 hold, 1 not measured".
func (t tally) Long() string {
	if t.measured() == 0 {
		return t.Short()
	}
	text := t.Short() + " hold"
	if t.Contradicted > 0 {
		text += fmt.Sprintf(", %d contradicted", t.Contradicted)
	}
	if t.Open > 0 {
		text += fmt.Sprintf(", %d not measured", t.Open)
	}
	return text
}

// Sentence is the tally as a sentence.
func (t tally) Sentence() string {
	if t.All() == 0 {
		return "No figure states a claim yet."
	}
	if t.measured() == 0 {
		return fmt.Sprintf("None of the %s could be measured by this run.", counted(t.Open, "claim"))
	}
	kind := ""
	if t.Open > 0 {
		kind = "measured "
	}
	text := fmt.Sprintf("%d of %d %sclaims hold", t.Holding, t.measured(), kind)
	if t.Contradicted > 0 {
		text += fmt.Sprintf("; what was measured contradicts %d: a finding", t.Contradicted)
	}
	if t.Open > 0 {
		text += fmt.Sprintf("; %s could not be measured by this run", counted(t.Open, "claim"))
	}
	return text + "."
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

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
