package fetch

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

// Mirrors that don't have the file are given up, with the reason, and what is right is kept.
func TestFetchRefuses(t *testing.T) {
	data := payload()
	corrupt := bytes.Clone(data)
	corrupt[5] ^= 1
	forever := func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", http.StatusFound) }
	tests := []struct {
		name     string
		server   http.HandlerFunc
		want     string
		requests int
		kept     int64 // length of the .part file
	}{
		{name: "404", server: status(404), want: "404 Not Found", requests: 1},
		{name: "another file", server: good(data[:1000]), want: "a file of 1000 bytes, want 300000", requests: 1},
		{name: "longer file", server: good(append(bytes.Clone(data), 0)), want: "a file of 300001 bytes", requests: 1},
		{name: "web page", server: status(200, "Content-Type", "text/html; charset=utf-8"), want: "a web page", requests: 1},
		{name: "corrupt twice", server: good(corrupt), want: "isn't the file", requests: 2},
		{name: "always 503", server: status(503), want: "503", requests: 5},
		{name: "comes back tomorrow", server: status(503, "Retry-After", "86400"), want: "come back in 24h", requests: 1},
		{name: "always stalls", server: stall(data, 1000), want: "broke off at 1000 of 300000", requests: 5, kept: 1000},
		{name: "redirects forever", server: forever, want: "more than 10 redirects", requests: 11},
		{name: "bad Content-Range", server: status(206, "Content-Range", "bytes x-y/z"), want: "Content-Range", requests: 1},
		{name: "range of another file", server: status(206, "Content-Range", "bytes 0-4/5"), want: "a file of 5 bytes", requests: 1},
		{name: "416 from the start", server: status(416), want: "416", requests: 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, c := serve(t, test.server), &client{}
			r := requestFor(t, data, s.URL)
			settings := c.settings()
			settings.IdleTimeout = impatient
			_, err := Fetch(t.Context(), r, settings)
			if !errors.Is(err, ErrRefused) || errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want one of kind ErrRefused that says %q", err, test.want)
			}
			if len(s.requests) != test.requests {
				t.Errorf("%d requests, want %d", len(s.requests), test.requests)
			}
			if _, err := os.Stat(r.Path); !os.IsNotExist(err) {
				t.Errorf("there is a file (%v)", err)
			}
			info, err := os.Stat(r.Path + ".part")
			if test.kept == 0 && !os.IsNotExist(err) {
				t.Errorf("a .part file is left (%v)", err)
			} else if test.kept > 0 && (err != nil || info.Size() != test.kept) {
				t.Errorf(".part file: %v, %v, want %d bytes", info, err, test.kept)
			}
		})
	}
}

func TestFetchRefusesRedirectToHTTP(t *testing.T) {
	data := payload()
	plain := serve(t, good(data))
	secure := httptest.NewTLSServer(redirect(plain.URL))
	defer secure.Close()
	settings := (&client{}).settings()
	settings.Client = secure.Client()
	_, err := Fetch(t.Context(), requestFor(t, data, secure.URL), settings)
	if !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), "isn't encrypted") {
		t.Errorf("error is %v, want a refused redirect", err)
	}
	if len(plain.requests) != 0 {
		t.Error("the unencrypted server was asked")
	}
}

func TestFetchOverTLS(t *testing.T) {
	data := payload()
	secure := httptest.NewTLSServer(good(data))
	defer secure.Close()
	settings, r := (&client{}).settings(), requestFor(t, data, secure.URL)
	settings.Client = secure.Client()
	if _, err := Fetch(t.Context(), r, settings); err != nil {
		t.Fatal(err)
	}
	expectFile(t, r, data)
}

// deadAddress returns the address of a port at which nobody listens.
func deadAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return "http://" + listener.Addr().String()
}

// A machine without network is told apart, at once and without pauses.
func TestFetchUnreachable(t *testing.T) {
	data, c := payload(), &client{}
	r := requestFor(t, data, deadAddress(t), "http://name.invalid/file")
	settings := c.settings()
	dialer := net.Dialer{}
	settings.Client = &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if strings.HasPrefix(address, "name.invalid") {
				return nil, &net.DNSError{Err: "no such host", Name: "name.invalid", IsNotFound: true}
			}
			return dialer.DialContext(ctx, network, address)
		},
	}}
	result, err := Fetch(t.Context(), r, settings)
	if !errors.Is(err, ErrUnreachable) || errors.Is(err, ErrRefused) {
		t.Fatalf("error is %v, want ErrUnreachable", err)
	}
	refused := strings.TrimPrefix(r.URLs[0], "http://")
	if want := "no server could be reached (" + refused + ": connection refused; name.invalid: no such host)"; err.Error() != want {
		t.Errorf("error %q, want %q", err, want)
	}
	if result.Requests != 2 || len(c.pauses) != 0 {
		t.Errorf("%d requests and %d pauses, want 2 and none", result.Requests, len(c.pauses))
	}
}

// Packets that vanish end in ErrUnreachable too, when the time for connecting is over.
func TestFetchUnreachableByTimeout(t *testing.T) {
	settings := (&client{}).settings()
	settings.ConnectTimeout = 20 * time.Millisecond
	settings.Client = &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		},
	}}
	_, err := Fetch(t.Context(), requestFor(t, payload(), "http://192.0.2.1/"), settings)
	if !errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), "no connection within 20ms") {
		t.Errorf("error is %v, want ErrUnreachable after 20ms", err)
	}
}

// A line that breaks down midway is something else than no line.
func TestFetchUnreachableMidway(t *testing.T) {
	data := payload()
	var s *server
	s = serve(t, func(w http.ResponseWriter, r *http.Request) {
		_ = s.Listener.Close()
		truncate(data, 1000)(w, r)
	})
	settings := (&client{}).settings()
	settings.Client = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	_, err := Fetch(t.Context(), requestFor(t, data, s.URL), settings)
	if !errors.Is(err, ErrRefused) {
		t.Errorf("error is %v, want ErrRefused", err)
	}
}

func TestFetchTriesMirrorsInOrder(t *testing.T) {
	data, c := payload(), &client{}
	half, missing, whole := serve(t, truncate(data, 100_000)), serve(t, status(404)), serve(t, good(data))
	r := requestFor(t, data, deadAddress(t), half.URL, missing.URL, whole.URL)
	result, err := Fetch(t.Context(), r, c.settings())
	if err != nil {
		t.Fatal(err)
	}
	expectFile(t, r, data)
	if result.URL != whole.URL || whole.ranges() != "100000-" {
		t.Errorf("the file came from %s with the ranges %s, want %s and 100000-", result.URL, whole.ranges(), whole.URL)
	}
}
