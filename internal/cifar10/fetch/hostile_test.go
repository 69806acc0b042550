package fetch

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"unicode"
)

// raw is a server that answers each connection with bytes of its own, and counts how many it got rid of.
type raw struct {
	address     string
	connections atomic.Int64
	sent        atomic.Int64
}

func serveRaw(t *testing.T, answer func(w io.Writer, c *net.TCPConn)) *raw {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	s := &raw{address: "http://" + listener.Addr().String()}
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			s.connections.Add(1)
			go func() {
				defer c.Close()
				_, _ = c.Read(make([]byte, 4096)) // the request
				answer(counting{c, &s.sent}, c.(*net.TCPConn))
			}()
		}
	}()
	return s
}

type counting struct {
	w    io.Writer
	sent *atomic.Int64
}

func (c counting) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.sent.Add(int64(n))
	return n, err
}

// forever writes a text again and again until the other side has enough of it.
func forever(w io.Writer, text string) {
	block := []byte(strings.Repeat(text, 1+(1<<16)/len(text)))
	for {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

// Servers that don't speak as they should are given up after a bounded number of requests, bytes and time, with an
// error that fits a line and that no terminal obeys.
func TestFetchSurvivesRawServers(t *testing.T) {
	const ok = "HTTP/1.1 200 OK\r\n"
	write := func(text string) func(io.Writer, *net.TCPConn) {
		return func(w io.Writer, _ *net.TCPConn) { _, _ = io.WriteString(w, text) }
	}
	reset := func(text string) func(io.Writer, *net.TCPConn) {
		return func(w io.Writer, c *net.TCPConn) {
			_, _ = io.WriteString(w, text)
			_ = c.SetLinger(0)
		}
	}
	endless := func(start, text string) func(io.Writer, *net.TCPConn) {
		return func(w io.Writer, _ *net.TCPConn) {
			_, _ = io.WriteString(w, start)
			forever(w, text)
		}
	}
	tests := []struct {
		name   string
		answer func(io.Writer, *net.TCPConn)
		want   string // in the error
		most   int64  // connections
		bytes  int64  // that the server could send at the most
	}{
		{"header without end", endless(ok, "X-Long: "+strings.Repeat("x", 1000)+"\r\n"), "header", 5, 40 << 20},
		{"one field without end", endless(ok+"ETag: ", "x"), "header", 5, 40 << 20},
		{"status without end", endless("HTTP/1.1 404 ", "\x1b]0;title\x07"), "", 5, 40 << 20},
		{"status that a terminal obeys", write("HTTP/1.1 404 \x1b]0;title\x07\r\nContent-Length: 0\r\n\r\n"), "404 Not Found", 1, 1 << 10},
		{"informational answers without end", endless("", "HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n"), "", 5, 40 << 20},
		{"negative length", write(ok + "Content-Length: -5\r\n\r\n"), "Content-Length", 5, 1 << 10},
		{"two lengths", write(ok + "Content-Length: 5\r\nContent-Length: 300000\r\n\r\n"), "Content-Length", 5, 1 << 10},
		{"length beyond all numbers", write(ok + "Content-Length: 99999999999999999999\r\n\r\n"), "Content-Length", 5, 1 << 10},
		{"not HTTP", write("SSH-2.0-OpenSSH_9.6\r\n"), "malformed", 5, 1 << 10},
		{"reset at once", reset(""), "", 5, 0},
		{"reset within the header", reset(ok + "Content-Le"), "", 5, 1 << 10},
		{"reset before the body", reset(ok + "Content-Length: 300000\r\n\r\n"), "", 5, 1 << 10},
		{"reset within the body", reset(ok + "Content-Length: 300000\r\n\r\nabc"), "", 5, 1 << 10},
		{"bad chunks", write(ok + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\n"), "chunk", 5, 1 << 10},
		{"body without end", endless(ok+"Content-Type: x\r\n\r\n", "zeros"), "isn't the file", 2, 20 << 20},
		{"redirect to a file", write("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"), "no address of a web server", 1, 1 << 10},
		{"redirect to a script", write("HTTP/1.1 302 Found\r\nLocation: javascript:alert(1)\r\nContent-Length: 0\r\n\r\n"), "no address of a web server", 1, 1 << 10},
		{"redirect of a long address", write("HTTP/1.1 302 Found\r\nLocation: gopher://x/" + strings.Repeat("x", 100_000) + "\r\nContent-Length: 0\r\n\r\n"), "redirect to gopher", 1, 1 << 18},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, r := serveRaw(t, test.answer), requestFor(t, payload(), "")
			r.URLs = []string{s.address}
			settings := (&client{}).settings()
			settings.Client = nil // with bounded headers
			_, err := Fetch(t.Context(), r, settings)
			if !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want one of kind ErrRefused that says %q", err, test.want)
			}
			if text := fmt.Sprint(err); len(text) > 2000 || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
				t.Errorf("the error has %d bytes: %.300q", len(text), text)
			}
			if n := s.connections.Load(); n > test.most || n == 0 {
				t.Errorf("%d connections, want at most %d", n, test.most)
			}
			if n := s.sent.Load(); n > test.bytes {
				t.Errorf("%d bytes were taken, want at most %d", n, test.bytes)
			}
			if _, err := os.Stat(r.Path); !os.IsNotExist(err) {
				t.Errorf("there is a file (%v)", err)
			}
		})
	}
}

// A server that sends a byte now and then is never idle and never done: its mirror is given up all the same.
func TestFetchGivesUpADrip(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = w.Write([]byte{0})
			_ = http.NewResponseController(w).Flush()
			time.Sleep(time.Millisecond)
		}
	})
	r, settings := requestFor(t, payload(), s.URL), (&client{}).settings()
	settings.Window = 20 * time.Millisecond
	settings.LeastRate = 50_000
	_, err := Fetch(t.Context(), r, settings)
	if !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), "too slow") || len(s.requests) != 5 {
		t.Errorf("error is %v after %d requests, want too slow after 5", err, len(s.requests))
	}
}

// Mirrors that take back what they said are no reason for endless requests.
func TestFetchBoundsRequests(t *testing.T) {
	data := payload()
	var version atomic.Int64
	for name, c := range map[string]struct {
		server   http.HandlerFunc
		part     []byte
		requests int
	}{
		"416 for ever":                {status(416), data[:1000], 2},
		"another range for ever":      {status(206, "Content-Range", "bytes 7-299999/300000"), nil, 5},
		"a byte each time":            {func(w http.ResponseWriter, r *http.Request) { truncate(data, partEnd(r)+1)(w, r) }, nil, 5},
		"Retry-After a year":          {status(503, "Retry-After", "31536000"), nil, 1},
		"Retry-After a negative time": {status(429, "Retry-After", "-1"), nil, 5},
		"Retry-After a long number":   {status(429, "Retry-After", strings.Repeat("9", 400)), nil, 5},
		"Retry-After in the year 9999": {
			status(503, "Date", "Wed, 21 Oct 2015 07:28:00 GMT", "Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"), nil, 1,
		},
		"another version each time": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", fmt.Sprintf("%q", fmt.Sprint(version.Add(1))))
			r.Header.Del("Range") // If-Range says another version
			truncate(data, 100_000)(w, r)
		}, nil, 5},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, c.server)
			r := requestFor(t, data, s.URL)
			if c.part != nil {
				writePart(t, r, c.part)
			}
			if _, err := Fetch(t.Context(), r, (&client{}).settings()); !errors.Is(err, ErrRefused) || len(s.requests) != c.requests {
				t.Errorf("error is %v after %d requests, want ErrRefused after %d", err, len(s.requests), c.requests)
			}
		})
	}
}

func partEnd(r *http.Request) (first int) {
	_, _ = fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &first)
	return first
}

// Servers call a packed archive packed, and mean the file: its bytes count. What was packed again isn't the file.
func TestFetchTakesBytesAsTheyAre(t *testing.T) {
	data := payload()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(data)
	_ = w.Close()
	for _, c := range []struct {
		body []byte
		want string
	}{{data, ""}, {packed.Bytes(), "bytes, want 300000"}} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(c.body)
		})
		r := requestFor(t, data, s.URL)
		_, err := Fetch(t.Context(), r, (&client{}).settings())
		if c.want == "" {
			if err != nil {
				t.Fatal(err)
			}
			expectFile(t, r, data)
		} else if !errors.Is(err, ErrRefused) {
			t.Errorf("error is %v, want ErrRefused", err)
		}
	}
}

// A certificate that can't be checked is no connection.
func TestFetchRefusesUnknownCertificates(t *testing.T) {
	secure := httptest.NewUnstartedServer(good(payload()))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	settings := (&client{}).settings()
	settings.Client = nil
	_, err := Fetch(t.Context(), requestFor(t, payload(), secure.URL), settings)
	if !errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("error is %v, want ErrUnreachable because of the certificate", err)
	}
}

// What a stranger has put in the places that a download writes to is neither written through nor waited for.
func TestFetchWritesThroughNoLink(t *testing.T) {
	data := payload()
	for name, c := range map[string]struct {
		suffix string
		place  func(path, outside string) error
		want   string
	}{
		"part is a link":          {".part", func(path, outside string) error { return os.Symlink(outside, path) }, "is a link"},
		"part is a dangling link": {".part", func(path, outside string) error { return os.Symlink(outside+".new", path) }, "is a link"},
		"part is a FIFO":          {".part", func(path, _ string) error { return syscall.Mkfifo(path, 0o600) }, "isn't a regular file"},
		"lock is a dangling link": {".lock", func(path, outside string) error { return os.Symlink(outside+".new", path) }, "is a link"},
		"lock is a FIFO":          {".lock", func(path, _ string) error { return syscall.Mkfifo(path, 0o600) }, "isn't a regular file"},
		"file is a FIFO":          {"", func(path, _ string) error { return syscall.Mkfifo(path, 0o600) }, "a FIFO"},
		"file is a dangling link": {"", func(path, outside string) error { return os.Symlink(outside+".new", path) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, good(data))
			r := requestFor(t, data, s.URL)
			writePart(t, r, nil)
			_ = os.Remove(r.Path + ".part")
			folder := t.TempDir()
			outside := filepath.Join(folder, "outside")
			if err := os.WriteFile(outside, []byte("mine"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := c.place(r.Path+c.suffix, outside); err != nil {
				t.Skip(err)
			}
			_, err := Fetch(t.Context(), r, (&client{}).settings())
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), r.Path)) {
				t.Errorf("error is %v, want one that says %q", err, c.want)
			}
			left, _ := os.ReadDir(folder)
			if mine, _ := os.ReadFile(outside); string(mine) != "mine" || len(left) != 1 {
				t.Errorf("outside there are %d files, and %q", len(left), mine)
			}
		})
	}
}

// FuzzAnswer: no header makes a download panic, go on elsewhere than where it stopped, or wait for longer than it may.
func FuzzAnswer(f *testing.F) {
	for _, seed := range []string{
		"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: \"v1\"\r\n\r\n0123456789",
		"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 4-9/10\r\nContent-Length: 6\r\n\r\n456789",
		"HTTP/1.1 416 No\r\nContent-Range: bytes */10\r\n\r\n",
		"HTTP/1.1 503 Busy\r\nDate: Wed, 21 Oct 2015 07:28:00 GMT\r\nRetry-After: Wed, 21 Oct 2015 07:28:03 GMT\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
	} {
		f.Add([]byte(seed))
	}
	path := filepath.Join(f.TempDir(), "file.part")
	part, err := os.Create(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = part.Close() })
	f.Fuzz(func(t *testing.T, answer []byte) {
		response, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(answer)), nil)
		if err != nil {
			return
		}
		defer response.Body.Close()
		d := &download{request: Request{Size: 10}, settings: Settings{Client: http.DefaultClient, Sleep: func(context.Context, time.Duration) error { return nil }}.withDefaults(1), path: path, part: part, have: 4}
		if err := errors.Join(part.Truncate(4), d.seek(4)); err != nil {
			t.Fatal(err)
		}
		err = d.accept(response, "http://example.org/")
		if passed, ok := errors.AsType[*passingError](err); ok && (passed.after < 0 || d.wait(t.Context(), passed, 1) == nil && passed.after > maxRetryAfter) {
			t.Errorf("it waits for %v", passed.after)
		}
		if err == nil {
			err = d.receive(t.Context(), response.Body, &watchdog{cancel: func(error) {}})
		}
		if info, statErr := part.Stat(); statErr != nil || info.Size() != d.have || d.have > 10 || err == nil && d.have != 10 {
			t.Errorf("%d bytes are there, and %d are counted: %v", info.Size(), d.have, err)
		}
	})
}

// seek goes to a place in the .part file.
func (d *download) seek(to int64) error {
	_, err := d.part.Seek(to, io.SeekStart)
	return err
}
