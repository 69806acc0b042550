package faulty

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// Action is what happens at the step of a plan.
type Action string

// Actions that let the process die; Fail returns an error.
const (
	KillBefore Action = "kill-before"
	KillMiddle Action = "kill-middle"
	KillAfter  Action = "kill-after"
	Power      Action = "power"
	Fail       Action = "error"
)

// Plan says which step goes wrong, and how.
type Plan struct {
	At    int // counted from 1; 0: nothing goes wrong
	Do    Action
	Err   error  // of Fail
	Ever  bool   // Fail: this step and all that follow
	Seed  uint64 // of Power: what is lost
	Reads bool   // reading counts, and fails, too

	Log io.Writer // gets a line for every step; may be nil
	Die func()    // ends the process; a test's may panic
}

// errnos are the errors that a plan can name.
var errnos = map[string]syscall.Errno{
	"ENOSPC": syscall.ENOSPC, "EIO": syscall.EIO, "EROFS": syscall.EROFS, "EMFILE": syscall.EMFILE,
	"EACCES": syscall.EACCES, "EDQUOT": syscall.EDQUOT,
}

// Parse reads a plan as the package's documentation describes it. Die isn't set.
// The log's file stays open as long as the process lives.
func Parse(text string) (Plan, error) {
	var p Plan
	for _, word := range strings.Fields(text) {
		name, value, _ := strings.Cut(word, "=")
		if err := p.set(name, value); err != nil {
			return p, fmt.Errorf("faults: %q: %w", word, err)
		}
	}
	if p.At > 0 && p.Do == "" {
		return p, fmt.Errorf("faults: %q says when, but not what happens: add do=", text)
	}
	return p, nil
}

func (p *Plan) set(name, value string) (err error) {
	switch name {
	case "at":
		p.At, err = strconv.Atoi(value)
	case "do":
		return p.setAction(value)
	case "for":
		p.Ever = value == "ever"
		if !p.Ever && value != "once" {
			return fmt.Errorf("expected once or ever")
		}
	case "seed":
		p.Seed, err = strconv.ParseUint(value, 10, 64)
	case "reads":
		if p.Reads = value == "yes"; !p.Reads {
			return fmt.Errorf("expected yes")
		}
	case "log":
		p.Log, err = os.OpenFile(value, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	default:
		return fmt.Errorf("expected at, do, for, seed, reads or log")
	}
	return err
}

func (p *Plan) setAction(value string) error {
	action, name, _ := strings.Cut(value, ":")
	p.Do = Action(action)
	switch p.Do {
	case KillBefore, KillMiddle, KillAfter, Power:
		return nil
	case Fail:
		errno, known := errnos[name]
		if !known {
			return fmt.Errorf("unknown error")
		}
		p.Err = errno
		return nil
	}
	return fmt.Errorf("unknown action")
}
