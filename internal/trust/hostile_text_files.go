package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"
)

// nasty are texts that mean something to a terminal, a shell, a file system, YAML, HTML or DOT.
var nasty = []string{
	"\x1b[2J", "\x1b]52;c;aGk=\a", "\x1b]8;;http://example.org\x1b\\", "\u009b2J", "\u202egnirts", "\u2066\u200f", "\r overwritten", "\b\b\b", "\x00", "\x7f",
	"../../../etc/passwd", "..", ".", "/", "-rf", "--help", "$(touch pasted)", "`touch pasted`", "'; touch pasted; '", "\"", "'", "\\", "a\nb", "a\tb",
	"CON", "nul", "COM1", "lpt9", "😀", "ﬁ", "Ａ", "e\u0301", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "%%{init: {}}%%", "{{.}}", "${jndi:x}", "%s%n%x",
	"\xff\xfe", "\xc3(", "\ufeff", "\u2028", "=", "*", "~", "!", "#", ",", "true", "1e5", ".nan", "<<", "stages", "with",
}

// quotedYAML writes a text as YAML in double quotes, with escapes or, where raw is set, as it is.
func quotedYAML(text string, raw bool) string {
	if raw {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		fmt.Fprintf(&b, `\U%08x`, r)
	}
	return b.String() + `"`
}

// hostileFile returns a pipeline file of one of the kinds below, with sizes and texts drawn for this trial.
func (t *trial) hostileFile() string {
	kinds := []func(*trial) string{
		explodingLists, explodingMappings, explodingMerges, deepFile, wideFile, manyStagesFile, longFile, largeFile,
		encodedFile, nameFile, valueFile, pathFile, taggedFile, profilesFile, duplicateFile, brokenFile, bytesFile, selfFile, figuresFile,
	}
	return kinds[t.number%len(kinds)](t)
}

// oneStage is a file with one stage of this name and value of a parameter.
func oneStage(name, parameters string) string {
	return "stages:\n  " + name + ": {uses: covariance, with: {model: spiked, dim: 10, spikes: 2" + parameters + "}}\n"
}

// exploding makes values of aliases of aliases; form has the alias twice or more.
func exploding(levels int, first, form string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "x-0: &a0 %s\n", first)
	for i := range levels {
		fmt.Fprintf(&b, "x-%d: &a%d %s\n", i+1, i+1, strings.ReplaceAll(form, "*", fmt.Sprintf("*a%d", i)))
	}
	return b.String()
}

func explodingLists(t *trial) string {
	n := 2 + t.random.IntN(60)
	return exploding(n, "[1, 1, 1]", "["+strings.Repeat("*, ", 2+t.random.IntN(30))+"]") +
		oneStage("a", fmt.Sprintf(", strengths: *a%d", n))
}

func explodingMappings(t *trial) string {
	n := 2 + t.random.IntN(60)
	return exploding(n, "{k: 1}", pick(t, []string{"{p: *, q: *}", "{p: [*, *], q: {r: *}}", "{p: *, q: *, r: *, s: *}"})) + fmt.Sprintf("stages: *a%d\n", n)
}

func explodingMerges(t *trial) string {
	n := 2 + t.random.IntN(40)
	merged := pick(t, []string{"{<<: [*, *, *, *]}", "{<<: *, p: *}", "{<<: [*, *], q: {<<: *}}"})
	keys := pick(t, []string{"{k: 1}", "{" + strings.Repeat("k: 1, ", 3) + "}", "{" + manyKeys(2000) + "}"})
	return exploding(n, keys, merged) + fmt.Sprintf("stages: {<<: *a%d}\n", n)
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "k%d: 1, ", i)
	}
	return b.String()
}

func selfFile(t *trial) string {
	return pick(t, []string{
		"stages: &a [*a]\n", "stages: &a {b: *a}\n", "stages: &a {<<: *a, b: {uses: ode}}\n", "stages: &a {b: &b {c: *a, d: *b}}\n", "&a stages: {*a : 1}\n",
		"x-a: &a {<<: *a}\n" + oneStage("a", ""), "stages: *later\nx-b: &later {}\n", "stages: {<<: [[[[*a]]]]}\nx: &a 1\n", "? &a [*a]\n: 1\n", "<<: &a {<<: *a}\n",
	})
}

func deepFile(t *trial) string {
	n := pick(t, []int{60, 70, 5000, 9_999, 10_001, 100_000, 500_000})
	switch t.random.IntN(5) {
	case 0:
		return "stages: " + strings.Repeat("[", n)
	case 1:
		return "stages: " + strings.Repeat("[", n) + strings.Repeat("]", n)
	case 2:
		return "stages: " + strings.Repeat("{a: ", n/3) + strings.Repeat("}", n/3)
	case 3:
		return strings.Repeat(pick(t, []string{"- ", "? ", "-\t", "! ", "& "}), n)
	}
	var b strings.Builder
	for i := range min(n, 1300) {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func wideFile(t *trial) string {
	n := pick(t, []int{1000, 60_000, 90_000})
	form := pick(t, []string{"k%d: 1\n", "? k%d\n", "k%d: &k%[1]d [*k%[1]d]\n", "x-%d: &a 1\n", "\"\\x1b[2J%d\": 1\n"})
	var b strings.Builder
	for i := range n {
		if fmt.Fprintf(&b, form, i); b.Len() > 1_000_000 {
			break
		}
	}
	return b.String()
}

func manyStagesFile(t *trial) string {
	form := pick(t, []string{" s%d: {}\n", " s%d: {uses: plot, needs: {panels: s%[1]d}}\n", " s%d: {uses: sgd, needs: {covariance: s%[1]dx}}\n", " s%d: 1\n", " s%d:\n"})
	var b strings.Builder
	b.WriteString("stages:\n")
	for i := range pick(t, []int{1999, 2001, 40_000}) {
		if fmt.Fprintf(&b, form, i); b.Len() > 1_000_000 {
			break
		}
	}
	return b.String()
}

// longFile has one thing of up to a megabyte in it.
func longFile(t *trial) string {
	long := pick(t, nasty) + strings.Repeat(pick(t, []string{"y", "9", "é", "😀", "\t", " ", "\\", "'", "#", "y "}), pick(t, []int{200, 10_000, 200_000}))
	return pick(t, []func() string{
		func() string { return "stages: *" + long },
		func() string { return "stages: &" + long },
		func() string { return "stages: !" + long },
		func() string { return oneStage("a", ", spectrum: "+quotedYAML(long, true)) },
		func() string { return oneStage("a", ", noise: "+long) },
		func() string { return oneStage(quotedYAML(long, true), "") },
		func() string { return oneStage("a", ", "+quotedYAML(long, true)+": 1") },
		func() string { return "seed: " + long + "\n" + oneStage("a", "") },
		func() string { return oneStage("a", "") + "# " + long },
		func() string { return oneStage("a", "") + long },
		func() string { return "stages: |\n " + long },
	})()
}

func largeFile(t *trial) string {
	return pick(t, []string{"#", "stages: {", "- 1\n", "\n", "\x00", "a: b\n"}) + strings.Repeat(pick(t, []string{"#", "a: 1, ", "- x\n", "\n"}), pick(t, []int{300_000, 5_000_000}))
}

func encodedFile(t *trial) string {
	text := oneStage(pick(t, []string{"a", "é", "😀"}), "")
	switch t.random.IntN(8) {
	case 0:
		return "\ufeff" + text
	case 1:
		return strings.ReplaceAll(text, "\n", "\r\n")
	case 2:
		return strings.ReplaceAll(text, "\n", "\r")
	case 3:
		return strings.ReplaceAll(text, "  ", "\t")
	case 4:
		return strings.ReplaceAll(text, "a", "\xe9")
	case 5:
		return strings.ReplaceAll(text, " ", "\u00a0")
	case 6:
		return strings.ReplaceAll(text, "\n", "\u2028")
	}
	var b bytes.Buffer
	order := pick(t, []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian})
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		b.Write(order.AppendUint16(nil, unit))
	}
	return b.String()
}

func nameFile(t *trial) string {
	name := pick(t, nasty)
	if t.random.IntN(4) == 0 {
		name = strings.Repeat("a", pick(t, []int{99, 101, 127, 200, 255, 1000}))
	}
	return oneStage(quotedYAML(name, t.random.IntN(2) == 0), "")
}

func valueFile(t *trial) string {
	key := pick(t, []string{"model", "dim", "spikes", "noise", "spectrum", "strengths", "colour"})
	return "stages:\n  a: {uses: " + pick(t, []string{"covariance", quotedYAML(pick(t, nasty), true)}) + ", with: {" + key + ": " +
		quotedYAML(pick(t, nasty), t.random.IntN(2) == 0) + "}, needs: {" + quotedYAML(pick(t, nasty), false) + ": " + quotedYAML(pick(t, nasty), true) + "}}\n"
}

// pathFile names a file that isn't one, or that never ends, in a parameter.
func pathFile(t *trial) string {
	folder := filepath.Join(t.dir, "strange")
	t.must(os.MkdirAll(filepath.Join(folder, "folder"), 0o777))
	sparse := filepath.Join(folder, "sparse")
	t.must(os.WriteFile(sparse, nil, 0o666))
	t.must(os.Truncate(sparse, 10<<30))
	t.must(os.Symlink("loop", filepath.Join(folder, "loop")))
	paths := append([]string{filepath.Join(folder, "folder"), sparse, filepath.Join(folder, "loop"), "/dev/zero", "/dev/null", "/proc/self/mem", "pipeline.yaml",
		strings.Repeat("y", 5000), strings.Repeat("../", 500)}, nasty...)
	for i, special := range specials() {
		path := filepath.Join(folder, fmt.Sprint("special", i))
		if special.make(path) == nil {
			paths = append(paths, path, path, path)
		}
	}
	path := quotedYAML(pick(t, paths), false)
	return pick(t, []string{
		"stages:\n  a: {uses: covariance, with: {spectrum: " + path + "}}\n",
		oneStage("c", "") + "  o: {uses: ode, needs: {covariance: c}, with: {init: {weights: " + path + "}}}\n",
		oneStage("c", "") + "  o: {uses: ode, needs: {covariance: c}, with: {times: " + path + "}}\n",
	})
}

func taggedFile(t *trial) string {
	tag := pick(t, []string{"!!binary aGFsbG8=", "!!python/object/apply:os.system [id]", "!!set {a}", "!!timestamp 2001-01-01", "!<tag:yaml.org,2002:str> x", "!foo x",
		"!!float x", "!!int \"1\"", "!!omap [a: 1]", "!!merge a", "!!null ''", "! 1", "!!js/function 'x'", "!ruby/object:x {}", "!\x1b[2J x"})
	return pick(t, []string{"stages: " + tag, oneStage("a", ", noise: "+tag), oneStage("a", ", spectrum: "+tag), "%TAG ! tag:\n---\n" + oneStage("a", ""),
		"%YAML 9.9\n---\n" + oneStage("a", ""), oneStage("a", "") + "---\n" + oneStage("a", ""), tag + "\n"})
}

func profilesFile(t *trial) string {
	profile := pick(t, []string{"{stages: {a: {with: {dim: -1}}}}", "{stages: {b: {uses: ode}}}", "{stages: 1}", "{stages: {a: null}}", "{<<: {seed: -1}}", "1", "null", "{x: 1}", "{seed: 1e400}"})
	names := quotedYAML(pick(t, nasty), t.random.IntN(2) == 0)
	return oneStage("a", "") + "profiles: {quick: " + profile + ", Quick: " + profile + ", " + names + ": " + profile + "}\n"
}

func duplicateFile(t *trial) string {
	return pick(t, []string{
		"stages:\n" + strings.Repeat(" k: 1\n", 100_000), "stages: {a: {uses: ode}, a: {uses: ode}}\n", "stages: {}\nstages: {}\n",
		oneStage("a", ", dim: 5"), oneStage("a", "")[:len(oneStage("a", ""))-3] + ", <<: {dim: 3}, <<: {dim: 4}}}\n", "seed: 1\nseed: 2\n" + oneStage("a", ""),
		strings.Repeat("<<: {a: 1}\n", 50_000), oneStage("a", "") + "profiles: {q: {seed: 1, seed: 2}}\n",
	})
}

// figuresFile has figures whose files would get in each other's way.
func figuresFile(t *trial) string {
	plots := pick(t, []string{"index: %s", "Index: %s", "x: %s\n  X: %s", "x: %s\n  x-plateaus: %s", "x: %s\n  X-Exponents: %s", "aux: %s"})
	return "stages:\n  " + strings.ReplaceAll(plots, "%s", "{uses: plot, with: {figure: setup}}") + "\n"
}

// brokenFile is a good file with a part cut out, doubled, or replaced by something nasty.
func brokenFile(t *trial) string {
	text := hostileStages
	for range 1 + t.random.IntN(4) {
		at, end := t.random.IntN(len(text)), 0
		end = min(len(text), at+t.random.IntN(30))
		switch t.random.IntN(3) {
		case 0:
			text = text[:at] + text[end:]
		case 1:
			text = text[:end] + text[at:end] + text[end:]
		default:
			text = text[:at] + pick(t, nasty) + text[end:]
		}
	}
	return text
}

func bytesFile(t *trial) string {
	content := make([]byte, t.random.IntN(3000))
	for i := range content {
		content[i] = byte(t.random.Uint32())
	}
	return pick(t, []string{"", "stages: ", "\ufeff", "stages: {a: "}) + string(content)
}
