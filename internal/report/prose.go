package report

import (
	"html"
	"html/template"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	// digest is a SHA-256 as hexadecimal digits.
	digest = regexp.MustCompile(`\b[0-9a-f]{64}\b`)
	// exponent is what a caption raises in plain text: "t^−1/6", "D^(−1/2)", "e^x", "e^(−x)".
	exponent = regexp.MustCompile(`\^(?:\(([−\-+/0-9\p{L}]{1,8})\)|([−\-0-9/]+)|(\p{L})\b)`)
	// index is what it lowers: "E_4", "Q_k", "w_enc".
	index = regexp.MustCompile(`\b(\p{L})_([0-9]{1,3}|\p{L}{1,4})\b`)
)

// prose is a text as the page shows it: escaped, with formulas kept on one line, exponents raised, and digests
// shortened to twelve digits with the whole one in a title.
func prose(text string) template.HTML {
	text = html.EscapeString(together(text))
	text = digest.ReplaceAllStringFunc(text, func(whole string) string {
		return `<code title="` + whole + `">` + whole[:12] + `…</code>`
	})
	text = exponent.ReplaceAllString(text, "<sup>$1$2$3</sup>")
	return template.HTML(index.ReplaceAllString(text, "$1<sub>$2</sub>"))
}

// signs stand between two parts of a formula.
var signs = []string{"=", "≠", "<", ">", "≤", "≥", "≈", "∝", "±", "−", "+", "·", "×", "→", "…"}

// span is a range of numbers, "28–32", after whose dash a line could end.
var span = regexp.MustCompile(`([0-9]–)([0-9])`)

// together puts no-break spaces into formulas, "D = 1000", "3 %", "every t", "−0.19 … −0.15", and a word joiner into
// ranges of numbers.
func together(text string) string {
	words := strings.Split(span.ReplaceAllString(text, "${1}\u2060$2"), " ")
	var b strings.Builder
	for i, word := range words {
		switch {
		case i == 0:
		case joined(words[i-1], word):
			b.WriteRune('\u00a0')
		default:
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
	return b.String()
}

// joined says whether no line may end between two words.
func joined(before, after string) bool {
	const longest = 12 // of what is kept beside a sign
	last, _ := utf8.DecodeLastRuneInString(before)
	switch {
	case before == "" || after == "":
		return false
	case slices.Contains(signs, before):
		return utf8.RuneCountInString(after) <= longest
	case slices.Contains(signs, after):
		return utf8.RuneCountInString(before) <= longest && !strings.ContainsRune(",;:.", last)
	case strings.HasPrefix(after, "%"):
		return unicode.IsDigit(last)
	case before == "every" || before == "at" || before == "time":
		symbol := strings.TrimRight(after, ",;:.)")
		return symbol != "a" && utf8.RuneCountInString(symbol) == 1
	}
	return false
}
