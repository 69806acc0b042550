package download

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/internal/cifar10/cifar10test"
	"autoencoder-dynamics/internal/cifar10/fetch"
	"autoencoder-dynamics/stages"
)

const records = 20 // in each batch of the small archives

// world is a machine with folders, a clock and a server that holds a small archive.
type world struct {
	t        *testing.T
	archive  []byte
	settings stages.Settings
	clock    time.Time
	kind     Kind
	server   *httptest.Server
	requests atomic.Int32
	answer   http.HandlerFunc // instead of the archive, where it isn't nil
	notes    []string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, archive: cifar10test.Archive(records, 1), clock: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	w.server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.requests.Add(1)
		if w.answer != nil {
			w.answer(rw, r)
			return
		}
		_, _ = rw.Write(w.archive)
	}))
	t.Cleanup(w.server.Close)
	folder := t.TempDir()
	w.settings = stages.Settings{
		DataDir: filepath.Join(folder, "data"), StateDir: filepath.Join(folder, "state"),
		Mirrors: []string{w.server.URL}, Now: func() time.Time { return w.clock },
	}
	w.kind.test = testSettings{
		options: cifar10.Options{RecordsPerBatch: records},
		file:    fetch.Request{Size: int64(len(w.archive)), SHA256: sumOf(w.archive)},
		timing:  fetch.Settings{Retries: 1, Jitter: func() float64 { return 0 }, Sleep: noSleep},
	}
	return w
}

func noSleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// hold puts a file into data/cifar10/.
func (w *world) hold(content []byte) string {
	w.t.Helper()
	return w.write(heldPath(w.settings), content)
}

func (w *world) write(path string, content []byte) string {
	w.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		w.t.Fatal(err)
	}
	return path
}

// file writes an archive outside data/.
func (w *world) file(content []byte) string {
	return w.write(filepath.Join(w.t.TempDir(), "named.tar.gz"), content)
}

func (w *world) locate() (stages.Source, error) {
	return w.kind.Locate(w.t.Context(), w.kind.Defaults("cifar10"), w.settings)
}

func (w *world) acquire() (stages.Source, error) {
	return w.kind.Acquire(w.t.Context(), w.kind.Defaults("cifar10"), w.settings, w)
}

// run runs the stage on a source and returns the folder of its outputs and its caveats.
func (w *world) run(source stages.Source) (folder string, caveats []stages.Caveat, err error) {
	folder = w.t.TempDir()
	err = w.kind.Run(w.t.Context(), &stages.Call{
		Stage: "cifar10", Parameters: w.kind.Defaults("cifar10"), Source: source, OutputDir: folder, Workers: 2, Progress: w,
		Caveat: func(c stages.Caveat) { caveats = append(caveats, c) },
	})
	return folder, caveats, err
}

func (w *world) Total(int64, string) {}
func (w *world) Add(int64)           {}
func (w *world) Note(text string)    { w.notes = append(w.notes, text) }

// expectError fails the test unless the error says every one of the texts.
func expectError(t *testing.T, err error, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("error is %v, want one that says %q", err, text)
		}
	}
}

// files lists everything below the folders of the settings.
func (w *world) files() string {
	var all []string
	for _, folder := range []string{w.settings.DataDir, w.settings.StateDir} {
		_ = filepath.WalkDir(folder, func(path string, _ os.DirEntry, err error) error {
			if err == nil {
				all = append(all, path)
			}
			return nil
		})
	}
	return fmt.Sprint(all)
}
