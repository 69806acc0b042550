package report

import (
	"strings"
)

// inline escapes a text for use within a line: nothing in it is markup, and it
// can't end the line.
func inline(text string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(text), " ") {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case r < ' ' || r == 0x7f:
		case strings.ContainsRune("\\`*_[]|~$", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// block escapes a text that stands at the beginning of a line, where some
// characters begin a heading, a list or a rule.
func block(text string) string {
	text = inline(text)
	mark := strings.TrimLeft(text, "0123456789")
	if mark != "" && strings.ContainsRune("#+-=.):", rune(mark[0])) {
		return text[:len(text)-len(mark)] + `\` + mark
	}
	return text
}

// address escapes what would end the target of a Markdown link. What it is given
// is percent-encoded already, which leaves the parentheses.
func address(href string) string {
	return strings.NewReplacer("(", "%28", ")", "%29").Replace(href)
}
