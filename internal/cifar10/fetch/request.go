package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// userAgent says who asks.
const userAgent = "autoencoder-dynamics"

// validator is what a mirror said about the version of its file, for If-Range.
type validator struct{ address, tag string }

// complete requests what is missing of the file once, and appends what arrives to the .part file.
// It returns nil when the .part file has its full length.
func (d *download) complete(ctx context.Context, address string) error {
	if d.have == d.request.Size {
		return nil
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watch := &watchdog{cancel: cancel}
	defer watch.stop()
	response, err := d.send(ctx, address, watch)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	d.result.URL = address
	if err := d.accept(response, address); err != nil {
		return err
	}
	return d.receive(ctx, response.Body, watch)
}

// send makes the request and waits for the answer's header.
func (d *download) send(ctx context.Context, address string, watch *watchdog) (*http.Response, error) {
	var connected atomic.Bool
	trace := &httptrace.ClientTrace{
		GetConn: func(string) {
			connected.Store(false)
			watch.set(&timeout{"no connection", d.settings.ConnectTimeout})
		},
		GotConn: func(httptrace.GotConnInfo) {
			connected.Store(true)
			watch.set(&timeout{"no answer", d.settings.HeaderTimeout})
		},
	}
	request, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, trace), http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", userAgent)
	request.Header.Set("Accept-Encoding", "identity") // the bytes of the file, not a packed form of them
	if d.have > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", d.have))
		if d.seen.address == address && d.seen.tag != "" {
			request.Header.Set("If-Range", d.seen.tag)
		}
	}
	d.result.Requests++
	response, err := d.settings.Client.Do(request)
	if connected.Load() {
		d.reached = true
	}
	if err == nil {
		return response, nil
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err // the address is named by the caller
	}
	var answer *answerError
	switch {
	case errors.As(err, &answer):
		return nil, answer
	case !connected.Load():
		return nil, &connectError{causeOf(ctx, err)}
	}
	return nil, passing("%w", causeOf(ctx, err))
}

// accept checks the answer's header, and empties the .part file where the
// answer starts from the beginning.
func (d *download) accept(response *http.Response, address string) error {
	if kind := response.Header.Get("Content-Type"); strings.HasPrefix(kind, "text/html") && response.StatusCode < 300 {
		return &answerError{text: "it sends a web page instead of the file"}
	}
	switch response.StatusCode {
	case http.StatusOK:
		if n := response.ContentLength; n >= 0 && n != d.request.Size {
			return &answerError{text: fmt.Sprintf("it offers a file of %d bytes, want %d", n, d.request.Size)}
		}
		if d.have > 0 {
			d.settings.Progress.Note("the server doesn't go on where the download stopped; starting over")
			if err := d.startOver(); err != nil {
				return err
			}
		}
	case http.StatusPartialContent:
		if err := d.acceptRange(response.Header.Get("Content-Range")); err != nil {
			return err
		}
	case http.StatusRequestedRangeNotSatisfiable:
		if d.have == 0 {
			return &answerError{text: answers(response)}
		}
		return d.startOverAfter(passing("it has no bytes from %d on", d.have))
	default:
		return statusError(response)
	}
	d.seen = validator{address, strongValidator(response.Header)}
	return nil
}

// acceptRange checks that a part of the file goes on where the .part file ends.
func (d *download) acceptRange(contentRange string) error {
	start, total, err := parseContentRange(contentRange)
	switch {
	case err != nil:
		return &answerError{text: err.Error()}
	case total >= 0 && total != d.request.Size:
		return &answerError{text: fmt.Sprintf("it offers a file of %d bytes, want %d", total, d.request.Size)}
	case start != d.have:
		return d.startOverAfter(passing("it sends bytes from %d on, asked for those from %d on", start, d.have))
	}
	return nil
}

// startOverAfter empties the .part file and returns the error because of which that was done.
func (d *download) startOverAfter(reason error) error {
	if err := d.startOver(); err != nil {
		return err
	}
	return reason
}

func (d *download) startOver() error {
	err := d.restart()
	d.announce()
	return err
}

// receive appends the body to the .part file. A body that is too long is cut off.
func (d *download) receive(ctx context.Context, body io.Reader, watch *watchdog) error {
	buffer := make([]byte, 1<<17)
	began, had := time.Now(), d.have
	for d.have < d.request.Size {
		if since := time.Since(began); since >= d.settings.Window {
			if rate := float64(d.have-had) / since.Seconds(); rate < float64(d.settings.LeastRate) {
				return passing("the transfer was too slow to end: %.0f bytes a second over %s", rate, since.Round(time.Millisecond))
			}
			began, had = time.Now(), d.have
		}
		watch.set(&timeout{"nothing more arrived", d.settings.IdleTimeout})
		n, err := body.Read(buffer[:min(int64(len(buffer)), d.request.Size-d.have)])
		if n > 0 {
			written, writeErr := d.part.Write(buffer[:n])
			d.have += int64(written)
			d.settings.Progress.Add(int64(written))
			if writeErr != nil {
				return fmt.Errorf("writing the download: %w", writeErr)
			}
		}
		if err != nil && d.have < d.request.Size {
			return passing("the transfer broke off at %d of %d bytes: %w", d.have, d.request.Size, causeOf(ctx, err))
		}
	}
	return nil
}

// watchdog cancels a request that makes no progress.
type watchdog struct {
	cancel context.CancelCauseFunc
	timer  atomic.Pointer[time.Timer]
}

// set starts the time anew.
func (w *watchdog) set(t *timeout) {
	if old := w.timer.Swap(time.AfterFunc(t.d, func() { w.cancel(t) })); old != nil {
		old.Stop()
	}
}

func (w *watchdog) stop() {
	if old := w.timer.Swap(nil); old != nil {
		old.Stop()
	}
}
