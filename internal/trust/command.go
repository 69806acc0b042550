package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// timeLimit is after how long a command counts as hanging; on a busy machine the
// small pipeline may take some seconds.
const timeLimit = 60 * time.Second

// The program's exit codes.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// command is one run of the program. Its fields may be changed before it runs.
type command struct {
	project   *project
	binary    string
	arguments []string // with the flags that say where everything lies
	env       []string // added to environment()
	wrap      []string // a program to run it under, with its arguments
	input     string   // standard input
	limit     time.Duration
	during    func(*running)  // called once it runs, beside it
	unchecked bool            // don't count a stack trace as wrong
	prepare   func(*exec.Cmd) // changes the process before it starts
}

// command prepares a run of the program in its project: its own cache and reports,
// offline, with two jobs, whatever the machine has.
func (p *project) command(arguments ...string) *command {
	return &command{
		project: p, binary: p.binary, limit: p.options.limit,
		arguments: append(slices.Clone(arguments), "--cache", p.cache, "--reports", p.reports, "--offline", "--jobs", "2"),
	}
}

// run runs the program to its end.
func (c *command) run() outcome { return c.start().wait() }

// run runs the program with these arguments to its end.
func (p *project) run(arguments ...string) outcome { return p.command(arguments...).run() }

// running is a command that was started.
type running struct {
	command *command
	process *exec.Cmd
	started time.Time
	stdout  output
	stderr  output
	done    chan struct{} // closed when the process has ended
	hung    bool
	err     error
}

// start starts the program, in a process group of its own, and returns at once.
func (c *command) start() *running {
	line := append(append(slices.Clone(c.wrap), c.binary), c.arguments...)
	r := &running{command: c, process: exec.Command(line[0], line[1:]...), done: make(chan struct{})}
	r.process.Dir = c.project.folder
	r.process.Env = append(environment(), c.env...)
	r.process.Stdout, r.process.Stderr = &r.stdout, &r.stderr
	if c.input != "" {
		r.process.Stdin = strings.NewReader(c.input)
	}
	r.process.WaitDelay = time.Second // for a child that outlives it and keeps its output open
	newGroup(r.process)
	if c.prepare != nil {
		c.prepare(r.process)
	}
	r.started = time.Now()
	if err := r.process.Start(); err != nil {
		r.err = err
		close(r.done)
		return r
	}
	go r.watch()
	if c.during != nil {
		go c.during(r)
	}
	return r
}

// watch waits for the process and ends it after its time limit, or with the harness.
func (r *running) watch() {
	ended := make(chan error, 1)
	go func() { ended <- r.process.Wait() }()
	defer close(r.done)
	timer := time.NewTimer(r.command.limit)
	defer timer.Stop()
	select {
	case r.err = <-ended:
		return
	case <-r.command.project.ctx.Done():
	case <-timer.C:
		r.hung = true
		r.signal(sigContinue)
		r.signal(syscall.SIGQUIT) // its goroutines say where it hangs
		select {
		case r.err = <-ended:
			return
		case <-time.After(2 * time.Second):
		}
	}
	r.signalAll(syscall.SIGKILL)
	r.err = <-ended
}

// signal sends a signal to the process; one that has ended doesn't mind.
func (r *running) signal(s os.Signal) { _ = r.process.Process.Signal(s) }

// ended reports whether the process has ended.
func (r *running) ended() bool {
	select {
	case <-r.done:
		return true
	default:
		return false
	}
}

// outcome is what a run of the program did.
type outcome struct {
	command   *command
	code      int            // exit code; -1 where a signal ended it
	signal    syscall.Signal // that ended it, or 0
	hung      bool           // it didn't end within its time limit
	stdout    string
	stderr    string
	took      time.Duration
	processor time.Duration // user and system time
	peak      int64         // bytes of memory at most; 0 where the system doesn't tell
}

// wait waits for the end. A hang, and a stack trace in the output, count as wrong.
func (r *running) wait() outcome {
	<-r.done
	o := outcome{
		command: r.command, hung: r.hung, took: time.Since(r.started),
		stdout: r.stdout.String(), stderr: r.stderr.String(),
	}
	p := r.command.project
	if state := r.process.ProcessState; state != nil {
		o.code, o.processor = state.ExitCode(), state.UserTime()+state.SystemTime()
		o.signal, o.peak = endedBy(state), peakMemory(state)
	} else {
		o.code = -1
		p.wrong("the harness itself failed: %s doesn't start: %v", o, r.err)
	}
	switch {
	case errors.Is(r.err, exec.ErrWaitDelay):
		p.wrong("%s left a process behind that keeps its output open", o)
	case o.hung:
		p.wrong("%s hung: it didn't end within %v\n%s", o, r.command.limit, head(o.stderr, 4000))
	case !r.command.unchecked:
		if trace := stackTrace([]byte(o.stdout + o.stderr)); trace != "" {
			p.wrong("%s crashed with a stack trace: %s\n%s", o, trace, head(o.stderr, 4000))
		}
	}
	return o
}

// String is the command line, for messages.
func (o outcome) String() string {
	words := append(slices.Clone(o.command.wrap), "pipeline")
	return strings.Join(append(words, o.command.arguments...), " ")
}

// brief is the end of what the run printed, and how it ended.
func (o outcome) brief() string {
	end := fmt.Sprintf("exit code %d", o.code)
	if o.signal != 0 {
		end = "ended by " + o.signal.String()
	}
	return fmt.Sprintf("%s: %s after %.2f s\n%s%s", o, end, o.took.Seconds(), tail(o.stdout, 800), tail(o.stderr, 1600))
}

// want counts an exit code other than this one as wrong, and reports whether it was this one.
func (o outcome) want(code int) bool {
	if o.code != code && !o.hung {
		o.command.project.wrong("expected exit code %d: %s", code, o.brief())
	}
	return o.code == code
}

// output is what a process writes; it may be read while the process runs.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// event is a line that a run with --json writes on standard error while it runs.
type event struct {
	Event   string  `json:"event"`
	Stage   string  `json:"stage"`
	Text    string  `json:"text"`
	Seconds float64 `json:"seconds"` // of a stage that has ended
}

// events are those that the run has written so far.
func (r *running) events() (all []event) { return eventsIn(r.stderr.String()) }

func eventsIn(text string) (all []event) {
	for line := range strings.Lines(text) {
		var e event
		if json.Unmarshal([]byte(line), &e) == nil && e.Event != "" {
			all = append(all, e)
		}
	}
	return all
}

// until waits until a condition holds of a run, and reports whether it did before
// the run ended and within its time limit.
func (r *running) until(condition func() bool) bool {
	for time.Since(r.started) < r.command.limit {
		if condition() {
			return true
		}
		select {
		case <-r.done:
			return condition()
		case <-time.After(time.Millisecond):
		}
	}
	return false
}

// summary is what a run of stages with --json says at its end.
type summary struct {
	Ran     []string `json:"ran"`
	Cached  []string `json:"cached"`
	Skipped []string `json:"skipped"`
	Failed  []struct {
		Stage string `json:"stage"`
		Error string `json:"error"`
	} `json:"failed"`
}

// summary reads the last line of a run with --json.
func (o outcome) summary() (s summary, err error) {
	lines := strings.Split(strings.TrimSpace(o.stdout), "\n")
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &s); err != nil {
		return s, fmt.Errorf("no summary in JSON: %w: %s", err, o.brief())
	}
	return s, nil
}

func head(text string, n int) string {
	if len(text) > n {
		return text[:n] + "…"
	}
	return text
}

func tail(text string, n int) string {
	if len(text) > n {
		return "…" + text[len(text)-n:]
	}
	return text
}
