package pipelinefile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"autoencoder-dynamics/internal/nearest"
)

// MaxProblems is how many problems Parse describes; beyond that it only counts.
const MaxProblems = 50

// maxFindings bounds what is kept for sorting, whatever a file holds.
const maxFindings = 10_000

// maxBesideNearest is how many names are listed beside the one that was probably meant.
const maxBesideNearest = 20

// finding is a problem on its way to be reported.
type finding struct {
	at       place
	message  string
	stage    string // "erf-sgd (sgd)", or "" where no stage is concerned
	led      bool   // the stage is named before the message instead of after it
	expected string

	// name is what was written, and candidates what could have been. Where
	// expected is empty it becomes the list of candidates.
	name       string
	candidates []string

	stages  []string // all stages that the same words brought into the same trouble
	profile string   // the profile that brought it out, "" for the base
}

// collector gathers findings: the same mistake found twice, through an anchor
// or in several profiles, is one.
type collector struct {
	findings []*finding
	seen     map[findingKey]*finding
	dropped  int
	added    int    // how often add was called
	profile  string // the profile that is being checked
}

type findingKey struct {
	at      place
	message string
}

func (c *collector) add(f finding) {
	c.added++
	if c.seen == nil {
		c.seen = map[findingKey]*finding{}
	}
	key := findingKey{f.at, f.message}
	if known := c.seen[key]; known != nil {
		const most = 8
		if f.stage != "" && len(known.stages) < most && !slices.Contains(known.stages, f.stage) {
			known.stages = append(known.stages, f.stage)
		}
		return
	}
	if len(c.findings) == maxFindings {
		c.dropped++
		return
	}
	f.profile = c.profile
	if f.stage != "" {
		f.stages = []string{f.stage}
	}
	c.seen[key] = &f
	c.findings = append(c.findings, &f)
}

// count is how many findings there have been so far, repeated ones too.
func (c *collector) count() int { return c.added }

// err returns the findings as Problems, or nil where there are none.
func (c *collector) err() error {
	if len(c.findings) == 0 {
		return nil
	}
	slices.SortStableFunc(c.findings, func(a, b *finding) int {
		return cmp.Or(cmp.Compare(a.at.text.rank, b.at.text.rank),
			cmp.Compare(a.at.line, b.at.line), cmp.Compare(a.at.column, b.at.column))
	})
	kept := c.findings[:min(len(c.findings), MaxProblems)]
	problems := Problems{More: len(c.findings) - len(kept) + c.dropped}
	for _, f := range kept {
		problems.List = append(problems.List, f.problem())
	}
	return problems
}

// problem puts a finding into words.
func (f *finding) problem() Problem {
	p := Problem{
		File: f.at.text.name, Line: f.at.line, Column: f.at.column, Snippet: f.at.text.line(f.at.line),
		Message: cut(printable(f.sentence())), Expected: f.expected,
	}
	if f.at.text.flag {
		p.Line = 0
	}
	if f.name != "" {
		p.Nearest = nearest.Name(f.name, f.candidates)
	}
	if p.Expected == "" && (p.Nearest == "" || len(f.candidates) <= maxBesideNearest) {
		p.Expected = choice(f.candidates)
	}
	p.Expected = cut(printable(p.Expected))
	return p
}

// sentence is the message with the stages and the profile that it is about.
func (f *finding) sentence() string {
	if len(f.stages) == 0 && f.profile == "" {
		return f.message
	}
	var about []string
	if len(f.stages) == 1 {
		about = append(about, "stage "+f.stages[0])
	} else if len(f.stages) > 1 {
		last := len(f.stages) - 1
		about = append(about, "stages "+strings.Join(f.stages[:last], ", ")+" and "+f.stages[last])
	}
	if f.profile != "" {
		about = append(about, "profile "+f.profile)
	}
	where := strings.Join(about, ", ")
	if f.led {
		return fmt.Sprintf("%s: %s", where, f.message)
	}
	return fmt.Sprintf("%s in %s", f.message, where)
}
