package download

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// unreachableWorld has no network: every connection is refused.
func unreachableWorld(t *testing.T) *world {
	w := newWorld(t)
	w.server.Close()
	return w
}

func TestAcquireDownloads(t *testing.T) {
	w := newWorld(t)
	got, err := w.acquire()
	if err != nil {
		t.Fatal(err)
	}
	if got.Pending || got.Warning != "" || got.Path != heldPath(w.settings) {
		t.Errorf("source is %+v", got)
	}
	again, err := w.locate()
	if err != nil || again.Pending || again.Identity != got.Identity || again.Path != got.Path {
		t.Errorf("afterwards Locate returns %+v (%v), want %+v", again, err, got)
	}
	if _, _, err := w.run(got); err != nil {
		t.Error(err)
	}
}

// What arrived before an interruption is shown, and isn't asked for again.
func TestAcquireResumes(t *testing.T) {
	w := newWorld(t)
	half := len(w.archive) / 2
	w.write(heldPath(w.settings)+".part", w.archive[:half])
	located, err := w.locate()
	if err != nil || !strings.Contains(located.Summary, "% of it are there") {
		t.Errorf("source is %+v (%v), want a summary that tells what is there", located, err)
	}
	if _, err := w.acquire(); err != nil {
		t.Fatal(err)
	}
}

func TestAcquireWithoutNetwork(t *testing.T) {
	w := unreachableWorld(t)
	got, err := w.acquire()
	if err != nil || !strings.HasPrefix(got.Identity, "embedded:") || !strings.Contains(got.Warning, "no server could be reached") {
		t.Fatalf("source is %+v (%v), want the embedded one with a warning", got, err)
	}
	steps := []struct {
		name    string
		change  func()
		pending bool
	}{
		{"a minute later", func() { w.clock = w.clock.Add(time.Minute) }, false},
		{"with --force", func() { w.settings.Force = true }, true},
		{"with --require-cifar10", func() { w.settings.Force, w.settings.RequireCIFAR10 = false, true }, true},
		{"59 minutes later", func() { w.settings.RequireCIFAR10, w.clock = false, w.clock.Add(58*time.Minute) }, false},
		{"an hour later", func() { w.clock = w.clock.Add(time.Minute) }, true},
		{"with the clock put back", func() { w.clock = w.clock.Add(-2 * time.Hour) }, true},
		{"with another mirror", func() { w.clock = w.clock.Add(time.Hour + time.Minute); w.settings.Mirrors = []string{"http://other/"} }, true},
		{"with the old mirror", func() { w.settings.Mirrors = []string{w.server.URL} }, false},
		{"with a damaged note", func() { w.write(notePath(w.settings), []byte("{")) }, true},
	}
	for _, step := range steps {
		step.change()
		got, err := w.locate()
		if err != nil || got.Pending != step.pending {
			t.Errorf("%s: source is %+v (%v), want pending %v", step.name, got, err, step.pending)
		}
		if !got.Pending && !strings.Contains(got.Warning, "--force") {
			t.Errorf("%s: the warning %q doesn't name --force", step.name, got.Warning)
		}
	}
}

// A password in the address of a mirror is told nobody, and kept nowhere.
func TestAcquireKeepsNoPassword(t *testing.T) {
	w := unreachableWorld(t)
	w.settings.Mirrors = []string{strings.Replace(w.server.URL, "http://", "http://me:hidden@", 1)}
	got, err := w.acquire()
	if err != nil || !strings.HasPrefix(got.Identity, "embedded:") {
		t.Fatalf("source is %+v (%v)", got, err)
	}
	note, err := os.ReadFile(notePath(w.settings))
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.locate()
	if err != nil || again.Pending {
		t.Errorf("the note isn't found again: %+v (%v)", again, err)
	}
	w = newWorld(t)
	w.answer = func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusNotFound) }
	address := strings.Replace(w.server.URL, "http://", "http://me:hidden@", 1)
	w.settings.Mirrors = []string{address, address}
	refused, err := w.acquire()
	if err != nil || !strings.Contains(refused.Warning, "404") {
		t.Errorf("source is %+v (%v)", refused, err)
	}
	if all := string(note) + got.Warning + got.Summary + refused.Warning + refused.Summary + strings.Join(w.notes, "\n"); strings.Contains(all, "hidden") {
		t.Errorf("there is the password in %s", all)
	}
}

func TestAcquireForgetsWhenTheNetworkIsBack(t *testing.T) {
	w := newWorld(t)
	if err := rememberUnreachable(w.settings, w.settings.Mirrors); err != nil {
		t.Fatal(err)
	}
	w.settings.Force = true
	if _, err := w.acquire(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(notePath(w.settings)); !os.IsNotExist(err) {
		t.Errorf("the note is still there (%v)", err)
	}
}

func TestAcquireRequired(t *testing.T) {
	w := unreachableWorld(t)
	w.settings.RequireCIFAR10 = true
	_, err := w.acquire()
	expectError(t, err, "no server could be reached", "--require-cifar10", "--archive FILE")
}

// A server that is there but doesn't send the archive: a warning with the reason, and nothing is remembered.
func TestAcquireRefused(t *testing.T) {
	w := newWorld(t)
	w.answer = func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusServiceUnavailable) }
	got, err := w.acquire()
	if err != nil || !strings.HasPrefix(got.Identity, "embedded:") || !strings.Contains(got.Warning, "the download failed") || !strings.Contains(got.Warning, "503") {
		t.Errorf("source is %+v (%v), want the embedded one with a warning", got, err)
	}
	if next, err := w.locate(); err != nil || !next.Pending {
		t.Errorf("the next source is %+v (%v), want the download", next, err)
	}
	w.settings.RequireCIFAR10 = true
	_, err = w.acquire()
	expectError(t, err, "503", "--require-cifar10")
}

func TestAcquireStops(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.answer = func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}
	if _, err := w.kind.Acquire(ctx, w.kind.Defaults(""), w.settings, w); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want context.Canceled", err)
	}
}

// Trouble on this machine is an error, not a reason for the embedded default.
func TestAcquireLocalTrouble(t *testing.T) {
	w := newWorld(t)
	w.write(filepath.Join(w.settings.DataDir, "cifar10"), []byte("a file where the folder belongs"))
	_, err := w.locate()
	if err == nil {
		_, err = w.acquire()
	}
	expectError(t, err, "CIFAR10")
	w = newWorld(t)
	w.write(heldPath(w.settings)+".part/x", nil)
	_, err = w.acquire()
	expectError(t, err, "downloading cifar-10-binary.tar.gz", "--offline")
}
