// Command pipeline regenerates the figures of "The dynamics of representation
// learning in shallow, non-linear autoencoders" (Refinetti & Goldt, ICML 2022).
//
// Usage:
//
//	go run ./pipeline COMMAND [flags]
//
//	all                 every figure and the report; runs only what is stale
//	figure NAME...      single figures, with only the stages that they need
//	run STAGE...        single stages
//	status              every stage: fresh, or stale and why, and what it will cost
//	explain STAGE|FILE  what a result, or a file, was made from
//	path STAGE[/FILE]   where a cached output lies
//	graph               the graph of stages, as Mermaid or DOT
//	check               every figure's claims, and every figure against its reference
//	diff FIGURE...      what changed against the reference, as numbers and pictures
//	accept FIGURE...    make figures as they are the references
//	verify STAGE...     run cached stages again and compare
//	report              the HTML report, from what is cached
//	gc                  drop cache entries that nobody refers to
//	schema              the JSON schema of pipeline.yaml, for editors
//
// Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 130 interrupted.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"
)

// Exit codes; scripts rely on them.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

func main() { os.Exit(runProgram()) }

// runProgram runs the command line of this process.
func runProgram() int {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintln(os.Stderr, "pipeline:", err)
		return exitFailed
	}
	a := &app{
		out: os.Stdout, err: os.Stderr, dir: dir, environ: os.Environ(), now: time.Now, host: host,
		terminal: term.IsTerminal(int(os.Stderr.Fd())) && os.Getenv("TERM") != "dumb",
		width:    widthOf(os.Stderr),
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second Ctrl-C ends the process at once: the cache survives that too.
	context.AfterFunc(ctx, stop)
	return a.run(ctx, os.Args[1:])
}

func widthOf(file *os.File) func() int {
	return func() int {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
			return width
		}
		return 80
	}
}

// usageError is an error of the command line or the configuration: exit code 2.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usagef(format string, arguments ...any) error {
	return usageError{fmt.Errorf(format, arguments...)}
}

// errReported says that a command has failed and has said so itself.
var errReported = errors.New("failed")

// run executes one command line and returns its exit code.
func (a *app) run(ctx context.Context, arguments []string) int {
	root := a.newRoot()
	root.SetArgs(arguments)
	root.SetOut(a.out)
	root.SetErr(a.err)
	err := root.ExecuteContext(ctx)
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(a.err, "pipeline:", err)
		return exitInterrupted
	case errors.As(err, &usage):
		fmt.Fprintln(a.err, err)
		return exitUsage
	case errors.Is(err, errReported):
		return exitFailed
	}
	fmt.Fprintln(a.err, "pipeline:", err)
	return exitFailed
}

// app is the program and all of the outside world that it touches.
type app struct {
	out, err io.Writer
	dir      string // working directory
	environ  []string
	now      func() time.Time
	host     string
	terminal bool // err is a terminal
	width    func() int
}
