package markup

import (
	"strings"
	"unicode"
)

// Unicode returns the text without markup. Subscripts and superscripts that Unicode has letters for stand as such
// ("10⁻³", "E₁"), others follow a "_" or "^" ("w_enc"), in parentheses where they are more than a word ("t^(−1/6)").
func Unicode(text string) string {
	var plain strings.Builder
	for _, run := range joined(Parse(text)) {
		switch run.Level {
		case Subscript:
			plain.WriteString(shifted(run.Text, "_", subscripts))
		case Superscript:
			plain.WriteString(shifted(run.Text, "^", superscripts))
		default:
			plain.WriteString(run.Text)
		}
	}
	return plain.String()
}

// joined puts neighbours at one level together, whatever their faces: in "e^{−*x*}" sign and symbol are one exponent.
func joined(runs []Run) []Run {
	var levels []Run
	for _, run := range runs {
		if n := len(levels); n > 0 && levels[n-1].Level == run.Level {
			levels[n-1].Text += run.Text
			continue
		}
		levels = append(levels, Run{Text: run.Text, Level: run.Level})
	}
	return levels
}

// The letters that Unicode has, as pairs of "from, to".
const (
	subscripts   = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓρᵨ"
	superscripts = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾iⁱkᵏlˡmᵐnⁿtᵗxˣTᵀ"
)

// shifted maps each letter by pairs, or prefixes the whole where one isn't there.
func shifted(text, prefix, pairs string) string {
	table := []rune(pairs)
	var mapped strings.Builder
	for _, r := range text {
		found := false
		for i := 0; i < len(table); i += 2 {
			if table[i] == r {
				mapped.WriteRune(table[i+1])
				found = true
				break
			}
		}
		if !found {
			return prefix + enclosed(text)
		}
	}
	return mapped.String()
}

// enclosed puts parentheses around what isn't a word, which would otherwise seem to end at its first sign.
func enclosed(text string) string {
	if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		return "(" + text + ")"
	}
	return text
}
