package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
	"time"
	"unicode"
)

var (
	// ErrUnreachable means that no mirror could be connected to: no network, no such name, a
	// refused connection. Nothing was received.
	ErrUnreachable = errors.New("no server could be reached")

	// ErrRefused means that a mirror was reached, but none yielded the file:
	// it isn't there, is another file, or the transfer broke off too often.
	ErrRefused = errors.New("no server sent the file")
)

// connectError means that no connection came about.
type connectError struct{ err error }

func (e *connectError) Error() string { return clip(brief(e.err)) }
func (e *connectError) Unwrap() error { return e.err }

// brief returns the cause of a failed connection in a few words: "no such host", "connection refused".
func brief(err error) string {
	var name *net.DNSError
	var system *os.SyscallError
	switch {
	case errors.As(err, &name):
		// A name server out of reach comes as text: "dial udp 10.0.0.1:53: connect: network is unreachable".
		if i := strings.LastIndex(name.Err, ": "); i >= 0 {
			return name.Err[i+len(": "):]
		}
		return name.Err
	case errors.As(err, &system):
		return system.Err.Error()
	}
	return err.Error()
}

// host returns the host of an address for messages, or the address where it has none.
func host(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Host
	}
	return address
}

// clip makes one short line of a text, parts of which a server may have chosen: without what a terminal
// would obey.
func clip(text string) string {
	const most = 300
	short := []rune{}
	for _, r := range text {
		if len(short) == most {
			return string(short) + "…"
		}
		if !unicode.IsPrint(r) {
			r = '\uFFFD'
		}
		short = append(short, r)
	}
	return string(short)
}

// answerError is an answer with which it makes no sense to try this mirror again.
type answerError struct{ text string }

func (e *answerError) Error() string { return clip(e.text) }

// passingError is trouble that may be over at the next try.
type passingError struct {
	err   error
	after time.Duration // what the server asked to wait, or 0
}

func (e *passingError) Error() string { return clip(e.err.Error()) }
func (e *passingError) Unwrap() error { return e.err }

func passing(format string, arguments ...any) error {
	return &passingError{err: fmt.Errorf(format, arguments...)}
}

// remote reports whether an error comes from the network or a server, not from this machine.
func remote(err error) bool {
	var connect *connectError
	var answer *answerError
	var broken *passingError
	return errors.As(err, &connect) || errors.As(err, &answer) || errors.As(err, &broken)
}

// timeout is the cause with which a watchdog cancels a request.
type timeout struct {
	what string
	d    time.Duration
}

func (t *timeout) Error() string { return fmt.Sprintf("%s within %s", t.what, t.d) }

// causeOf returns why a request was cancelled, where that says more than its error.
func causeOf(ctx context.Context, err error) error {
	var t *timeout
	if errors.As(context.Cause(ctx), &t) {
		return t
	}
	return err
}
