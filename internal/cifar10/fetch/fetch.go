package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"autoencoder-dynamics/internal/regular"
)

// Request says what to download.
type Request struct {
	URLs   []string // addresses of the same file (http or https), tried in order
	Path   string   // where the file shall lie; Path+".part" and Path+".lock" are used meanwhile
	Size   int64    // its exact size in bytes
	SHA256 string   // its digest, in hexadecimal
}

// Progress receives how far the download is; a stages.Progress is one.
type Progress interface {
	Total(n int64, unit string) // n bytes are to come; the count starts at 0 (again)
	Add(n int64)                // n more bytes are there
	Note(text string)           // a line for people: "trying again in 2s"
}

// Settings change how it is downloaded. The zero value is right for use; tests shorten the times.
type Settings struct {
	// Client does the requests; nil is one like http.DefaultClient that takes headers of up to 256 KB. Its
	// CheckRedirect is replaced.
	Client *http.Client

	ConnectTimeout time.Duration // for name, connection and TLS together; 0 is 6 s shared by all mirrors, at least 2 s each
	HeaderTimeout  time.Duration // from connection to the answer's header; 0 is 20 s
	IdleTimeout    time.Duration // between two arrivals of data; 0 is 30 s

	// LeastRate is how many bytes a second must arrive, on average over each Window: a server that sends a byte now
	// and then would never be idle and never be done. 0 is 10,000, and Window 0 a minute: six hours for the archive.
	LeastRate int64
	Window    time.Duration

	// Retries is how many failed requests in a row a mirror is allowed after its first one, if they bring less
	// than a thousandth of the file; 0 is 4.
	Retries int

	// Sleep waits, or returns early with ctx.Err(); nil waits by the clock.
	Sleep func(ctx context.Context, d time.Duration) error

	// Jitter returns numbers in [0, 1) that spread the pauses, so that many
	// clients don't come back at once; nil is random.
	Jitter func() float64

	// Progress may be nil.
	Progress Progress
}

// Result says how the file was had.
type Result struct {
	URL      string // the mirror that sent the last of it; "" where nothing had to be sent
	Requests int    // HTTP requests made, redirects not counted
	Resumed  int64  // bytes that were there from an earlier call
}

// Fetch downloads the file. When it returns nil, the file lies at r.Path and has the right digest.
//
// Errors wrap [ErrUnreachable] where no mirror could be connected to,
// [ErrRefused] where mirrors answered but none yielded the file, and ctx.Err()
// when ctx is done; the .part file stays in all three cases unless its content
// was wrong. Any other error is one of this machine: a full disk, a folder that can't be written.
func Fetch(ctx context.Context, r Request, s Settings) (Result, error) {
	s = s.withDefaults(len(r.URLs))
	if err := r.check(); err != nil {
		return Result{}, err
	}
	if err := os.MkdirAll(filepath.Dir(r.Path), 0o755); err != nil {
		return Result{}, err
	}
	unlock, err := lock(ctx, r.Path+".lock", s.Progress)
	if err != nil {
		return Result{}, err
	}
	defer unlock()
	if done, err := alreadyThere(r); done || err != nil {
		return Result{}, err
	}
	d := &download{request: r, settings: s, path: r.Path + ".part"}
	if err := d.open(); err != nil {
		return Result{}, err
	}
	if err := errors.Join(d.run(ctx), d.close()); err != nil {
		return d.result, err
	}
	return d.result, os.Rename(d.path, r.Path)
}

// check refuses requests that can't work.
func (r Request) check() error {
	if r.Size <= 0 || len(r.SHA256) != 64 || r.Path == "" {
		return fmt.Errorf("fetch: size %d, SHA-256 %q and path %q must all be given", r.Size, r.SHA256, r.Path)
	}
	if len(r.URLs) == 0 {
		return errors.New("fetch: no address to download from")
	}
	for _, address := range r.URLs {
		u, err := url.Parse(address)
		if err != nil {
			return fmt.Errorf("address of a mirror: %w", err)
		}
		if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return fmt.Errorf("address of a mirror: %q, want one that starts with https:// or http://", address)
		}
	}
	return nil
}

// alreadyThere reports whether the file lies at its place, perhaps because another
// process has just downloaded it. A different file there is an error: it isn't ours to replace.
func alreadyThere(r Request) (bool, error) {
	file, size, err := regular.Open(r.Path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	}
	defer file.Close()
	sum, size, err := digest(io.LimitReader(file, max(size, r.Size+1)))
	switch {
	case err != nil:
		return false, err
	case size != r.Size || !strings.EqualFold(sum, r.SHA256):
		return false, fmt.Errorf("%s is there already, but it isn't the file to download (%d bytes, SHA-256 %s): remove it", r.Path, size, sum)
	}
	return true, nil
}

// lock waits until no other process downloads the same file.
func lock(ctx context.Context, path string, progress Progress) (unlock func(), err error) {
	if _, err := ownFile(path); err != nil { // the lock is made through links, too
		return nil, err
	}
	l := flock.New(path)
	got, err := l.TryLock()
	if err == nil && !got {
		progress.Note("another process is downloading the same file; waiting for it")
		_, err = l.TryLockContext(ctx, 200*time.Millisecond)
	}
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", path, err)
	}
	return func() { _ = l.Unlock() }, nil // the lock dies with the process at the latest
}
