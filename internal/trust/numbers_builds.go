package main

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// otherBuild is the program built in another way, or run on less of a processor.
type otherBuild struct {
	name      string
	arguments []string // of go build
	env       []string // of go build
	run       []string // the environment in which it runs
	arch      string   // that this machine must have
	exact     bool     // its results are the same bits
}

// otherBuilds compares what other builds of the same code make: the same bits where docs/kernels.md says so, and else
// numbers within the tolerances that stand there.
func otherBuilds(b *bench, calm *undisturbed) error {
	for _, o := range []otherBuild{
		{name: "purego", arguments: []string{"-tags", "purego"}, exact: true},
		{name: "v3", env: []string{"GOAMD64=v3"}, arch: "amd64"},
		{name: "386", env: []string{"GOARCH=386"}, arch: "amd64"},
		{name: "no-fma", run: []string{"GODEBUG=cpu.fma=off"}, arch: "amd64"},
	} {
		what := fmt.Sprintf("outputs of the program built with %s", strings.Join(slices.Concat(o.env, o.arguments), " "))
		if o.run != nil {
			what = fmt.Sprintf("outputs of the program run with %s", strings.Join(o.run, " "))
		}
		if o.exact {
			what += ", to the bit"
		} else {
			what += ", within tolerances"
		}
		if o.arch != "" && runtime.GOARCH != o.arch {
			b.notTried(o.name, what, "this machine is "+runtime.GOARCH)
			continue
		}
		if !b.wanted(o.name, 0) {
			continue
		}
		binary := b.program.real
		if o.run == nil {
			var err error
			if binary, err = b.buildWith(o); err != nil {
				return err
			}
			if err := exec.Command(binary, "--help").Run(); err != nil {
				b.notTried(o.name, what, fmt.Sprintf("this machine can't run it: %v", err))
				continue
			}
		}
		b.row(o.name, what, 1, func(t *trial) { t.otherwiseBuilt(o, binary, calm) })
	}
	if runtime.GOARCH != "arm64" {
		b.notTried("arm64", "outputs of the program built for arm64, within tolerances", "it takes a machine of that kind")
	}
	return nil
}

// buildWith builds the program with an environment.
func (b *bench) buildWith(o otherBuild) (string, error) {
	path := filepath.Join(b.program.dir, o.name, "pipeline")
	c := exec.CommandContext(b.ctx, "go", slices.Concat([]string{"build", "-o", path}, o.arguments, []string{"./pipeline"})...)
	c.Dir, c.Env = b.program.root, append(os.Environ(), o.env...)
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build for %s: %w\n%s", o.name, err, out)
	}
	return path, nil
}

// otherwiseBuilt runs everything and compares output by output. Keys hold how the program was built: it shares none.
func (t *trial) otherwiseBuilt(o otherBuild, binary string, calm *undisturbed) {
	p := t.numbersProject(calm.pipeline)
	p.binary = binary
	c := p.command("all", "--json")
	c.env = append(c.env, o.run...)
	if out := c.run(); !out.want(0) {
		t.fail("%s", out.brief())
	}
	states, err := p.status()
	t.must(err)
	worst, tried := map[string]difference{}, 0
	for _, s := range states {
		got, err := p.readResult(s.Key)
		if err != nil {
			t.fail("stage %s: %v", s.Stage, err)
		}
		want := calm.snapshot.outputs[s.Stage]
		if !slices.Equal(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))) {
			t.wrong("stage %s has other outputs", s.Stage)
			continue
		}
		for name := range want {
			tried++
			if want[name] == got[name] {
				continue
			}
			if o.exact {
				t.wrong("%s/%s has other bytes", s.Stage, name)
				continue
			}
			d, err := differ(name, calm.project.objectPath(want[name]), p.objectPath(got[name]))
			if err != nil {
				t.wrong("%s/%s: %v", s.Stage, name, err)
				continue
			}
			kind, bound := toleranceOf(s.Stage, name)
			if d.relative > bound {
				t.wrong("%s/%s: %s, and %g is allowed (%s)", s.Stage, name, d, bound, kind)
			}
			if d.relative >= worst[kind].relative {
				d.what = s.Stage + "/" + name + " " + d.what
				worst[kind] = d
			}
		}
	}
	t.tried(tried)
	if !o.exact {
		t.noteWorst(o.name, worst)
	}
}

// noteWorst writes the largest deviation of each kind of output beside the row.
func (t *trial) noteWorst(row string, worst map[string]difference) {
	var all []string
	for _, kind := range slices.Sorted(maps.Keys(worst)) {
		all = append(all, fmt.Sprintf("%s %.1g", kind, worst[kind].relative))
		if t.options.verbose {
			fmt.Fprintf(t.progress, "  %s: %s: %s\n", row, kind, worst[kind])
		}
	}
	t.note(row, "largest deviations: %s", strings.Join(all, ", "))
}
