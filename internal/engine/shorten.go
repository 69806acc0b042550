package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// longest is how many characters of a value are shown: a digest stays whole.
const longest = 80

// Shorten writes a value, in JSON form, for people to read: an empty list is
// "none", a long one is counted, and another long text is cut, with "…" for the rest.
func Shorten(value string) string {
	if value == "[]" {
		return "none"
	}
	if utf8.RuneCountInString(value) <= longest {
		return value
	}
	if list := elements(value); list != nil {
		return fmt.Sprintf("%d values", len(list))
	}
	return cut([]rune(value), 0)
}

// shortenBoth shortens two values that differ so that they still do.
func shortenBoth(old, now string) (string, string) {
	shortOld, shortNow := Shorten(old), Shorten(now)
	if shortOld != shortNow {
		return shortOld, shortNow
	}
	if a, b := elements(old), elements(now); a != nil && len(a) == len(b) {
		for i := range a {
			if !bytes.Equal(a[i], b[i]) {
				first, second := shortenBoth(string(a[i]), string(b[i]))
				return fmt.Sprintf("%s, number %d of them %s", shortOld, i+1, first), second
			}
		}
	}
	a, b := []rune(old), []rune(now)
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	from := max(same-longest/4, 0)
	return cut(a, from), cut(b, from)
}

// cut returns the part of a text from a character on that may be shown.
func cut(text []rune, from int) string {
	short := string(text[from:min(from+longest, len(text))])
	if from > 0 {
		short = "…" + short
	}
	if from+longest < len(text) {
		short += "…"
	}
	return short
}

// elements returns the elements of a list in JSON form, nil where it is none.
func elements(value string) []json.RawMessage {
	var list []json.RawMessage
	if !strings.HasPrefix(value, "[") || json.Unmarshal([]byte(value), &list) != nil {
		return nil
	}
	return list
}
