package fetch

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// Every server here fails in its own way and the file arrives all the same.
func TestFetchGetsTheFile(t *testing.T) {
	data := payload()
	corrupt := bytes.Clone(data)
	corrupt[200_000] ^= 1
	tests := []struct {
		name   string
		part   []byte // of an earlier download
		server []http.HandlerFunc
		ranges string // asked for
		note   string
		pauses []time.Duration
	}{
		{name: "good server", server: []http.HandlerFunc{good(data)}, ranges: "none"},
		{name: "resume", part: data[:1000], server: []http.HandlerFunc{good(data)}, ranges: "1000-"},
		{name: "complete part", part: data, server: []http.HandlerFunc{status(500)}, ranges: ""},
		{name: "part longer than the file", part: append(bytes.Clone(data), 0), server: []http.HandlerFunc{good(data)}, ranges: "none"},
		{name: "Range ignored", part: data[:1000], server: []http.HandlerFunc{ignoreRange(data)}, ranges: "1000-", note: "starting over"},
		{name: "wrong part", part: corrupt[:250_000], server: []http.HandlerFunc{good(data)}, ranges: "250000- none", note: "starting over once"},
		{
			name: "truncation", server: []http.HandlerFunc{truncate(data, 100_000), truncate(data, 200_000), good(data)},
			ranges: "none 100000- 200000-", note: "broke off at 100000 of 300000",
			pauses: []time.Duration{250 * time.Millisecond, 250 * time.Millisecond},
		},
		{
			name: "stall", server: []http.HandlerFunc{stall(data, 50_000), good(data)},
			ranges: "none 50000-", note: "nothing more arrived within 150ms", pauses: []time.Duration{250 * time.Millisecond},
		},
		{
			name: "no answer", server: []http.HandlerFunc{func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, good(data)},
			ranges: "none none", note: "no answer within 150ms", pauses: []time.Duration{250 * time.Millisecond},
		},
		{name: "corruption", server: []http.HandlerFunc{good(corrupt), good(data)}, ranges: "none none", note: "isn't the file"},
		{
			name: "503 with Retry-After", server: []http.HandlerFunc{status(503, "Retry-After", "7"), good(data)},
			ranges: "none none", note: "503", pauses: []time.Duration{7 * time.Second},
		},
		{
			name: "Retry-After as a date", server: []http.HandlerFunc{
				status(503, "Date", "Wed, 21 Oct 2015 07:28:00 GMT", "Retry-After", "Wed, 21 Oct 2015 07:28:03 GMT"), good(data),
			},
			ranges: "none none", pauses: []time.Duration{3 * time.Second},
		},
		{
			name: "growing pauses", server: []http.HandlerFunc{status(500), status(502), status(504), status(429), good(data)},
			ranges: "none none none none none",
			pauses: []time.Duration{250 * time.Millisecond, 500 * time.Millisecond, time.Second, 2 * time.Second},
		},
		{
			name: "416", part: data[:1000], server: []http.HandlerFunc{status(416), good(data)},
			ranges: "1000- none", pauses: []time.Duration{250 * time.Millisecond},
		},
		{
			name: "another range than asked for", part: data[:1000],
			server: []http.HandlerFunc{status(206, "Content-Range", "bytes 2000-299999/300000"), good(data)},
			ranges: "1000- none", note: "bytes from 2000 on", pauses: []time.Duration{250 * time.Millisecond},
		},
		{
			name: "longer than announced size, length unknown", server: []http.HandlerFunc{func(w http.ResponseWriter, _ *http.Request) {
				_ = http.NewResponseController(w).Flush() // chunked: no Content-Length
				_, _ = w.Write(append(bytes.Clone(data), "and more"...))
			}}, ranges: "none",
		},
		{
			name: "redirects", server: []http.HandlerFunc{redirect("/1"), redirect("/2"), redirect("/3"), good(data)},
			ranges: "none none none none",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, c := serve(t, test.server...), &client{}
			r := requestFor(t, data, s.URL)
			if test.part != nil {
				writePart(t, r, test.part)
			}
			settings := c.settings()
			if strings.Contains(test.note, "within") {
				settings.HeaderTimeout, settings.IdleTimeout = impatient, impatient
			}
			if _, err := Fetch(t.Context(), r, settings); err != nil {
				t.Fatal(err)
			}
			expectFile(t, r, data)
			if got := s.ranges(); got != test.ranges {
				t.Errorf("ranges asked for: %s, want %s", got, test.ranges)
			}
			if notes := strings.Join(c.notes, "\n"); !strings.Contains(notes, test.note) {
				t.Errorf("notes are %q, want one that says %q", notes, test.note)
			}
			if !slices.Equal(c.pauses, test.pauses) {
				t.Errorf("pauses are %v, want %v", c.pauses, test.pauses)
			}
			if c.total != r.Size || c.count != r.Size {
				t.Errorf("progress ended at %d of %d, want %d", c.count, c.total, r.Size)
			}
		})
	}
}

func redirect(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
}

// A mirror whose file changed is asked with If-Range, and starts over by itself.
func TestFetchAsksForTheSameVersion(t *testing.T) {
	data := payload()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		truncate(data, 1000)(w, r)
	}, good(data))
	if _, err := Fetch(t.Context(), requestFor(t, data, s.URL), (&client{}).settings()); err != nil {
		t.Fatal(err)
	}
	if got := s.requests[1].Header.Get("If-Range"); got != etag {
		t.Errorf("If-Range is %q, want %q", got, etag)
	}
}

func TestFetchKeepsPartOnInterrupt(t *testing.T) {
	data := payload()
	ctx, cancel := context.WithCancel(t.Context())
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		sendUpTo(w, r, data, 70_000)
		time.AfterFunc(10*time.Millisecond, cancel)
		<-r.Context().Done()
	})
	r, settings := requestFor(t, data, s.URL), (&client{}).settings()
	_, err := Fetch(ctx, r, settings)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v, want context.Canceled", err)
	}
	if part, err := os.ReadFile(r.Path + ".part"); err != nil || !bytes.Equal(part, data[:70_000]) {
		t.Errorf("the .part file holds %d bytes (%v), want the first 70000", len(part), err)
	}
	again := serve(t, good(data))
	r.URLs = []string{again.URL}
	result, err := Fetch(t.Context(), r, settings)
	if err != nil || result.Resumed != 70_000 || again.ranges() != "70000-" {
		t.Errorf("resumed from %d with %s (%v), want 70000", result.Resumed, again.ranges(), err)
	}
	expectFile(t, r, data)
}

// Two at once: one downloads, the other waits and finds the file.
func TestFetchTwice(t *testing.T) {
	data := payload()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(20 * time.Millisecond)
		good(data)(w, r)
	})
	r := requestFor(t, data, s.URL)
	errs := make(chan error, 2)
	for range 2 {
		go func() {
			_, err := Fetch(t.Context(), r, (&client{}).settings())
			errs <- err
		}()
	}
	if err := errors.Join(<-errs, <-errs); err != nil {
		t.Fatal(err)
	}
	expectFile(t, r, data)
	if len(s.requests) != 1 {
		t.Errorf("%d requests, want 1", len(s.requests))
	}
}

func TestFetchLeavesForeignFileAlone(t *testing.T) {
	data := payload()
	s := serve(t, good(data))
	r := requestFor(t, data, s.URL)
	writePart(t, r, nil)
	if err := os.WriteFile(r.Path, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := Fetch(t.Context(), r, (&client{}).settings())
	if err == nil || !strings.Contains(err.Error(), "remove it") {
		t.Errorf("error is %v, want one that says to remove the file", err)
	}
	if mine, _ := os.ReadFile(r.Path); string(mine) != "mine" {
		t.Error("the file was changed")
	}
}

func TestFetchReportsLocalErrors(t *testing.T) {
	data := payload()
	s := serve(t, good(data))
	r := requestFor(t, data, s.URL)
	if err := os.MkdirAll(r.Path+".part", 0o755); err != nil { // a folder where the .part file belongs
		t.Fatal(err)
	}
	_, err := Fetch(t.Context(), r, (&client{}).settings())
	if err == nil || errors.Is(err, ErrRefused) || errors.Is(err, ErrUnreachable) {
		t.Errorf("error is %v, want a local one", err)
	}
}

func TestFetchChecksRequest(t *testing.T) {
	good := requestFor(t, payload(), "https://example.org/file")
	for _, test := range []struct {
		change func(*Request)
		want   string
	}{
		{func(r *Request) { r.URLs = nil }, "no address"},
		{func(r *Request) { r.URLs = []string{"ftp://example.org/file"} }, "https://"},
		{func(r *Request) { r.URLs = []string{"example.org/file"} }, "https://"},
		{func(r *Request) { r.URLs = []string{"http://%zz"} }, "address of a mirror"},
		{func(r *Request) { r.Size = 0 }, "must all be given"},
		{func(r *Request) { r.SHA256 = "abc" }, "must all be given"},
	} {
		r := good
		test.change(&r)
		if _, err := Fetch(t.Context(), r, Settings{}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error is %v, want one that says %q", err, test.want)
		}
	}
}

func TestPauseIsBounded(t *testing.T) {
	for _, jitter := range []float64{0, 0.999} {
		s := Settings{Jitter: func() float64 { return jitter }}.withDefaults(1)
		for n := 1; n < 100; n++ {
			if p := s.pause(n); p < firstPause/2 || p > longestPause {
				t.Errorf("pause %d is %s", n, p)
			}
		}
	}
}

func FuzzContentRange(f *testing.F) {
	for _, seed := range []string{"bytes 0-4/5", "bytes 10-20/*", "bytes */5", "bytes 5-4/9", "", "bytes 0--1/3"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		start, total, err := parseContentRange(value)
		if err == nil && (start < 0 || total == 0 || total < -1 || total > 0 && start >= total) {
			t.Errorf("%q gives %d of %d", value, start, total)
		}
	})
}
