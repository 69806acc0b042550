package report

import (
	"fmt"
	"math"
	"net/url"
	"path"
	"strconv"
	"strings"
)

// number writes a measured value with three digits, as the figures do: "0.018", "97", "1.2·10⁻⁶", "10⁷".
func number(x float64) string {
	switch {
	case math.IsNaN(x):
		return "not a number"
	case math.IsInf(x, 1):
		return "∞"
	case math.IsInf(x, -1):
		return "−∞"
	}
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 3, 64), 64) // +Inf beyond the largest number
	switch magnitude := math.Abs(rounded); {
	case magnitude >= 1000 && magnitude < 1e5:
		return strings.Replace(strconv.FormatFloat(x, 'f', 0, 64), "-", "−", 1)
	case magnitude == 0 || magnitude >= 1e-3 && magnitude < 1000:
		return strings.Replace(strconv.FormatFloat(x, 'g', 3, 64), "-", "−", 1)
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', 2, 64), "e")
	return scaled(strings.TrimSuffix(strings.TrimRight(strings.Replace(mantissa, "-", "−", 1), "0"), "."), exponent)
}

// scaled writes a mantissa and an exponent of ten such as "+07".
func scaled(mantissa, exponent string) string {
	power := "10" + superscript(strings.Replace(strings.TrimPrefix(exponent, "+"), "-", "−", 1))
	if mantissa == "1" {
		return power
	}
	return mantissa + "·" + power
}

// superscript raises the digits of an exponent such as "−07" and drops leading zeros.
func superscript(exponent string) string {
	digits, negative := strings.CutPrefix(exponent, "−")
	digits = strings.TrimLeft(digits, "0")
	raised := strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴",
		"5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹").Replace(digits)
	if negative {
		return "⁻" + raised
	}
	return raised
}

// relative returns the address of a file beside the report. A path that leaves
// the report's folder is refused.
func relative(file string) (string, error) {
	clean := path.Clean(file)
	if file == "" || strings.HasPrefix(file, "/") || clean == "." || clean == ".." ||
		strings.HasPrefix(clean, "../") || strings.ContainsAny(file, "\\\x00") {
		return "", fmt.Errorf("%q is not a file below the report's folder: give a relative path such as figures/setup.svg", file)
	}
	return (&url.URL{Path: clean}).String(), nil
}

// arXivPage returns the address of a paper's page.
func arXivPage(id string) string {
	return (&url.URL{Scheme: "https", Host: "arxiv.org", Path: "/abs/" + id}).String()
}

// anchors makes identifiers for use in an address, each once.
type anchors struct{ used map[string]bool }

func newAnchors() *anchors { return &anchors{used: map[string]bool{"main": true}} }

// of returns the identifier for a name.
func (a *anchors) of(prefix, name string) string {
	slug := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '-'
	}, name)
	id := prefix + "-" + slug
	for i := 2; a.used[id]; i++ {
		id = fmt.Sprintf("%s-%s-%d", prefix, slug, i)
	}
	a.used[id] = true
	return id
}

// paragraphs splits a text at its empty lines.
func paragraphs(text string) []string {
	var all []string
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}
