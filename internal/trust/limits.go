package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"
)

// limits lets the program meet what machines run out of, and odd surroundings.
func limits(b *bench) error {
	calm, err := b.usual()
	if err != nil {
		return err
	}
	limitMachine(b, calm)
	few, err := b.fewSteps()
	if err != nil {
		return err
	}
	clocks(b, few)
	if runtime.GOOS == "windows" {
		b.notTried("surroundings", "odd surroundings", "they are made with a POSIX shell")
		return nil
	}
	cases := surroundings()
	b.row("surroundings", "environment, working folder, output and paths that are odd", b.some(len(cases), len(cases)), func(t *trial) {
		cases[t.number].try(t, few)
	})
	return nil
}

// mostLines is how many lines an error may have, with what is told of the stages.
const mostLines = 50

// clearly checks that a run that failed did so clearly: with the exit code of a
// failure, in few lines, and with all of these words; "a|b" is either of two.
func (o outcome) clearly(words ...string) {
	p, text := o.command.project, o.stdout+o.stderr
	if o.hung {
		return // counted
	}
	if o.code != 1 && o.code != 2 {
		p.wrong("expected exit code 1 or 2: %s", o.brief())
	}
	if n := strings.Count(text, "\n"); n > mostLines {
		p.wrong("an error of %d lines: %s", n, o.brief())
	}
	for _, word := range words {
		if !slices.ContainsFunc(strings.Split(word, "|"), func(one string) bool { return strings.Contains(text, one) }) {
			p.wrong("the error doesn't say %q: %s", word, o.brief())
		}
	}
}

// wellOrClearly accepts an end with exit code 0, or a clear error.
func (o outcome) wellOrClearly(words ...string) (failed bool) {
	if o.code != 0 {
		o.clearly(words...)
	}
	return o.code != 0
}

// ruined counts reports that are neither as they were to become nor missing: a
// run that fails leaves each file whole.
func (p *project) ruined(calm *undisturbed) {
	got, err := p.readReports()
	if err != nil {
		p.wrong("the reports can't be read: %v", err)
	}
	for name, digest := range got {
		if calm.snapshot.reports[name] != digest && name != "paper.md" && name != "index.html" {
			p.wrong("reports/%s was left behind with other bytes", name)
		}
	}
}

// clockCase is a clock that goes wrong during a run.
type clockCase struct{ name, clock string }

const years = "87600h"

func clockCases() []clockCase {
	return []clockCase{
		{"an hour back after 5 looks", "jump=-3600s@5"},
		{"back to 1970", "jump=-490000h@12"},
		{"forward by ten years", "jump=" + years + "@9"},
		{"backwards all the time", "drift=-10s"},
		{"an hour back after 40 looks", "jump=-3600s@40"},
		{"ten years ahead from the start", "jump=" + years + "@0"},
		{"in 1970 from the start", "jump=-490000h@0"},
		{"backwards by days", "drift=-72h"},
	}
}

// clocks runs under wrong clocks, then looks and tidies up under right ones and others.
func clocks(b *bench, calm *undisturbed) {
	cases := clockCases()
	b.row("clock", "the clock jumps back, ahead by years, runs backwards, or was wrong when the cache was made", b.some(len(cases), len(cases)), func(t *trial) {
		faulty, err := t.program.faulty()
		t.must(err)
		p, clock := t.project(calm.pipeline), "PIPELINE_TEST_CLOCK="+cases[t.number].clock
		p.binary = faulty
		for _, arguments := range [][]string{{"all", "--json"}, {"status", "--json"}, {"status"}, {"explain", calm.stages[0]}, {"gc", "--older-than", "1d"}} {
			c := p.command(arguments...)
			c.env = []string{clock}
			o := c.run()
			o.want(0)
			o.plausible()
		}
		for _, other := range []string{"", "jump=" + years + "@0", "jump=-490000h@0"} { // nor later, whatever the time is then
			c := p.command("gc", "--older-than", "30d")
			c.env = []string{"PIPELINE_TEST_CLOCK=" + other}
			if other == "" {
				c.env = nil
			}
			c.run().want(0)
		}
		if missing := len(calm.stages) - len(p.complete(calm)); missing > 0 {
			t.lost("%s: gc has dropped %d results that the pipeline refers to", cases[t.number].name, missing)
		}
		p.run("status", "--json").plausible()
		p.finish(calm)
	})
}

// negative is a time that can't be.
var negative = regexp.MustCompile(`(^|[\s(":,])-[0-9][0-9.e+]*( ?(ms|s|min|h|d)\b|[,}])`)

// plausible counts times below zero in what a run printed.
func (o outcome) plausible() {
	for line := range strings.Lines(o.stdout + o.stderr) {
		if negative.MatchString(line) {
			o.command.project.wrong("a time below zero: %q in %s", line, o.brief())
		}
	}
}

// surrounding is something odd around the program.
type surrounding struct {
	name string
	try  func(*trial, *undisturbed)
}

func surroundings() []surrounding {
	return []surrounding{
		{"standard output on a full disk", afterwards(`exec "$@" >/dev/full`, 1)},
		{"HOME unset", runs(nil, `unset HOME; exec "$@"`)},
		{"no environment at all", runs(nil, `exec env -i "$@"`)},
		{"TMPDIR that isn't there", runs([]string{"TMPDIR=/does/not/exist"}, `exec "$@"`)},
		{"standard input closed", runs(nil, `exec "$@" <&-`)},
		{"standard output closed", runs(nil, `exec "$@" >&-`)},
		{"everything closed", runs(nil, `exec "$@" <&- >&- 2>&-`)},
		{"standard error on a full disk", afterwards(`exec "$@" 2>/dev/full`, 1)},
		{"output to a pipe that closes", afterwards(`"$@" 2>&1 | head -n 1`, 0)},
		{"umask 077", runs(nil, `umask 077; exec "$@"`)},
		{"umask 000", runs(nil, `umask 000; exec "$@"`)},
		{"a locale that isn't there", runs([]string{"LC_ALL=xx_XX.latin1", "LANG=xx", "TZ=Nowhere/Atall"}, `exec "$@"`)},
		{"a folder with spaces", inFolder("with  two spaces")},
		{"a folder with a line break", inFolder("two\nlines")},
		{"a folder in other letters", inFolder("ünïcødé 日本 \u202e")},
		{"a folder that isn't text", inFolder("bytes\xff\xfe")},
		{"a folder with signs of the shell", inFolder("-q'\"$(x);&*")},
		{"a folder far down", inFolder(strings.Repeat(strings.Repeat("x", 150)+"/", 8))},
		{"answers to a full disk", answersToFullDisk},
		{"the working folder is gone", withoutFolder},
		{"the cache by a relative path", relativeCache},
		{"the project moved", movedProject},
		{"the cache copied without times and modes", copiedCache},
	}
}

// shell wraps a command in a line of the shell; "$@" is the command.
func (c *command) shell(line string) *command {
	c.wrap = []string{"/bin/sh", "-c", line, "sh"}
	return c
}

// runs runs everything in a surrounding in which it must do.
func runs(env []string, line string) func(*trial, *undisturbed) {
	return func(t *trial, calm *undisturbed) {
		p := t.project(calm.pipeline)
		c := p.command("all").shell(line)
		c.env = env
		c.run().want(0)
		if n := len(p.complete(calm)); n < len(calm.stages) {
			t.wrong("%d of %d results are there after a run that ended well", n, len(calm.stages))
		}
		p.finish(calm)
	}
}

// afterwards runs everything in a surrounding in which it may fail, with that
// exit code, and finishes it in a usual one.
func afterwards(line string, code int) func(*trial, *undisturbed) {
	return func(t *trial, calm *undisturbed) {
		p := t.project(calm.pipeline)
		p.command("all").shell(line).run().want(code)
		p.finish(calm)
	}
}

// inFolder runs in a folder with an odd name.
func inFolder(name string) func(*trial, *undisturbed) {
	return func(t *trial, calm *undisturbed) {
		p := t.project(calm.pipeline)
		folder := filepath.Join(t.dir, name)
		t.must(os.MkdirAll(filepath.Dir(folder), 0o777))
		if err := os.Rename(p.folder, folder); err != nil {
			t.tried(0) // not every file system takes every name
			return
		}
		p.moveTo(folder)
		p.run("all").want(0)
		if !utf8.ValidString(folder) { // what JSON can't hold
			p.run("path", calm.stages[0], "--json").clearly("isn't text")
			t.must(os.Rename(folder, filepath.Join(t.dir, "plain")))
			p.moveTo(filepath.Join(t.dir, "plain"))
		}
		p.finish(calm)
	}
}

func (p *project) moveTo(folder string) {
	p.folder, p.cache, p.reports = folder, filepath.Join(folder, ".cache"), filepath.Join(folder, "reports")
}

// answersToFullDisk has every command that prints an answer print it to a full disk.
func answersToFullDisk(t *trial, calm *undisturbed) {
	p := t.finished(calm)
	commands := [][]string{{"all"}, {"status"}, {"status", "--json"}, {"explain", calm.stages[0]}, {"path", calm.stages[0]},
		{"graph"}, {"schema"}, {"verify", calm.stages[0]}, {"gc", "--dry-run"}, {"run", calm.stages[0]}, {"help"}, {"all", "--help"}, {"all", "--json"}}
	t.tried(len(commands))
	for _, arguments := range commands {
		o := p.command(arguments...).shell(`exec "$@" >/dev/full`).run()
		o.want(1)
		o.clearly("no space left|/dev/stdout")
	}
	p.finish(calm)
}

func withoutFolder(t *trial, calm *undisturbed) {
	p := t.project(calm.pipeline)
	t.must(os.Mkdir(filepath.Join(p.folder, "gone"), 0o777))
	o := p.command("status", "-f", filepath.Join(p.folder, "pipeline.yaml")).shell(`cd gone && rmdir ../gone && exec "$@"`).run()
	o.clearly("working folder")
}

func relativeCache(t *trial, calm *undisturbed) {
	p := t.finished(calm)
	absolute := p.cache
	p.cache = "./.cache/../.cache"
	if s, err := p.run("all", "--json").summary(); err != nil || len(s.Ran) > 0 {
		t.lost("the cache by a relative path isn't the one that it was: ran %v %v", s.Ran, err)
	}
	p.cache = absolute
	p.finish(calm)
}

func movedProject(t *trial, calm *undisturbed) {
	p := t.finished(calm)
	folder := filepath.Join(t.dir, "elsewhere")
	t.must(os.Rename(p.folder, folder))
	p.moveTo(folder)
	p.finish(calm)
	p.collect(calm)
}

// copiedCache serves from a copy as cp -r makes it: other times, and no modes but the usual ones.
func copiedCache(t *trial, calm *undisturbed) {
	p := t.finished(calm)
	t.must(filepath.WalkDir(p.cache, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return os.Chmod(path, 0o644)
	}))
	t.must(os.RemoveAll(filepath.Join(p.cache, "locks")))
	p.finish(calm)
	p.collect(calm)
}

// listing is everything in a folder: names, sizes, times; what nobody may change.
func listing(dir string) (string, error) {
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			fmt.Fprintln(&b, path, info.Size(), info.Mode(), info.ModTime().UnixNano())
		}
		return err
	})
	return b.String(), err
}
