package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// numbers are values at the limits of what numbers can be, and what looks like numbers.
var numbers = strings.Fields(`-1 0 .nan .inf -.inf 1e300 1e400 -1e300 9223372036854775807 9223372036854775808 -9223372036854775809 4611686018427387904
	18446744073709551616 1e18 1e9 1e15 0x7fffffffffffffff 0o17 017 1_000 1:30 2022-01-06 no yes "5" 1e-300 5e-324 0.5 [1] {a:1} ~ NaN Infinity 1e 0x 1e999999999 []
	[1,.nan] [-1] [1e300,1e300]`)

// numbered are the parameters that are numbers, of hostileStages.
var numbered = strings.Fields(`seed c.dim c.spikes c.noise c.samples c.strengths c.seed o.hidden o.learning_rate o.horizon o.points o.init.scale o.tolerance o.modes
	o.encoder_bias.init o.weight_decay s.hidden s.replicas s.batch_size s.optimizer.beta1 s.optimizer.epsilon s.schedule.power s.schedule.onset s.samples
	s.snapshots s.modes s.points s.horizon s.learning_rate w.epsilon theory-vs-sgd.width theory-vs-sgd.font_size`)

// hostileParameter is an argument of --set that gives a number a value at a limit: all pairs, one after the other, from a
// place that depends on the seed.
func (t *trial) hostileParameter() string {
	pairs := len(numbered) * len(numbers)
	i := (int(t.options.seed%uint64(pairs)) + t.number*97) % pairs // 97 and the number of pairs have no common divisor
	return numbered[i/len(numbers)] + "=" + numbers[i%len(numbers)]
}

// hostileArguments are command lines with something nasty in them. None of them computes.
func (t *trial) hostileArguments() []string {
	nothing := strings.ReplaceAll(pick(t, nasty), "\x00", "\x01") // an argument can't hold a NUL
	forms := [][]string{
		{"status", nothing}, {"explain", nothing}, {"path", nothing}, {"path", "c/" + nothing}, {"figure", nothing, "--dry-run"}, {"run", nothing, "--dry-run"},
		{"graph", nothing}, {"graph", "--format", nothing}, {"diff", nothing}, {"verify", nothing}, {"accept", nothing, "--reason", nothing}, {"check", nothing},
		{"gc", "--dry-run", "--older-than", nothing}, {"help", nothing}, {nothing}, {"--" + nothing}, {"status", "--" + nothing}, {"schema", "--format", nothing},
		{"status", "--set", nothing}, {"status", "--set", nothing + "=1"}, {"status", "--set", "c." + nothing + "=1"}, {"status", "--set", "c.dim=" + nothing},
		{"status", "--set", "c.model=" + quotedYAML(nothing, false)}, {"status", "--set", "c=" + nothing}, {"status", "--set", strings.Repeat("c.", 30_000) + "=1"},
		{"status", "--set", "c.dim=" + strings.Repeat("9", 50_000)}, {"status", "--set", "c.strengths=" + strings.Repeat("[", 30_000)},
		{"status", "--set", "c.strengths=&a [*a]"}, {"status", "--set", "c.strengths=[" + strings.Repeat("1,", 60_000) + "]"},
		{"status", "--profile", nothing}, {"status", "-f", nothing}, {"status", "--settings", nothing}, {"status", "--jobs", nothing}, {"status", "--color", nothing},
		{"status", "--archive", nothing}, {"status", "--mirrors", nothing}, {"status", "--memory", nothing}, {"completion", nothing}, {"__complete", "figure", nothing},
		{"__complete", nothing, ""}, {"graph", "--json", nothing}, {"status", "--json", nothing}, {"status", "-f", "/dev/zero"}, {"status", "-f", "/"}, {"report", nothing},
	}
	return forms[t.number%len(forms)]
}

// hostileSettings gives the program hostile settings by file, variable or flag.
func hostileSettings(t *trial) {
	g := t.guarded(hostileStages)
	nothing := pick(t, nasty)
	name := pick(t, []string{"cache", "data", "reports", "jobs", "memory", "archive", "mirrors", "offline", "require-cifar10", "profile", "color", "quiet"})
	const secret = "hunter2secret"
	value := pick(t, []string{quotedYAML(nothing, t.random.IntN(2) == 0), pick(t, numbers), "[" + quotedYAML(nothing, false) + "]", "&a [*a]", "{<<: 1}", "!!binary aGk=",
		"http://user:" + secret + "@" + nothing, "[\"ftp://user:" + secret + "@example.org\"]", "javascript:alert(1)", "file:///etc/passwd",
		"\"https://example.org/\\r\\nX-Injected: 1\"", "/dev/null", ".", "./", g.folder, "/", ".cache", "reports", ".cache/reports", "reports/.cache"})
	var c *command
	switch t.number % 3 {
	case 0:
		g.write("settings.yaml", pick(t, []string{"", "\ufeff", "<<: {jobs: 0}\n", "x: &a [1, *a]\n", "\xff\xfe"})+name+": "+value+"\n")
		g.look()
		c = g.command("status")
		c.arguments = []string{"status", "--offline"}
	case 1:
		c = g.command("status")
		c.arguments = []string{"status", "--offline"}
		c.env = []string{"PIPELINE_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_")) + "=" + strings.ReplaceAll(strings.Trim(value, `"`), "\x00", ""),
			"PIPELINE_" + strings.NewReplacer("\x00", "", "=", "").Replace(nothing) + "=1"}
	default:
		c = g.command("status")
		c.arguments = []string{"status", "--" + name + "=" + strings.ReplaceAll(strings.Trim(value, `"`), "\x00", "")}
	}
	o := g.check(c, exitDone, exitUsage)
	if strings.Contains(o.stdout+o.stderr, secret) {
		g.wrong("a password is printed: %s", g.told(o))
	}
}

// hostileHints provokes a message with a command line in it and pastes that into a shell in which "go" writes down its words.
func hostileHints(t *trial) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.notTried("hints", "command lines in messages, pasted into a shell", "there is no shell")
		t.tried(0)
		return
	}
	clean := func() string { return strings.NewReplacer("\x00", "", "/", "_").Replace(pick(t, nasty)) }
	file := "p" + clean() + clean() + ".yaml"
	g := t.guarded(hostileStages)
	if os.WriteFile(filepath.Join(g.folder, file), []byte(hostileStages), 0o666) != nil {
		t.tried(0) // no name for a file here
		return
	}
	g.look()
	set := "c.model=" + quotedYAML("spiked", t.random.IntN(2) == 0) + " # " + clean() + clean()
	if strings.ContainsAny(set, "\n\r\u0085\u009b\u2028\u2029\x1b\b\a\x7f") || !utf8.ValidString(set) { // which YAML refuses in a comment
		set = "c.model=spiked"
	}
	c := g.command(pick(t, [][]string{{"explain", "c"}, {"path", "c"}, {"verify", "o"}})...)
	c.arguments = append(c.arguments, "-f", file, "--set", set)
	o := g.check(c, exitFailed)
	_, hint, found := strings.Cut(o.stderr, `"go run ./pipeline `)
	end := strings.LastIndex(hint, `"`)
	if !found || end < 0 {
		g.fail("there is no command line in the message: %s", g.told(o))
	}
	if first, _, ok := strings.Cut(hint[:end], "\" first"); ok {
		hint, end = first, len(first)
	}
	pasted := exec.CommandContext(t.ctx, shell, "-c", `printf '%s\0' `+hint[:end])
	pasted.Dir = filepath.Join(t.dir, "canary")
	words, err := pasted.Output()
	if err != nil {
		g.fail("a shell doesn't take %q: %v", hint[:end], err)
	}
	for _, want := range [][]string{{"-f", file}, {"--set", set}, {"--cache", g.cache}} {
		if !strings.Contains("\x00"+string(words), "\x00"+want[0]+"\x00"+want[1]+"\x00") {
			g.wrong("a shell reads %q in %q as %q", fmt.Sprint(want), hint[:end], words)
		}
	}
	if after := g.around(); len(after) != len(g.before) {
		g.wrong("pasting %q made files", hint[:end])
	}
}
