package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// What a hostile text may take: the program refuses, or accepts, before it computes.
const (
	hostileTime   = 2 * time.Second // of processor time: the clock also counts what else runs
	hostileMemory = 300 << 20
	hostileHang   = 30 * time.Second
)

// hostileText feeds texts from strangers to the program: pipeline files, parameters, settings, arguments.
// It must refuse them (exit code 2) or take them (0), soon, with little memory, without a stack trace, without
// handing the terminal what it acts on, and leave all alone that isn't its own.
func hostileText(b *bench) {
	b.row("files", "hostile pipeline files: explosions, encodings, names, what is no file", b.count(110), func(t *trial) {
		p := t.guarded(t.hostileFile())
		p.read("status")
	})
	b.row("parameters", "every number at −1, 0, ∞, 1e300, 2⁶³ and other limits", b.count(90), func(t *trial) {
		set := t.hostileParameter()
		p := t.guarded(hostileStages)
		p.read("status", "--set", set)
	})
	b.row("settings", "hostile settings: files, variables, flags, addresses", b.count(60), hostileSettings)
	b.row("arguments", "hostile names, flags and --set", b.count(90), func(t *trial) {
		p := t.guarded(hostileStages)
		p.check(p.command(t.hostileArguments()...), exitDone, exitFailed, exitUsage) // failed: it never ran
	})
	b.row("hints", "command lines in messages, pasted into a shell", b.count(20), hostileHints)
	b.row("strangers", "folders of somebody's own files given for the cache or the reports, and gc", b.count(8), strangersFolder)
}

// hostileStages is a pipeline with a stage of every kind that has numbers.
const hostileStages = `stages:
  c: {uses: covariance, with: {model: spiked, dim: 10, spikes: 2}}
  o: {uses: ode, needs: {covariance: c}, with: {activation: erf, hidden: 2, horizon: 10, points: 5}}
  s: {uses: sgd, needs: {covariance: c}, with: {activation: erf, hidden: 2, horizon: 10, points: 5, replicas: 2}}
  d: {uses: download}
  w: {uses: whiten, needs: {data: d}}
  theory-vs-sgd: {uses: plot, needs: {theory: o, sgd: s}}
`

// guarded is a project beside whose folder lie files that nobody may touch.
type guarded struct {
	*project
	before map[string]string
	data   string // a folder that the program may write to, too; "" for none
}

func (t *trial) guarded(pipeline string) *guarded {
	g := &guarded{project: t.project(pipeline)}
	g.write("../canary/keep.txt", "don't touch")
	g.write("mine.txt", "don't touch")
	g.look()
	return g
}

// look notes what lies around now.
func (g *guarded) look() { g.before = g.around() }

// around lists all files of the trial but those that the program may write, with their sizes and times.
func (g *guarded) around() map[string]string {
	files := map[string]string{}
	g.must(filepath.WalkDir(g.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == g.cache || path == g.reports || path == g.data {
			if err == nil && entry.IsDir() {
				return fs.SkipDir
			}
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		about := info.Mode().String()
		if info.Mode().IsRegular() {
			about += fmt.Sprint(" ", info.Size(), " ", info.ModTime().UnixNano())
		}
		files[path] = about
		return nil
	}))
	return files
}

// read runs a command that writes nothing but its own folders, and checks how it ends.
func (g *guarded) read(arguments ...string) outcome {
	c := g.command(arguments...)
	return g.check(c, exitDone, exitUsage)
}

// check runs a command and checks all that must hold whatever it is given.
func (g *guarded) check(c *command, codes ...int) outcome {
	return g.checkWithin(hostileTime, hostileMemory, c, codes...)
}

// checkWithin is check of a command that may take more time and memory.
func (g *guarded) checkWithin(processor time.Duration, memory int64, c *command, codes ...int) outcome {
	c.limit = hostileHang
	o := c.run()
	if o.hung {
		return o // counted already
	}
	if !slices.Contains(codes, o.code) {
		g.wrong("exit code %d: %s", o.code, g.told(o))
	}
	if o.code != exitDone && strings.TrimSpace(o.stderr) == "" {
		g.wrong("it failed without a word: %s", g.told(o))
	}
	if o.processor > processor {
		g.wrong("it took %v of processor time: %s", o.processor, g.told(o))
	}
	if o.peak > max(memory, ownPeak()) { // a process begins with the memory of the one that starts it
		g.wrong("it took %d MB: %s", o.peak>>20, g.told(o))
	}
	for name, text := range map[string]string{"standard output": o.stdout, "standard error": o.stderr} {
		if at := actsOnTerminal(text); at >= 0 {
			g.wrong("%s holds what a terminal acts on, %+q: %s", name, head(text[at:], 20), g.told(o))
		}
		if len(text) > 1<<18 {
			g.wrong("%s has %d bytes: %s", name, len(text), g.told(o))
		}
	}
	after := g.around()
	for path := range union(g.before, after) {
		if g.before[path] != after[path] {
			g.wrong("%s was %q and is %q: %s", path, g.before[path], after[path], g.told(o))
		}
	}
	return o
}

// told is how a run ended, with nothing that a terminal acts on: these are the failures that have it.
func (g *guarded) told(o outcome) string { return head(fmt.Sprintf("%+q", o.brief()), 1500) }

// actsOnTerminal returns where a text begins to do something else to a terminal than be shown, or −1.
func actsOnTerminal(text string) int {
	if i := strings.IndexFunc(text, func(r rune) bool {
		return r != '\n' && r != '\t' && (r == 0x2028 || r == 0x2029 || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r))
	}); i >= 0 {
		return i
	}
	if utf8.ValidString(text) {
		return -1
	}
	for i, r := range text {
		if _, size := utf8.DecodeRuneInString(text[i:]); r == utf8.RuneError && size == 1 {
			return i
		}
	}
	return -1
}

// strangersFolder gives the program a folder with somebody's own files for its cache, runs
// stages and drops what isn't needed: the files must be there afterwards.
func strangersFolder(t *trial) {
	g := t.guarded("stages: {c: {uses: covariance, with: {model: spiked, dim: 10, spikes: 2}}}\n")
	own := []string{
		"letter.txt", "objects/mine.txt", "objects/ab/mine.txt", "scratch/mine.txt", "scratch/thesis/chapter.txt", "checkpoints/mine/x.txt",
		"damaged/photo.jpg", "locks/key.txt", "roots/tree.json", "actions/ab/plan.txt", "state/notes.txt",
	}
	t.random.Shuffle(len(own), func(i, j int) { own[i], own[j] = own[j], own[i] })
	own = own[:1+t.random.IntN(len(own))]
	folder := filepath.Join(g.folder, "documents")
	for _, name := range own {
		g.write(filepath.Join("documents", name), "mine")
	}
	g.cache, g.reports = folder, filepath.Join(g.folder, "reports")
	for _, arguments := range [][]string{{"run", "c"}, {"gc"}, {"run", "c", "--force"}, {"gc"}} {
		c := g.command(arguments...)
		c.limit = hostileHang
		if o := c.run(); !o.hung && o.code != exitDone && o.code != exitFailed && o.code != exitUsage {
			g.wrong("exit code %d: %s", o.code, g.told(o))
		}
		for _, name := range own {
			if content, err := os.ReadFile(filepath.Join(folder, name)); err != nil || string(content) != "mine" {
				g.fail("%s is %q, %v after %q with %q in the folder of the cache", name, content, err, arguments, own)
			}
		}
	}
}
