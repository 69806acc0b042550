package main

import (
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
)

// limitMachine takes disks, permissions and the process's own limits away.
func limitMachine(b *bench, calm *undisturbed) {
	h, err := newHolder()
	if err == nil {
		h.close()
		fullDisks(b, calm)
		readOnly(b, calm)
	} else {
		b.notTried("full-disk", "a full disk", err.Error())
		b.notTried("read-only", "a cache that can't be written to", err.Error())
	}
	few, err := b.fewSteps()
	if err != nil {
		b.notTried("open-files", "few files, threads, bytes in a file", err.Error())
		return
	}
	files := []int{8, 13, 10, 16, 9, 11, 12, 14, 20, 32}
	b.failing("open-files", "8 to 32 files open at once", b.some(len(files), len(files)), func(t *trial) bool {
		return t.confined(few, fmt.Sprintf("nofile=%d", files[t.number]), "too many open files", "ulimit -n")
	})
	b.failing("file-size", "files of 1 kB to 1 MB at most", b.countAtLeast(6, 0), func(t *trial) bool {
		return t.confined(calm, fmt.Sprintf("fsize=%d", t.between(1<<10, 1<<20)), "file too large", "ulimit -f")
	})
	threads(b, few)
}

// between draws a number, each order of magnitude as often as another.
func (t *trial) between(least, most float64) int {
	return int(least * math.Pow(most/least, t.random.Float64()))
}

// failing is a row of trials that say whether the limit was met, which is noted:
// a row whose limits are never met proves nothing.
func (b *bench) failing(row, what string, n int, do func(*trial) bool) {
	var met atomic.Int64
	b.row(row, what, n, func(t *trial) {
		if do(t) {
			met.Add(1)
		}
	})
	if n > 0 {
		b.note(row, "%d ended in an error, then went on", met.Load())
	}
}

// confined runs everything under a limit, then without it. It reports whether the limit was met.
func (t *trial) confined(calm *undisturbed, limit string, words ...string) bool {
	p := t.project(calm.pipeline)
	c := p.command("all")
	var err error
	c.wrap, err = under(limit)
	t.must(err)
	failed := c.run().wellOrClearly(words...)
	p.ruined(calm)
	p.finish(calm)
	return failed
}

// threads bounds the processes and threads of the user. Where the Go runtime
// can't make a thread it ends the program itself, with a trace; all that can be asked
// for is that nothing is lost.
func threads(b *bench, calm *undisturbed) {
	counts := []int{6, 3, 9, 14}
	b.row("threads", "3 to 14 threads of the user", min(len(counts), b.countAtLeast(len(counts), 0)), func(t *trial) {
		p := t.project(calm.pipeline)
		c := p.command("all")
		var err error
		c.wrap, err = under(fmt.Sprintf("nproc=%d", counts[t.number]))
		t.must(err)
		c.unchecked = true
		c.prepare = func(process *exec.Cmd) {
			if os.Getuid() == 0 { // root has no such limit
				t.must(os.Chmod(b.dir, 0o711))
				t.must(os.Chmod(p.folder, 0o777))
				return
			}
			ownRightsOnly(process)
		}
		o := c.run()
		if o.code != 0 && !strings.Contains(o.stderr, "pthread_create failed") && !strings.Contains(o.stderr, "newosproc") && !strings.Contains(o.stderr, "resource temporarily unavailable") {
			p.wrong("it isn't said that no thread could be made: %s", o.brief())
		}
		p.finish(calm)
	})
	b.note("threads", "Go's runtime itself ends the program")
}

// fullDisks fills the disk that holds the cache, the reports, both, or all that it can take in files.
func fullDisks(b *bench, calm *undisturbed) {
	rows := []struct {
		name, what     string
		full, least    int
		cache, reports bool // lie on it
		size           func(t *trial) string
	}{
		{"full-disk", "the cache on a full disk, from 4 kB to all but the last output", 10, 1, true, false, func(t *trial) string {
			return fmt.Sprintf("size=%dk", t.between(4, 1000))
		}},
		{"full-reports", "the reports on a full disk", 3, 0, false, true, func(t *trial) string { return fmt.Sprintf("size=%dk", t.between(4, 700)) }},
		{"full-both", "cache, reports and TMPDIR on a full disk", 3, 0, true, true, func(t *trial) string { return fmt.Sprintf("size=%dk", t.between(100, 1600)) }},
		{"inodes", "a disk with room for 2 to 70 files", 6, 0, true, false, func(t *trial) string { return fmt.Sprintf("size=64m,nr_inodes=%d", t.between(2, 70)) }},
	}
	for _, row := range rows {
		b.failing(row.name, row.what, b.countAtLeast(row.full, row.least), func(t *trial) bool {
			return t.fullDisk(calm, row.size(t), row.cache, row.reports)
		})
	}
}

// fullDisk runs everything on such a disk, and goes on when it has grown. It
// reports whether the disk was too small.
func (t *trial) fullDisk(calm *undisturbed, size string, cache, reports bool) bool {
	h, err := newHolder()
	t.must(err)
	defer h.close()
	p := t.project(calm.pipeline)
	disk := filepath.Join(t.dir, "disk")
	t.must(os.Mkdir(disk, 0o777))
	t.must(h.disk(disk, size))
	if cache {
		p.cache = h.path(filepath.Join(disk, "cache"))
	} else {
		t.must(copyTree(calm.project.cache, p.cache))
	}
	if reports {
		p.reports = h.path(filepath.Join(disk, "reports"))
	}
	c := p.command("all")
	c.env = []string{"TMPDIR=" + h.path(disk)}
	failed := c.run().wellOrClearly("no space left on device", "The disk that holds the cache|The disk that holds the folder for reports", "--cache|--reports", "What was computed is kept")
	p.ruined(calm)
	t.must(h.grow(disk))
	p.finish(calm)
	return failed
}

// lookers are commands that only look, or write elsewhere; makers must store
// results. STAGE is a stage, FILE one of its outputs.
var (
	lookers = [][]string{
		{"all"}, {"status", "--json"}, {"run", "STAGE"}, {"path", "STAGE/FILE"}, {"status"}, {"all", "--dry-run"}, {"explain", "STAGE"},
		{"explain", "STAGE/FILE"}, {"graph"}, {"gc", "--dry-run"}, {"run", "STAGE", "--force", "--dry-run"},
	}
	figureLookers = [][]string{{"report"}, {"diff"}, {"figure", "theory-vs-sgd"}, {"accept", "theory-vs-sgd", "--reason", "x"}, {"check"}}
	makers        = [][]string{{"run", "STAGE", "--force"}, {"gc"}, {"verify", "STAGE"}, {"all", "--force"}}
)

// readOnly takes the permission to write away.
func readOnly(b *bench, calm *undisturbed) {
	readOnlyCaches(b, calm)
	readOnlyIncomplete(b, calm)
	readOnlyReports(b, calm)
}

// readOnlyCaches has a complete cache on a read-only disk, and one of another user.
func readOnlyCaches(b *bench, calm *undisturbed) {
	b.row("read-only", "a complete cache that can't be written to: what looks works, what makes says so first", b.count(4), func(t *trial) {
		h, err := newHolder()
		t.must(err)
		defer h.close()
		p := t.finished(calm)
		if t.number >= 2 { // as a copy without locks, such as an archive of it
			t.must(os.RemoveAll(filepath.Join(p.cache, "locks")))
		}
		var prepare func(*exec.Cmd)
		if t.number%2 == 0 {
			t.must(h.readOnly(p.cache))
			p.cache = h.path(p.cache)
		} else {
			t.must(forbidWriting(p.cache))
			prepare = ownRightsOnly
		}
		t.onlyLooked(p, calm, prepare)
	})
}

// readOnlyIncomplete has a cache of another user in which a result is missing.
func readOnlyIncomplete(b *bench, calm *undisturbed) {
	b.row("missing", "a read-only cache that lacks results", b.countAtLeast(2, 0), func(t *trial) {
		p := t.finished(calm)
		missing := calm.stages[t.number*2%len(calm.stages)]
		t.must(os.Remove(p.manifestPath(calm.keys[missing])))
		t.must(forbidWriting(p.cache))
		c := p.command("all")
		c.prepare = ownRightsOnly
		o := c.run()
		o.clearly("permission denied", p.cache, "--cache", "nothing was run")
		if strings.Contains(o.stderr, "start ") {
			p.wrong("work began on a cache that can't be written to: %s", o.brief())
		}
	})
}

// readOnlyReports has folders for reports and the project of another user.
func readOnlyReports(b *bench, calm *undisturbed) {
	b.row("read-only-reports", "a folder for reports, and a project's, that can't be written to", b.countAtLeast(2, 0), func(t *trial) {
		p := t.finished(calm)
		if t.number == 0 {
			t.must(os.RemoveAll(p.reports))
			t.must(os.Mkdir(p.reports, 0o555))
		} else {
			t.must(os.RemoveAll(p.cache))
			t.must(os.Chmod(p.folder, 0o555))
		}
		for _, arguments := range [][]string{{"all"}, {"all", "--json"}} {
			c := p.command(arguments...)
			c.prepare = ownRightsOnly
			c.run().clearly("permission denied", p.folder, "--reports|--cache")
		}
		t.must(os.Chmod(p.folder, 0o777))
		if t.number == 0 {
			t.must(os.Chmod(p.reports, 0o777))
		}
		p.finish(calm)
	})
}

// onlyLooked runs every command on a cache that can't be written to, and checks that nothing in it has changed.
func (t *trial) onlyLooked(p *project, calm *undisturbed, prepare func(*exec.Cmd)) {
	before, err := listing(p.cache)
	t.must(err)
	looking := lookers
	if len(calm.stages) > 3 { // with the figure
		looking = append(looking[:len(looking):len(looking)], figureLookers...)
	} else {
		looking = looking[:4]
	}
	stage := calm.stages[1]
	file := slices.Sorted(maps.Keys(calm.snapshot.outputs[stage]))[0]
	named := func(arguments []string) []string {
		return strings.Split(strings.NewReplacer("STAGE", stage, "FILE", file).Replace(strings.Join(arguments, "\n")), "\n")
	}
	t.tried(len(looking) + len(makers))
	for _, arguments := range looking {
		c := p.command(named(arguments)...)
		c.prepare = prepare
		code := 0
		o := c.run()
		if arguments[0] == "check" && o.code == 1 { // the claims of so small a run don't hold
			code = 1
		}
		o.want(code)
	}
	for _, arguments := range makers {
		c := p.command(named(arguments)...)
		c.prepare = prepare
		o := c.run()
		o.clearly("read-only file system|permission denied", p.cache, "--cache")
		if strings.Contains(o.stderr, "start ") {
			p.wrong("work began on a cache that can't be written to: %s", o.brief())
		}
	}
	after, err := listing(p.cache)
	t.must(err)
	if before != after {
		p.wrong("the cache that can't be written to has changed")
	}
	t.must(os.RemoveAll(filepath.Join(p.reports, "diff"))) // which the undisturbed run has none of
	p.compare(calm)
}

// forbidWriting takes the right to write in all folders and files below one.
func forbidWriting(dir string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		return os.Chmod(path, info.Mode().Perm()&^0o222)
	})
}
