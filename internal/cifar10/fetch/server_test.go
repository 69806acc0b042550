package fetch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

const etag = `"v1"`

// payload is the file that the tests download: 300 KB that don't repeat.
func payload() []byte {
	data := make([]byte, 300_000)
	state := uint32(1)
	for i := range data {
		state = state*1664525 + 1013904223
		data[i] = byte(state >> 24)
	}
	return data
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// server answers the first request with the first behaviour, and so on; the last one stays.
type server struct {
	*httptest.Server
	mutex    sync.Mutex
	requests []*http.Request
}

func serve(t *testing.T, behaviours ...http.HandlerFunc) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(s.handler(behaviours))
	t.Cleanup(s.Close)
	return s
}

func (s *server) handler(behaviours []http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mutex.Lock()
		i := len(s.requests)
		s.requests = append(s.requests, r)
		s.mutex.Unlock()
		behaviours[min(i, len(behaviours)-1)](w, r)
	}
}

// ranges returns the Range headers of the requests so far, "-" where there was none.
func (s *server) ranges() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	var all []string
	for _, r := range s.requests {
		value := strings.TrimPrefix(r.Header.Get("Range"), "bytes=")
		if value == "" {
			value = "none"
		}
		all = append(all, value)
	}
	return strings.Join(all, " ")
}

// good serves data as a web server does, with ranges.
func good(data []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		w.Header().Set("Content-Type", "application/x-gzip")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	}
}

// ignoreRange serves all of data, whatever was asked for.
func ignoreRange(data []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		whole := r.Clone(r.Context())
		whole.Header.Del("Range")
		good(data)(w, whole)
	}
}

// truncate promises the rest of data, sends it up to byte end and hangs up.
func truncate(data []byte, end int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		sendUpTo(w, r, data, end)
		panic(http.ErrAbortHandler)
	}
}

// stall sends data up to byte end, and then nothing until the client goes.
func stall(data []byte, end int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		sendUpTo(w, r, data, end)
		<-r.Context().Done()
	}
}

func sendUpTo(w http.ResponseWriter, r *http.Request, data []byte, end int) {
	first := 0
	if n, err := fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &first); n == 1 && err == nil {
		w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", first, len(data)-1, len(data)))
		w.Header().Set("Content-Length", fmt.Sprint(len(data)-first))
		w.WriteHeader(http.StatusPartialContent)
	} else {
		w.Header().Set("Content-Length", fmt.Sprint(len(data)))
	}
	_, _ = w.Write(data[min(first, end):end])
	_ = http.NewResponseController(w).Flush()
}

// status answers with a status and pairs of header names and values.
func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	}
}

// impatient is how long tests wait that are about waiting.
const impatient = 150 * time.Millisecond

// client is what a test fetches with: it records pauses and notes, and never sleeps.
type client struct {
	mutex  sync.Mutex
	pauses []time.Duration
	notes  []string
	total  int64
	count  int64
}

func (c *client) Total(n int64, _ string) { c.total, c.count = n, 0 }
func (c *client) Add(n int64)             { c.count += n }
func (c *client) Note(text string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.notes = append(c.notes, text)
}

func (c *client) settings() Settings {
	return Settings{
		ConnectTimeout: time.Minute, HeaderTimeout: time.Minute, IdleTimeout: time.Minute,
		Progress: c,
		Jitter:   func() float64 { return 0 },
		Sleep: func(ctx context.Context, d time.Duration) error {
			c.pauses = append(c.pauses, d)
			return ctx.Err()
		},
	}
}

func requestFor(t *testing.T, data []byte, urls ...string) Request {
	t.Helper()
	return Request{URLs: urls, Path: filepath.Join(t.TempDir(), "sub", "file.gz"), Size: int64(len(data)), SHA256: sumOf(data)}
}

// expectFile checks that the file is there, whole, and that no .part file is left.
func expectFile(t *testing.T, r Request, want []byte) {
	t.Helper()
	got, err := os.ReadFile(r.Path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the file holds %d bytes that aren't those of the server (%d)", len(got), len(want))
	}
	if _, err := os.Stat(r.Path + ".part"); !os.IsNotExist(err) {
		t.Errorf("a .part file is left (%v)", err)
	}
}

// writePart puts bytes of an earlier download in place.
func writePart(t *testing.T, r Request, part []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(r.Path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(r.Path+".part", part, 0o644); err != nil {
		t.Fatal(err)
	}
}
