package main

import (
	"fmt"
	"math"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"autoencoder-dynamics/internal/quantity"
)

// memoryPipeline has one stage that takes real memory, two training sets at a time, and others that don't.
const memoryPipeline = `seed: 3
stages:
  spiked: {uses: covariance, with: {model: spiked, dim: 1000, spikes: 2}}
  theory: {uses: ode, needs: {covariance: spiked}, with: {hidden: 2, horizon: 10, points: 5}}
  large:
    uses: sgd
    needs: {covariance: spiked}
    with: {hidden: 2, horizon: 0.05, points: 2, replicas: 2, sampling: epochs, samples: %d}
`

// largeStage is the stage whose need the caps are about.
const largeStage = "large"

// Below smallScale the section only shows that it works, on sets too small for what the system counts roughly.
const (
	manySamples = 32_000 // two sets of 128 MB
	fewSamples  = 5_000
	smallScale  = 0.1
)

// memorySection runs the program with less memory than it needs, with just as much, and with none left.
func memorySection(b *bench) error {
	if runtime.GOOS != "linux" {
		b.notTried("caps", "memory capped near the stated need", "limits are found on Linux alone")
		return nil
	}
	samples, small := manySamples, b.options.scale < smallScale
	if small {
		samples = fewSamples
	}
	calm, err := runUndisturbed(b, fmt.Sprintf(memoryPipeline, samples))
	if err != nil {
		return err
	}
	b.jobs = 1 // what other trials take is not what is measured
	if err := b.tryCap(calm, givenMemory()); err != nil {
		return err
	}
	if small {
		b.notTried("below-system", "limits of the system", fmt.Sprintf("they are for a scale of at least %g", smallScale))
		return nil
	}
	for _, c := range []memoryCap{ulimit("address-space", "-v"), ulimit("data", "-d")} {
		if err := b.tryCap(calm, c); err != nil {
			return err
		}
	}
	return b.tryGroup(calm)
}

// tryCap runs the program under caps from far below to just above what it says that it needs.
func (b *bench) tryCap(calm *undisturbed, c memoryCap) error {
	need, err := b.statedNeed(calm, c)
	if err != nil {
		return err
	}
	b.row("below-"+c.name, c.what+", below the stated need, then lifted", b.count(3), func(t *trial) {
		// Shares of the stage's own need that are missing: from a third, which rounding can't hide, to all of it.
		missing := 0.35 + 0.65*t.random.Float64()
		t.belowNeed(calm, c, need.total-int64(missing*float64(need.stage)))
	})
	b.row("above-"+c.name, c.what+", just above the stated need", b.count(2), func(t *trial) {
		t.aboveNeed(calm, c, need.total+need.total/50+c.slack)
	})
	b.note("below-"+c.name, "the stage states %s, in all %s", quantity.Bytes(need.stage), quantity.Bytes(need.total))
	if !c.hard {
		return nil
	}
	b.row("out-"+c.name, c.what+", overridden by --memory until memory runs out", b.count(1), func(t *trial) {
		t.outOfMemory(calm, c, need.total-need.stage)
	})
	return nil
}

// belowNeed: the stage that doesn't fit fails with a clear error before it works, the others are done, and a
// run without the cap goes on from there.
func (t *trial) belowNeed(calm *undisturbed, c memoryCap, bytes int64) {
	p := t.project(calm.pipeline)
	command := p.command("all", "--json")
	c.apply(command, bytes)
	o := command.run()
	if o.want(1) {
		p.checkRefusal(o)
	}
	p.finish(calm)
}

// memoryRemedies are what the error must say.
var memoryRemedies = []string{"there isn't enough memory", "it needs about", "(samples)", "Give it more memory, about", "in all", "--memory"}

func (p *project) checkRefusal(o outcome) {
	s, err := o.summary()
	if err != nil {
		p.wrong("%v", err)
		return
	}
	if len(s.Failed) != 1 || s.Failed[0].Stage != largeStage {
		p.wrong("not the large stage alone failed: %s", o.brief())
		return
	}
	for _, want := range memoryRemedies {
		if !strings.Contains(s.Failed[0].Error, want) {
			p.wrong("an unclear error, without %q: %s", want, s.Failed[0].Error)
		}
	}
	if ran := slices.Sorted(slices.Values(s.Ran)); !slices.Equal(ran, []string{"spiked", "theory"}) {
		p.lost("only %q ran beside it: %s", ran, o.brief())
	}
}

// aboveNeed: everything works, makes the same, and keeps to the cap.
func (t *trial) aboveNeed(calm *undisturbed, c memoryCap, bytes int64) {
	p := t.project(calm.pipeline)
	command := p.command("all", "--json")
	c.apply(command, bytes)
	o := command.run()
	if !o.want(0) {
		return
	}
	p.compare(calm)
	if o.peak > bytes {
		p.wrong("with a cap of %d bytes it took %d: %s", bytes, o.peak, o.brief())
	}
}

// outOfMemory: the program is told that there is more than there is, and ends when there is none. What was finished is kept.
func (t *trial) outOfMemory(calm *undisturbed, c memoryCap, bytes int64) {
	p := t.project(calm.pipeline)
	command := p.command("all", "--json", "--memory", "1TiB")
	command.unchecked = true // Go's runtime says "out of memory" and where
	c.apply(command, bytes)
	o := command.run()
	switch {
	case o.code == 0 && !c.sharp: // the C library did without what was counted for it
	case o.code == 0:
		p.wrong("with %d bytes for a stage that states more it ended well: the stated need is too large, or the cap none", bytes)
	case o.signal == 0 && !saysOutOfMemory(o.stderr):
		p.wrong("nothing says that memory ran out: %s", o.brief())
	}
	p.finish(calm)
}

// saysOutOfMemory reports whether Go's runtime or the C library says that there was no memory, for work or for a thread.
func saysOutOfMemory(text string) bool {
	for _, words := range []string{"out of memory", "cannot allocate memory", "pthread_create failed"} {
		if strings.Contains(text, words) {
			return true
		}
	}
	return false
}

// memoryNeed is what the program says that it needs.
type memoryNeed struct {
	stage int64 // for the large stage
	total int64 // in all, in the measure of a cap
}

var statedNeed = regexp.MustCompile(`it needs about ([0-9.]+ [kMGT]?B) .* about ([0-9.]+ [kMGT]?B) in all`)

// statedNeed asks for the need by caps that rise until the program gets far enough to refuse.
func (b *bench) statedNeed(calm *undisturbed, c memoryCap) (n memoryNeed, err error) {
	failed := fmt.Errorf("%s: the program never says what it needs", c.name)
	t := &trial{bench: b, row: "need-" + c.name, units: 1, dir: b.dir + "/" + b.section + "/need-" + c.name, sink: func(text string) { failed = fmt.Errorf("%s: %s", c.name, text) }}
	t.carryOut(func(t *trial) {
		p := t.project(calm.pipeline)
		t.must(copyTree(calm.project.cache, p.cache))
		for bytes := int64(64 << 20); bytes < 16<<30; bytes += bytes / 4 {
			command := p.command("run", largeStage, "--force", "--json")
			command.unchecked = true // with less than Go's runtime starts in
			c.apply(command, bytes)
			o := command.run()
			if found := statedNeed.FindStringSubmatch(strings.ReplaceAll(o.stdout, `\n`, " ")); found != nil {
				stage, errStage := quantity.ParseBytes(found[1])
				total, errTotal := quantity.ParseBytes(found[2])
				if errStage == nil && errTotal == nil {
					n, failed = memoryNeed{stage, total}, nil
				}
				return
			}
			if o.code == 0 {
				return
			}
		}
	})
	if n.stage > math.MaxInt64/2 {
		failed = fmt.Errorf("%s: a need of %d bytes", c.name, n.stage)
	}
	return n, failed
}
