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

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/remedy"
	"autoencoder-dynamics/internal/visible"
)

// Exit codes; scripts rely on them.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

func main() { os.Exit(runProgram(nil)) }

// runProgram runs the command line of this process. Tests change the world that
// it touches by adapt, which may be nil.
func runProgram(adapt func(*app)) int {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintf(os.Stderr, "pipeline: the working folder can't be told: %v; change to one that is there\n", err)
		return exitFailed
	}
	a := &app{
		out: os.Stdout, err: os.Stderr, dir: dir, environ: os.Environ(), now: time.Now, host: host,
		terminal: term.IsTerminal(int(os.Stderr.Fd())) && os.Getenv("TERM") != "dumb",
		width:    widthOf(os.Stderr),
		disk:     cache.Folder,
	}
	if adapt != nil {
		adapt(a)
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
	out := &answerWriter{writer: visible.NewWriter(a.out)}
	answering := *a
	answering.out, answering.err, answering.screen = out, visible.NewWriter(a.err), a.err
	root := answering.newRoot()
	root.SetArgs(arguments)
	root.SetOut(out)
	root.SetErr(answering.err)
	err := root.ExecuteContext(ctx)
	if err == nil && out.err != nil {
		err = fmt.Errorf("what was to be printed is lost: %w", out.err)
	}
	err = remedy.Add(err)
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(answering.err, "pipeline:", farewell(err))
		return exitInterrupted
	case errors.As(err, &usage):
		fmt.Fprintln(answering.err, err)
		return exitUsage
	case errors.Is(err, errReported):
		return exitFailed
	}
	fmt.Fprintln(answering.err, "pipeline:", err)
	return exitFailed
}

// farewell says what an interruption has left, and what to do; where the commands
// that run stages don't say it themselves, the error says only where it struck.
func farewell(err error) string {
	if engine.IsInterrupted(err) {
		return err.Error()
	}
	return "interrupted: nothing that was finished is lost, run the command again"
}

// answerWriter writes what a command answers and keeps the first error, so that
// a script never takes half an answer for a whole one.
type answerWriter struct {
	writer io.Writer
	err    error
}

func (w *answerWriter) Write(text []byte) (int, error) {
	n, err := w.writer.Write(text)
	if w.err == nil {
		w.err = err
	}
	return n, err
}

// app is the program and all of the outside world that it touches.
type app struct {
	out, err io.Writer
	dir      string // working directory
	environ  []string
	now      func() time.Time
	host     string
	screen   io.Writer // err for what colours itself and moves the cursor: progress
	terminal bool      // err is a terminal
	width    func() int
	disk     func(dir string) cache.Disk // of the cache in a folder
}
