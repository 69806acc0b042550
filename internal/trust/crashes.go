package main

import (
	"fmt"
	"slices"
	"strings"
	"syscall"
	"time"
)

// crashes kills the program at any moment and lets it finish.
func crashes(b *bench) error {
	calm, err := b.usual()
	if err != nil {
		return err
	}
	b.row("kills", "runs of everything killed at random moments", b.count(killTrials), func(t *trial) { t.kills(calm) })
	crashedCommands(b, calm)
	return crashPoints(b, calm)
}

// manner is a way to end a program from outside.
type manner struct {
	name    string
	signals []syscall.Signal
}

// manners are tried in turn.
func manners() []manner {
	return []manner{
		{"SIGKILL", []syscall.Signal{syscall.SIGKILL}},
		{"SIGTERM", []syscall.Signal{syscall.SIGTERM}},
		{"SIGINT", []syscall.Signal{syscall.SIGINT}},
		{"two SIGINTs", []syscall.Signal{syscall.SIGINT, syscall.SIGINT}},
	}
}

// patience is how long the program may take to stop when it is asked to: two
// seconds, or more on a machine that is too busy to run the small pipeline in half of one.
func (calm *undisturbed) patience() time.Duration {
	return max(2*time.Second, 4*calm.run.took)
}

// blow is one kill: when, how, and whether the program runs below a shell, as it does below "go run".
type blow struct {
	manner manner
	moment time.Duration // after the start
	again  time.Duration // between two signals
	shell  bool
}

func (b blow) String() string {
	below := ""
	if b.shell {
		below = ", below a shell"
	}
	return fmt.Sprintf("%s %.1f ms after the start%s", b.manner.name, float64(b.moment)/1e6, below)
}

// draw draws a blow within a run of that length.
func (t *trial) draw(number int, length time.Duration) blow {
	all := manners()
	return blow{
		manner: all[number%len(all)],
		moment: time.Duration(t.random.Float64() * float64(length)),
		again:  time.Duration(t.random.Float64() * float64(20*time.Millisecond)),
		shell:  t.random.IntN(4) == 0 && hasChildren(),
	}
}

// effect is what a blow did.
type effect int

const (
	missed   effect = iota // the program had ended before
	shrugged               // it was there, and came to its end all the same
	ended                  // it ended before its end
)

// strike runs a command, strikes it, and checks that it ended as it should.
func (c *command) strike(b blow, calm *undisturbed) (outcome, effect) {
	if b.shell {
		// As with "go run": the shell waits, and it is the child that is struck.
		c.wrap = []string{"sh", "-c", `"$0" "$@"; exit $?`}
	}
	r := c.start()
	if r.endsWithin(b.moment) {
		return r.wait(), missed
	}
	struck := time.Now()
	for i, s := range b.manner.signals {
		if i > 0 && r.endsWithin(b.again) {
			break
		}
		r.hit(s, b.shell)
	}
	o := r.wait()
	return o, o.checkEnd(b, time.Since(struck), calm.patience())
}

// endsWithin waits for the end of a run, for so long at most.
func (r *running) endsWithin(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-r.done:
		return true
	case <-timer.C:
		return r.ended()
	}
}

// hit sends a signal to the program, also where it is the child of a shell.
func (r *running) hit(s syscall.Signal, shell bool) {
	if !shell {
		r.signal(s)
		return
	}
	for _, child := range childrenOf(r.process.Process.Pid) {
		signalProcess(child, s)
	}
}

// shellCode is what a shell makes of a child's death by a signal.
const shellCode = 128

// checkEnd checks how a program ended that was struck.
func (o outcome) checkEnd(b blow, took, patience time.Duration) effect {
	p := o.command.project
	asked := b.manner.signals[0] != syscall.SIGKILL
	died, said := o.signal, o.stderr
	if b.shell {
		for _, word := range []string{"Killed", "Terminated"} { // the shell's
			said = strings.TrimSuffix(strings.TrimSpace(said), word)
		}
		if o.code > shellCode && !strings.Contains(said, interruptedText) {
			died = syscall.Signal(o.code - shellCode) // 130 is also what a shell makes of SIGINT
		}
	}
	switch {
	case o.hung:
	case asked && took > patience:
		p.wrong("%s: it took %.1f s to stop: %s", b, took.Seconds(), o.brief())
	case o.code == 0:
		return shrugged
	case !asked && died == syscall.SIGKILL:
	case asked && o.code == exitInterrupted && died == 0:
		o.checkAdvice(b)
	case died == b.manner.signals[0] && (len(b.manner.signals) > 1 || said == ""):
		// The second signal ends it at once; so does one before it has said anything: it had not begun.
	default:
		p.wrong("%s: expected exit code %d: %s", b, exitInterrupted, o.brief())
	}
	return ended
}

// interruptedText begins what a run that was asked to stop says last.
const interruptedText = "pipeline: interrupted: "

// advice is what it goes on with: what is left, and what to do.
func advice() []string {
	return []string{"what was computed is kept, the next run goes on from there", "nothing that was finished is lost, run the command again"}
}

// checkAdvice checks that an interrupted run says what to do.
func (o outcome) checkAdvice(b blow) {
	said := func(text string) bool { return strings.Contains(o.stderr, interruptedText+text) }
	if !slices.ContainsFunc(advice(), said) {
		o.command.project.wrong("%s: it doesn't say that it was interrupted, and what to do: %s", b, o.brief())
	}
}
