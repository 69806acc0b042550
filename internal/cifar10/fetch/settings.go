package fetch

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"
)

const (
	maxRedirects  = 10
	maxHeader     = 256 << 10        // bytes of an answer's header
	maxRequests   = 200              // to one mirror, whatever progress they make
	maxRetryAfter = 2 * time.Minute  // a mirror that asks for a longer pause is given up
	firstPause    = time.Second / 2  // before the first retry; doubled each time
	longestPause  = 15 * time.Second // where doubling ends
)

// withDefaults fills in what was left at zero.
func (s Settings) withDefaults(mirrors int) Settings {
	if s.Client == nil {
		s.Client = newClient()
	}
	client := *s.Client
	client.CheckRedirect = checkRedirect
	s.Client = &client
	setDefault(&s.ConnectTimeout, max(6*time.Second/time.Duration(max(mirrors, 1)), 2*time.Second))
	setDefault(&s.HeaderTimeout, 20*time.Second)
	setDefault(&s.IdleTimeout, 30*time.Second)
	setDefault(&s.LeastRate, 10_000)
	setDefault(&s.Window, time.Minute)
	setDefault(&s.Retries, 4)
	if s.Sleep == nil {
		s.Sleep = sleep
	}
	if s.Jitter == nil {
		s.Jitter = rand.Float64
	}
	if s.Progress == nil {
		s.Progress = silent{}
	}
	return s
}

// newClient returns a client whose answers have headers of bounded size.
func newClient() *http.Client {
	transport, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultClient
	}
	transport = transport.Clone()
	transport.MaxResponseHeaderBytes = maxHeader
	return &http.Client{Transport: transport}
}

func setDefault[T comparable](value *T, standard T) {
	var zero T
	if *value == zero {
		*value = standard
	}
}

// pause returns how long to wait before retry n = 1, 2, …: half to all of a span that doubles each time.
func (s Settings) pause(n int) time.Duration {
	span := longestPause
	if n < 6 {
		span = min(firstPause<<(n-1), longestPause)
	}
	return span/2 + time.Duration(s.Jitter()*float64(span/2))
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// checkRedirect follows ten redirects, none away from the web and none that gives up encryption.
func checkRedirect(next *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return &answerError{text: fmt.Sprintf("more than %d redirects", maxRedirects)}
	}
	if next.URL.Scheme != "http" && next.URL.Scheme != "https" {
		return &answerError{text: fmt.Sprintf("redirect to %s, which is no address of a web server", next.URL.Redacted())}
	}
	if via[len(via)-1].URL.Scheme == "https" && next.URL.Scheme != "https" {
		return &answerError{text: fmt.Sprintf("redirect from https to %s, which isn't encrypted", next.URL.Redacted())}
	}
	return nil
}

type silent struct{}

func (silent) Total(int64, string) {}
func (silent) Add(int64)           {}
func (silent) Note(string)         {}
