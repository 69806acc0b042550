package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"autoencoder-dynamics/internal/npz"
)

// numbersPipeline has every way in which numbers are made, each as small as it can be.
//
//go:embed testdata/numbers.yaml
var numbersPipeline string

// imagesPipeline is the way of images, on the embedded default.
//
//go:embed testdata/numbers-images.yaml
var imagesPipeline string

// sameNumbers runs everything that makes numbers under one condition after another, and
// compares all bytes of all outputs.
func sameNumbers(b *bench) error {
	pipeline := numbersPipeline
	if b.options.scale < tinyNumbers {
		pipeline = smallPipeline
	}
	calm, err := calmNumbers(b, pipeline)
	if err != nil {
		return err
	}
	all := conditions()
	tried := all[:b.some(len(all), len(all))]
	b.row("conditions", "runs of every kind of number under other conditions", len(tried), func(t *trial) { t.under(tried[t.number], calm) })
	b.interruptions(calm)
	if b.options.scale < tinyNumbers {
		return nil
	}
	b.row("names", "the same parameters in another order, under other names, in a profile", 3, func(t *trial) { t.renamed(calm) })
	b.row("verified", "every stage made once more by verify", 1, func(t *trial) { t.verifyAll(calm) })
	if err := imagesNumbers(b); err != nil {
		return err
	}
	return otherBuilds(b, calm)
}

// tinyNumbers is the scale below which the small pipeline stands in, and builds are left
// out: "go test" has seconds.
const tinyNumbers = 0.05

const interruptedTrials = 30

// condition is something that mustn't change a bit.
type condition struct {
	name   string
	change func(*command)
	shown  bool // the report shows it, so that outputs alone are compared
}

// conditions are tried one by one; the first is the one of "go test".
func conditions() []condition {
	jobs := func(n int) condition {
		return condition{"--jobs " + strconv.Itoa(n), func(c *command) { c.jobs(n) }, false}
	}
	environment := func(entries ...string) condition {
		return condition{strings.Join(entries, " "), func(c *command) { c.env = append(c.env, entries...) }, false}
	}
	threads := func(n int) condition { // without --jobs there are as many as Go would have threads
		return condition{"GOMAXPROCS=" + strconv.Itoa(n), func(c *command) {
			c.env = append(c.env, "GOMAXPROCS="+strconv.Itoa(n))
			at := slices.Index(c.arguments, "--jobs")
			c.arguments = slices.Delete(slices.Clone(c.arguments), at, at+2)
		}, false}
	}
	return []condition{
		jobs(7), jobs(1), jobs(2), jobs(3), jobs(16), threads(1), threads(5),
		environment("GOGC=1"),
		environment("GODEBUG=asyncpreemptoff=1"),
		environment("LANG=de_DE.UTF-8", "LC_ALL=de_DE.UTF-8", "TZ=Pacific/Kiritimati"),
		{"another working directory", func(c *command) {
			c.arguments = append(c.arguments, "-f", filepath.Join(c.project.folder, "pipeline.yaml"))
			c.wrap = []string{"sh", "-c", `cd / && exec "$0" "$@"`}
		}, true},
		// The processor's vector kernels, as far as they can be switched off from outside; docs/kernels.md.
		environment("GODEBUG=cpu.avx512f=off"),
		environment("GODEBUG=cpu.avx2=off"),
	}
}

// jobs replaces the number of jobs.
func (c *command) jobs(n int) {
	c.arguments[slices.Index(c.arguments, "--jobs")+1] = strconv.Itoa(n)
}

// under runs everything from nothing under a condition.
func (t *trial) under(how condition, calm *undisturbed) {
	p := t.numbersProject(calm.pipeline)
	c := p.command("all", "--json")
	how.change(c)
	if o := c.run(); !o.want(0) {
		t.fail("%s: %s", how.name, o.brief())
	}
	all := p.otherResults(calm)
	if !how.shown && len(all) == 0 { // reports hold what the outputs do
		reports, err := p.readReports()
		t.must(err)
		all = differing("reports/", calm.snapshot.reports, reports)
	}
	for _, difference := range all {
		t.wrong("%s: %s", how.name, difference)
	}
}

// otherResults says which results aren't the undisturbed run's. Keys hold the digests of what a stage was made from: one whose
// input has other bytes isn't found under the key of before.
func (p *project) otherResults(calm *undisturbed) (all []string) {
	for _, stage := range calm.stages {
		files, err := p.readResult(calm.keys[stage])
		if err != nil {
			all = append(all, fmt.Sprintf("stage %s isn't there under its key: %v", stage, err))
			continue
		}
		all = append(all, differing("output "+stage+"/", calm.snapshot.outputs[stage], files)...)
	}
	return all
}

// interruptions ends the long simulations at random moments.
func (b *bench) interruptions(calm *undisturbed) {
	var resumed atomic.Int64
	b.row("interrupted", "simulations interrupted at random, resumed with other --jobs", b.count(interruptedTrials), func(t *trial) {
		t.interruptNumbers(calm, &resumed)
	})
	b.note("interrupted", "%d times a checkpoint was left to go on from", resumed.Load())
}

// numbersProject makes a project with the files that the pipeline names.
func (t *trial) numbersProject(pipeline string) *project {
	p := t.project(pipeline)
	const dim = 6
	vectors, start := make([]float64, dim*dim), make([]float64, 2*dim)
	for i := range dim {
		for j := range dim { // the sine transform, which is orthogonal
			vectors[i*dim+j] = math.Sqrt(2/float64(dim+1)) * math.Sin(math.Pi*float64((i+1)*(j+1))/float64(dim+1))
		}
	}
	for i := range start {
		start[i] = 0.1 * float64(i%5-2)
	}
	p.writeArrays("given.npz", npz.Array{Name: "eigenvalues", Shape: []int{dim}, Data: []float64{6, 3, 1, 1, 0.5, 0.25}},
		npz.Array{Name: "eigenvectors", Shape: []int{dim, dim}, Data: vectors})
	p.writeArrays("start.npz", npz.Array{Name: "W", Shape: []int{2, dim}, Data: start}, npz.Array{Name: "V", Shape: []int{2, dim}, Data: start})
	return p
}

func (p *project) writeArrays(name string, arrays ...npz.Array) {
	var file bytes.Buffer
	p.must(npz.Write(&file, arrays...))
	p.write(name, file.String())
}

// calmNumbers runs a pipeline once, from nothing, with two jobs.
func calmNumbers(b *bench, pipeline string) (calm *undisturbed, err error) {
	if pipeline == smallPipeline {
		return b.undisturbed()
	}
	err = b.aside(fmt.Sprintf("calm-%x", hashOf(pipeline)), func(t *trial) {
		p := t.numbersProject(pipeline)
		calm = p.runCalmly(pipeline)
		calm.snapshot, err = p.readOutputs(calm)
		t.must(err)
		calm.snapshot.reports, err = p.readReports()
		t.must(err)
	})
	return calm, err
}

// imagesNumbers is the same for the way of images, under fewer conditions.
func imagesNumbers(b *bench) error {
	calm, err := calmNumbers(b, imagesPipeline)
	if err != nil {
		return err
	}
	all := conditions()
	tried := []condition{all[0], all[1], all[len(all)-1]}
	b.row("images", "the way of images (embedded default) under other conditions", len(tried), func(t *trial) { t.under(tried[t.number], calm) })
	return nil
}

// verifyAll has the program make every stage again and compare.
func (t *trial) verifyAll(calm *undisturbed) {
	p := t.project(calm.pipeline)
	for _, name := range []string{"given.npz", "start.npz"} {
		p.must(copyTree(filepath.Join(calm.project.folder, name), filepath.Join(p.folder, name)))
	}
	p.must(copyTree(calm.project.cache, p.cache))
	t.tried(len(calm.stages))
	if o := p.run(append([]string{"verify"}, calm.stages...)...); o.code != 0 {
		t.wrong("verify: %s", o.brief())
	}
}
