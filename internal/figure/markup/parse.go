package markup

import "strings"

// A Level says at which height a run stands.
type Level int

// The levels.
const (
	Subscript   Level = -1
	Baseline    Level = 0
	Superscript Level = 1
)

// Run is a piece of text in one face at one level.
type Run struct {
	Text   string
	Italic bool
	Level  Level
}

// Parse splits marked-up text into runs, none of them empty.
func Parse(text string) []Run {
	p := parser{}
	letters := []rune(text)
	for i := 0; i < len(letters); i++ {
		i = p.take(letters, i)
	}
	p.flush()
	return p.runs
}

type parser struct {
	runs    []Run
	text    strings.Builder
	italic  bool
	level   Level
	braced  bool // inside _{…} or ^{…}
	oneOnly bool // after _ or ^ without a brace
}

// take reads the letter at i, and returns the index of the last letter that it used up.
func (p *parser) take(letters []rune, i int) int {
	r := letters[i]
	last := i == len(letters)-1
	switch {
	case r == '\\' && !last:
		p.letter(letters[i+1])
		return i + 1
	case r == '*':
		p.flush()
		p.italic = !p.italic
	case (r == '_' || r == '^') && p.level == Baseline && !last:
		return p.open(r, letters[i+1] == '{', i)
	case r == '}' && p.braced:
		p.flush()
		p.level, p.braced = Baseline, false
	default:
		p.letter(r)
	}
	return i
}

func (p *parser) open(mark rune, braced bool, i int) int {
	p.flush()
	p.level = Superscript
	if mark == '_' {
		p.level = Subscript
	}
	p.braced, p.oneOnly = braced, !braced
	if braced {
		return i + 1
	}
	return i
}

func (p *parser) letter(r rune) {
	p.text.WriteRune(r)
	if p.oneOnly {
		p.flush()
		p.level, p.oneOnly = Baseline, false
	}
}

func (p *parser) flush() {
	if p.text.Len() == 0 {
		return
	}
	p.runs = append(p.runs, Run{Text: p.text.String(), Italic: p.italic, Level: p.level})
	p.text.Reset()
}
