package main

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"
)

// shared is what all sections have in common.
type shared struct {
	ctx      context.Context
	dir      string
	program  programs
	options  options
	tally    *tally
	progress io.Writer
	calm     func() (*undisturbed, error)
	few      func() (*undisturbed, error)
}

func newShared(ctx context.Context, dir string, p programs, o options, t *tally, progress io.Writer) *shared {
	s := &shared{ctx: ctx, dir: dir, program: p, options: o, tally: t, progress: progress}
	s.calm = sync.OnceValues(func() (*undisturbed, error) { return runUndisturbed(s.bench("undisturbed"), smallPipeline) })
	s.few = sync.OnceValues(func() (*undisturbed, error) { return runUndisturbed(s.bench("undisturbed"), stepsPipeline) })
	return s
}

func (s *shared) bench(section string) *bench {
	return &bench{shared: s, section: section, jobs: s.options.jobs}
}

// bench is what a section works with.
type bench struct {
	*shared
	section string
	jobs    int // how many trials run at once; a section may lower it
}

// count is the share of a full count that -scale asks for, at least one; above a
// scale of 1 it is more than the full count.
func (b *bench) count(full int) int { return b.countAtLeast(full, 1) }

// countAtLeast is count with another smallest number.
func (b *bench) countAtLeast(full, least int) int {
	return max(least, int(math.Round(float64(full)*b.options.scale)))
}

// some is how many of all cases of a list are tried: full of them at full scale, at least one, at most all.
func (b *bench) some(all, full int) int { return min(all, b.count(full)) }

// undisturbed returns the finished project of the small pipeline, run once.
func (b *bench) undisturbed() (*undisturbed, error) { return b.calm() }

// fewSteps returns the finished project of the pipeline that does least, run once.
func (b *bench) fewSteps() (*undisturbed, error) { return b.few() }

// usual is the undisturbed project of the small pipeline; for tests, at a tiny
// scale, that of the one without a figure, which takes a fifth of the time.
func (b *bench) usual() (*undisturbed, error) {
	if b.options.scale < 0.01 {
		return b.few()
	}
	return b.calm()
}

// note adds a remark to a row of the table.
func (b *bench) note(row, format string, arguments ...any) {
	b.tally.note(b.section, row, fmt.Sprintf(format, arguments...))
}

// notTried adds a row that says why nothing was tried here.
func (b *bench) notTried(row, what, why string) { b.tally.notTried(b.section, row, what, why) }

// row runs n trials of one kind, in parallel, and waits for all of them.
func (b *bench) row(row, what string, n int, do func(*trial)) {
	if only, _, _ := strings.Cut(b.options.only, "/"); only != "" && only != row {
		return
	}
	b.tally.open(b.section, row, what)
	work := make(chan int)
	var workers sync.WaitGroup
	for range min(b.jobs, n) {
		workers.Go(func() {
			for i := range work {
				b.trial(row, i, do)
			}
		})
	}
	for i := range n {
		if b.ctx.Err() == nil && b.wanted(row, i) {
			work <- i
		}
	}
	close(work)
	workers.Wait()
}

func (b *bench) wanted(row string, i int) bool {
	only := b.options.only
	return only == "" || only == row+"/"+strconv.Itoa(i) || only == row
}

// trial runs one trial in a folder of its own, which goes with it.
func (b *bench) trial(row string, i int, do func(*trial)) {
	t := &trial{
		bench: b, row: row, number: i, units: 1,
		random: rand.New(rand.NewPCG(b.options.seed, hashOf(b.section, row, strconv.Itoa(i)))),
		dir:    filepath.Join(b.dir, b.section, row, strconv.Itoa(i)),
	}
	started := time.Now()
	t.carryOut(do)
	b.tally.add(b.section, row, t.units)
	if !b.options.keep {
		removeAll(t.dir)
	}
	if b.options.verbose {
		fmt.Fprintf(b.progress, "  %s/%d: %.2f s, %d tried, %d failures\n", row, i, time.Since(started).Seconds(), t.units, t.failures)
	}
}

// aside does something that isn't counted, with the means of a trial. Its folder stays.
func (b *bench) aside(name string, do func(*trial)) error {
	t := &trial{
		bench: b, row: name, dir: filepath.Join(b.dir, b.section, "aside", name),
		random: rand.New(rand.NewPCG(b.options.seed, hashOf(b.section, name))),
	}
	var problems []error
	t.sink = func(text string) { problems = append(problems, errors.New(text)) }
	t.carryOut(do)
	if len(problems) > 0 {
		return fmt.Errorf("%s: %w", name, errors.Join(problems...))
	}
	return nil
}

func hashOf(parts ...string) uint64 {
	h := fnv.New64a()
	io.WriteString(h, strings.Join(parts, "\x00"))
	return h.Sum64()
}

// trial is one thing done to the program.
type trial struct {
	*bench
	row    string
	number int
	random *rand.Rand        // depends on the seed, the section, the row and the number alone
	dir    string            // the trial's own folder
	sink   func(text string) // takes the failures of a run that isn't a trial

	mu       sync.Mutex
	units    int
	failures int
	projects int
}

// over is what fail and must leave a trial with.
type over struct{}

func (t *trial) carryOut(do func(*trial)) {
	defer func() {
		if p := recover(); p != nil {
			if _, ok := p.(over); !ok {
				t.wrong("the harness itself failed: %v\n%s", p, debug.Stack())
			}
		}
	}()
	if err := os.MkdirAll(t.dir, 0o777); err != nil {
		t.fail("the harness can't make its folder: %v", err)
	}
	do(t)
}

// tried says how many things this trial has tried: one unless said otherwise.
func (t *trial) tried(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.units = n
}

// pick returns one of several.
func pick[T any](t *trial, all []T) T { return all[t.random.IntN(len(all))] }

// lost counts something computed that was computed again, or is gone.
func (t *trial) lost(format string, arguments ...any) { t.report(lost, format, arguments...) }

// wrong counts a wrong result: other bytes, a crash, a hang, an unclear error.
func (t *trial) wrong(format string, arguments ...any) { t.report(wrong, format, arguments...) }

// fail counts a wrong result and ends the trial. Only for the trial's own goroutine.
func (t *trial) fail(format string, arguments ...any) {
	t.wrong(format, arguments...)
	panic(over{})
}

// must ends the trial where the harness itself couldn't do what it wanted.
func (t *trial) must(err error) {
	if err != nil {
		t.fail("the harness itself failed: %v", err)
	}
}

func (t *trial) report(kind failureKind, format string, arguments ...any) {
	if t.ctx.Err() != nil {
		return // interrupted: nothing that is seen now means anything
	}
	t.mu.Lock()
	t.failures++
	t.mu.Unlock()
	if t.sink != nil {
		t.sink(fmt.Sprintf(format, arguments...))
		return
	}
	t.tally.fail(failure{
		Section: t.section, Row: t.row, Trial: t.number, Kind: kind, Text: fmt.Sprintf(format, arguments...),
		Repeat: t.options.repeat(t.section, t.row, t.number),
	})
}

// repeat is the command line that does one trial again.
func (o options) repeat(section, row string, number int) string {
	command := fmt.Sprintf("go run ./internal/trust -seed %d", o.seed)
	if o.scale != 1 {
		command += fmt.Sprintf(" -scale %g", o.scale)
	}
	return fmt.Sprintf("%s -only %s/%d -keep %s", command, row, number, section)
}
