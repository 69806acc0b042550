package shell

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain is a word that no shell takes for anything but itself.
var plain = regexp.MustCompile(`^[\pL\pN_@%+:,./-][\pL\pN_@%+=:,./-]*$`)

// Quote returns a word as the shells of POSIX systems read it: itself where nothing in it
// means anything to them, else in quotes. The result holds no control characters but line
// feeds and nothing else that a terminal acts on: such a word is spelled out for printf.
func Quote(word string) string {
	body := strings.TrimRight(word, "\n")
	switch {
	case plain.MatchString(word):
		return word
	case strings.IndexFunc(body, unprintable) < 0 && utf8.ValidString(word):
		return inQuotes(word)
	}
	spelled := `"$(printf '` + octal(body) + `')"`
	if ends := word[len(body):]; ends != "" { // which $(…) would drop
		spelled += inQuotes(ends)
	}
	return spelled
}

// Join returns words as a command line.
func Join(words ...string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = Quote(word)
	}
	return strings.Join(quoted, " ")
}

func inQuotes(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

// unprintable reports whether a character has no place in a message: a line feed too, since messages are indented.
func unprintable(r rune) bool { return !unicode.IsPrint(r) }

// octal writes a text as a format of printf within single quotes within double ones, where
// interactive shells take "!" for their history; a "-" in front would be an option.
func octal(text string) string {
	var b strings.Builder
	for first := true; len(text) > 0; first = false {
		r, size := utf8.DecodeRuneInString(text)
		switch {
		case r == '%':
			b.WriteString("%%")
		case strings.ContainsRune(`\'!`, r), first && r == '-', unprintable(r), r == utf8.RuneError && size == 1:
			for _, c := range []byte(text[:size]) {
				fmt.Fprintf(&b, `\%03o`, c)
			}
		default:
			b.WriteString(text[:size])
		}
		text = text[size:]
	}
	return b.String()
}
