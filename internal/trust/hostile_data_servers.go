package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"autoencoder-dynamics/internal/cifar10"
)

// sentAtOnce is how much of an archive the server of interrupted downloads sends before it waits.
const sentAtOnce = 1 << 20

// hostileServer is a server that doesn't do what servers should.
type hostileServer struct {
	name   string
	answer func(c net.Conn, r *http.Request)
	want   string // in the error
	kept   bool   // something of the file arrives, and is kept
}

// left is what such a server may leave in data/cifar10.
func (s hostileServer) left() []string {
	left := []string{cifar10.ArchiveName + ".lock"}
	if s.kept {
		left = append(left, cifar10.ArchiveName+".part")
	}
	return left
}

const answersOK = "HTTP/1.1 200 OK\r\n"

func hostileServers() []hostileServer {
	say := func(text string) func(net.Conn, *http.Request) {
		return func(c net.Conn, _ *http.Request) { _, _ = io.WriteString(c, text) }
	}
	endless := func(start, text string) func(net.Conn, *http.Request) {
		return func(c net.Conn, _ *http.Request) {
			_, _ = io.WriteString(c, start)
			block := []byte(strings.Repeat(text, 1+(1<<16)/len(text)))
			for err := error(nil); err == nil; {
				_, err = c.Write(block)
			}
		}
	}
	reset := func(text string) func(net.Conn, *http.Request) {
		return func(c net.Conn, _ *http.Request) {
			_, _ = io.WriteString(c, text)
			if tcp, ok := c.(*net.TCPConn); ok {
				_ = tcp.SetLinger(0)
			}
		}
	}
	redirect := func(to string) string {
		return "HTTP/1.1 302 Found\r\nLocation: " + to + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
	}
	whole := fmt.Sprintf("Content-Length: %d\r\n\r\n", cifar10.ArchiveBytes)
	return []hostileServer{
		{"an escape in the status", say("HTTP/1.1 404 \x1b]0;title\x07\r\nContent-Length: 0\r\n\r\n"), "404 Not Found", false},
		{"web page", say(answersOK + "Content-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"), "a web page", false},
		{"wrong size", say(answersOK + "Content-Length: 5\r\n\r\nabcde"), "a file of 5 bytes", false},
		{"a year's wait", say("HTTP/1.1 503 Busy\r\nRetry-After: 31536000\r\nContent-Length: 0\r\n\r\n"), "503", false},
		{"header without end", endless(answersOK, "X-A: "+strings.Repeat("x", 1000)+"\r\n"), "header", false},
		{"status without end", endless("HTTP/1.1 200 ", "x"), "the download failed", false},
		{"body without end", endless(answersOK+"\r\n", "zeros"), "isn't the file", false},
		{"right size, wrong bytes", endless(answersOK+whole, "zeros"), "isn't the file", false},
		{"redirect to a file", say(redirect("file:///etc/passwd")), "no address of a web server", false},
		{"redirects without end", say(redirect("/again")), "redirects", false},
		{"negative length", say(answersOK + "Content-Length: -1\r\n\r\n"), "Content-Length", false},
		{"a range of another file", say("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-4/5\r\nContent-Length: 5\r\n\r\nabcde"), "a file of 5 bytes", false},
		{"a wrong range", say("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 7-9/*\r\nContent-Length: 3\r\n\r\nabc"), "from 7 on", false},
		{"no range there", say("HTTP/1.1 416 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), "416", false},
		{"reset at once", reset(""), "the download failed", false},
		{"reset within the body", reset(answersOK + whole + "abc"), "broke off at", true},
		{"not HTTP", say("SSH-2.0-x\r\n"), "malformed HTTP", false},
	}
}

// sayMissing has no file.
func sayMissing(c net.Conn, _ *http.Request) {
	_, _ = io.WriteString(c, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
}

// sendRange sends some of what is asked for, and then waits until the client goes.
func sendRange(c net.Conn, r *http.Request) {
	first := int64(0)
	status := "HTTP/1.1 200 OK\r\n"
	if _, err := fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &first); err == nil {
		status = fmt.Sprintf("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes %d-%d/%d\r\n", first, cifar10.ArchiveBytes-1, cifar10.ArchiveBytes)
	}
	_, _ = fmt.Fprintf(c, "%sContent-Length: %d\r\n\r\n", status, cifar10.ArchiveBytes-first)
	_, _ = c.Write(make([]byte, sentAtOnce))
	_, _ = c.Read(make([]byte, 1)) // until the client goes
}

// listening is a server of this machine, for one trial.
type listening struct {
	address  string
	listener net.Listener
	mu       sync.Mutex
	ranges   []string // asked for
	open     []net.Conn
}

// serve answers each connection to a new address.
func (t *trial) serve(answer func(net.Conn, *http.Request)) *listening {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	t.must(err)
	s := &listening{address: "http://" + l.Addr().String() + "/archive", listener: l}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.answer(c, answer)
		}
	}()
	return s
}

func (s *listening) answer(c net.Conn, answer func(net.Conn, *http.Request)) {
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(2 * hostileHang))
	s.mu.Lock()
	s.open = append(s.open, c)
	s.mu.Unlock()
	r, err := http.ReadRequest(bufio.NewReader(c))
	if err != nil {
		return
	}
	s.mu.Lock()
	s.ranges = append(s.ranges, r.Header.Get("Range"))
	s.mu.Unlock()
	answer(c, r)
}

// requests returns the ranges that were asked for, "" for the whole.
func (s *listening) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.ranges...)
}

func (s *listening) close() {
	_ = s.listener.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.open {
		_ = c.Close()
	}
}
