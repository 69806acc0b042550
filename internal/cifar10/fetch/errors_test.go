package fetch

import (
	"errors"
	"net"
	"os"
	"syscall"
	"testing"
)

func TestBrief(t *testing.T) {
	tests := map[string]error{
		"no such host":           &net.DNSError{Err: "no such host", Name: "example.org"},
		"network is unreachable": &net.DNSError{Err: "dial udp 10.0.0.1:53: connect: network is unreachable", Name: "example.org"},
		"connection refused":     &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)},
		"other":                  errors.New("other"),
	}
	for want, err := range tests {
		if got := brief(err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
