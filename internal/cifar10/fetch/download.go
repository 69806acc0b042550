package fetch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// download is one download under way. have is always the length of the .part file.
type download struct {
	request  Request
	settings Settings
	path     string // of the .part file
	part     *os.File
	have     int64
	farthest int64 // what have was when it last counted as progress
	reached  bool  // some server was connected to
	seen     validator
	result   Result
}

// open opens the .part file behind what it already holds.
func (d *download) open() error {
	part, err := openPart(d.path)
	if err != nil {
		return err
	}
	d.part = part
	d.have, err = part.Seek(0, io.SeekEnd)
	if err == nil && d.have > d.request.Size {
		err = d.restart()
	}
	if err != nil {
		return errors.Join(err, part.Close())
	}
	d.farthest, d.result.Resumed = d.have, d.have
	return nil
}

// restart empties the .part file.
func (d *download) restart() error {
	d.have, d.result.Resumed = 0, 0
	_, err := d.part.Seek(0, io.SeekStart)
	return errors.Join(err, d.part.Truncate(0))
}

// close closes the .part file, and removes it where it is empty.
func (d *download) close() error {
	err := d.part.Close()
	if d.have == 0 {
		err = errors.Join(err, os.Remove(d.path))
	}
	return err
}

// run tries the mirrors in order until one has completed the .part file.
func (d *download) run(ctx context.Context) error {
	d.announce()
	var failures []string
	for i, address := range d.request.URLs {
		err := d.fromMirror(ctx, address)
		if err == nil {
			return d.part.Sync()
		}
		if ctx.Err() != nil {
			return fmt.Errorf("download of %s stopped at %d of %d bytes, which are kept: %w",
				filepath.Base(d.request.Path), d.have, d.request.Size, ctx.Err())
		}
		if !remote(err) {
			return err
		}
		failures = append(failures, failure(address, err))
		if i+1 < len(d.request.URLs) {
			d.settings.Progress.Note(fmt.Sprintf("%s: %v; trying the next mirror", redacted(address), err))
		}
	}
	kind := ErrUnreachable
	if d.reached {
		kind = ErrRefused
	}
	return fmt.Errorf("%w (%s)", kind, strings.Join(failures, "; "))
}

// redacted is an address without its password, for messages.
func redacted(address string) string {
	if u, err := url.Parse(address); err == nil {
		return u.Redacted()
	}
	return host(address)
}

// failure says which mirror failed and why: by its host where it can't be reached, by its address otherwise.
func failure(address string, err error) string {
	if _, unreachable := errors.AsType[*connectError](err); unreachable {
		address = host(address)
	}
	return fmt.Sprintf("%s: %v", redacted(address), err)
}

// fromMirror requests what is missing from one mirror until the file is
// complete and right, or the mirror is given up.
func (d *download) fromMirror(ctx context.Context, address string) error {
	failed, wrong := 0, 0
	for range maxRequests {
		err := d.complete(ctx, address)
		if err == nil {
			if err = d.verify(); err == nil {
				return nil
			}
			if wrong++; wrong > 1 || !remote(err) {
				return err
			}
			d.settings.Progress.Note(err.Error() + "; starting over once")
			continue
		}
		if ctx.Err() != nil || !d.retryable(err) {
			return err
		}
		if d.have >= d.farthest+d.step() {
			d.farthest, failed = d.have, 0
		}
		if failed++; failed > d.settings.Retries {
			return err
		}
		if err := d.wait(ctx, err, failed); err != nil {
			return err
		}
	}
	return &answerError{text: fmt.Sprintf("the transfer broke off %d times", maxRequests)}
}

// step is how much more has to be there for a failed request to have been progress: a mirror that sends a
// byte or two each time isn't asked two hundred times.
func (d *download) step() int64 { return max(d.request.Size/1000, 1) }

// retryable reports whether the same mirror may do better at the next request. A connection that
// doesn't come about is worth another try only if some server could be reached before.
func (d *download) retryable(err error) bool {
	var broken *passingError
	var connect *connectError
	return errors.As(err, &broken) || d.reached && errors.As(err, &connect)
}

// wait pauses before retry n after an error.
func (d *download) wait(ctx context.Context, err error, n int) error {
	pause := d.settings.pause(n)
	var broken *passingError
	if errors.As(err, &broken) && broken.after > 0 {
		if broken.after > maxRetryAfter {
			return &answerError{text: fmt.Sprintf("%v, and asks to come back in %s", err, broken.after)}
		}
		pause = broken.after
	}
	d.settings.Progress.Note(fmt.Sprintf("%v; trying again in %s", err, pause))
	return d.settings.Sleep(ctx, pause)
}

// announce tells the progress how much is to come and what is there.
func (d *download) announce() {
	d.settings.Progress.Total(d.request.Size, "bytes")
	d.settings.Progress.Add(d.have)
}

// verify checks the digest of a complete .part file. A wrong one is emptied.
func (d *download) verify() error {
	if _, err := d.part.Seek(0, io.SeekStart); err != nil {
		return err
	}
	sum, _, err := digest(d.part)
	if err != nil {
		return err
	}
	if strings.EqualFold(sum, d.request.SHA256) {
		return nil
	}
	if err := d.restart(); err != nil {
		return err
	}
	d.farthest = 0
	d.announce()
	return &answerError{text: fmt.Sprintf("what arrived isn't the file (SHA-256 %s, want %s)", sum, d.request.SHA256)}
}

// digest returns the SHA-256 and the size of what is left to read of a file.
func digest(file io.Reader) (sum string, size int64, err error) {
	hash := sha256.New()
	size, err = io.Copy(hash, file)
	return hex.EncodeToString(hash.Sum(nil)), size, err
}
