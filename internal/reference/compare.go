package reference

import "slices"

// Gate is a step of the comparison.
type Gate string

// The gates, in order.
const (
	Numbers   Gate = "numbers"
	Structure Gate = "structure"
	Drawing   Gate = "drawing"
	Pixels    Gate = "pixels"
)

// Finding is one difference from the accepted figure that a reader would want to know of.
type Finding struct {
	Gate    Gate   `json:"gate"`
	Panel   string `json:"panel,omitempty"`
	Series  string `json:"series,omitempty"`
	Message string `json:"message"`
}

// String says where and what: `panel a, series "theory": its colour was #0072b2, is #123456`.
func (f Finding) String() string {
	if where := f.Where(); where != "" {
		return where + ": " + f.Message
	}
	return f.Message
}

// Where says where: `panel a, series "theory"`, "" for the whole figure.
func (f Finding) Where() string {
	text := ""
	if f.Panel != "" {
		text = "panel " + f.Panel
	}
	if f.Series != "" {
		if text != "" {
			text += ", "
		}
		text += `series "` + f.Series + `"`
	}
	return text
}

// Comparison is how a figure differs from the accepted one.
type Comparison struct {
	// Gate is the first one that has something against the figure, "" for none.
	Gate     Gate      `json:"gate,omitempty"`
	Findings []Finding `json:"findings"`           // what speaks against the figure
	Warnings []Finding `json:"warnings,omitempty"` // what doesn't
	Moved    []Moved   `json:"moved,omitempty"`    // series with other numbers, in or out of tolerance, the farthest first
}

// Passes reports whether no gate has something against the figure.
func (c Comparison) Passes() bool { return c.Gate == "" }

// Compare compares a figure with the accepted one: numbers and structure; where these pass, what is drawn; where that
// passes, the pixels, which only warn.
func Compare(accepted, made Content) Comparison {
	c := Comparison{Findings: []Finding{}}
	numbers, moved := compareNumbers(accepted, made)
	structure, remarks := compareStructure(accepted, made, loosePanels(moved))
	c.Moved, c.Warnings = moved, remarks
	c.Findings = slices.Concat(c.Findings, numbers, structure)
	if len(c.Findings) == 0 {
		c.Findings = append(c.Findings, compareDrawings(accepted.Drawing, made.Drawing, loosePanels(moved))...)
	}
	if len(c.Findings) == 0 {
		c.Warnings = append(c.Warnings, comparePixels(accepted, made)...)
	} else {
		c.Gate = c.Findings[0].Gate
	}
	return c
}

// loosePanels are the panels some of whose numbers moved: what stands in them may have, too.
func loosePanels(moved []Moved) map[string]bool {
	loose := map[string]bool{}
	for _, m := range moved {
		loose[m.Panel] = true
	}
	return loose
}
