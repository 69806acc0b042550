package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"
)

func main() {
	if reexecuted(os.Args) {
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// options are the flags.
type options struct {
	seed    uint64
	scale   float64
	jobs    int
	only    string // "row/trial"
	keep    bool
	json    bool
	verbose bool
	list    bool

	fuzztime time.Duration // of each fuzzer; 0: its share of the section's budget
	limit    time.Duration // after which a command counts as hanging
}

func parse(arguments []string, out io.Writer) (o options, names []string, err error) {
	o.limit = timeLimit
	flags := flag.NewFlagSet("trust", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.Usage = func() {
		fmt.Fprintf(out, "Usage: go run ./internal/trust [flags] [SECTION...]\n\nProves that results can be trusted. Without names: every section.\n\n")
		flags.PrintDefaults()
	}
	flags.Uint64Var(&o.seed, "seed", 1, "seed of everything that is drawn")
	flags.Float64Var(&o.scale, "scale", 1, "share of the full counts")
	flags.IntVar(&o.jobs, "jobs", runtime.NumCPU(), "how many trials run at once")
	flags.StringVar(&o.only, "only", "", "a single trial, `row/number`")
	flags.BoolVar(&o.keep, "keep", false, "leave the work folder, and say where it is")
	flags.BoolVar(&o.json, "json", false, "write JSON")
	flags.BoolVar(&o.verbose, "v", false, "one line for every trial")
	flags.DurationVar(&o.fuzztime, "fuzztime", 0, "how long each fuzzer runs (default: its share of a minute)")
	flags.BoolVar(&o.list, "list", false, "say what the sections prove, and run none")
	if err := flags.Parse(arguments); err != nil {
		return o, nil, err
	}
	if o.jobs < 1 || !(o.scale > 0) || math.IsInf(o.scale, 0) {
		err := fmt.Errorf("-jobs must be at least 1 and -scale above 0")
		fmt.Fprintln(out, err)
		return o, nil, err
	}
	return o, flags.Args(), nil
}

// run is the program: it returns the exit code.
func run(ctx context.Context, arguments []string, stdout, stderr io.Writer) int {
	o, names, err := parse(arguments, stderr)
	if err == flag.ErrHelp {
		return 0
	}
	if err != nil {
		return 2
	}
	chosen, err := choose(names)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 2
	}
	if o.list {
		for _, s := range chosen {
			fmt.Fprintf(stdout, "%-12s %s\n", s.name, s.proves)
		}
		return 0
	}
	tally, err := prove(ctx, chosen, o, stderr)
	if err != nil {
		fmt.Fprintln(stderr, "trust:", err)
		return 1
	}
	if o.json {
		err = tally.writeJSON(stdout)
	} else {
		err = tally.writeTable(stdout)
	}
	if err != nil || !tally.good() {
		return 1
	}
	return 0
}

// prove builds the program and runs the sections one after another.
func prove(ctx context.Context, chosen []section, o options, progress io.Writer) (*tally, error) {
	started := time.Now()
	dir, err := os.MkdirTemp("", "trust-")
	if err != nil {
		return nil, err
	}
	if o.keep {
		fmt.Fprintf(progress, "work folder: %s\n", dir)
	} else {
		defer removeAll(dir)
	}
	programs, err := buildProgram(ctx, dir)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(progress, "built in %.1f s; seed %d, scale %g, %d at once\n", time.Since(started).Seconds(), o.seed, o.scale, o.jobs)
	t := newTally(o)
	shared := newShared(ctx, dir, programs, o, t, progress)
	for _, s := range chosen {
		began := time.Now()
		fmt.Fprintf(progress, "%s: %s\n", s.name, s.proves)
		if err := s.run(shared.bench(s.name)); err != nil {
			t.broken(s.name, err)
		}
		t.took(s.name, time.Since(began))
		if ctx.Err() != nil {
			return nil, fmt.Errorf("interrupted")
		}
	}
	t.total = time.Since(started)
	return t, nil
}
