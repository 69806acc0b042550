package download

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	embedded "autoencoder-dynamics/data/cifar10"
	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/internal/cifar10/cifar10test"
	"autoencoder-dynamics/stages"
)

// The order of sources, and that Locate neither writes nor asks the network.
func TestLocateOrder(t *testing.T) {
	other := cifar10test.Archive(records, 2)
	fromEmbedded := "embedded:sha256:" + embedded.SHA256()
	tests := []struct {
		name     string
		prepare  func(w *world)
		identity func(w *world) string
		pending  bool
		warning  string
	}{
		{
			name:     "network",
			prepare:  func(*world) {},
			identity: func(w *world) string { return "sha256:" + sumOf(w.archive) }, pending: true,
		},
		{
			name:     "held archive",
			prepare:  func(w *world) { w.hold(other) },
			identity: func(*world) string { return "sha256:" + sumOf(other) },
		},
		{
			name:     "named archive before the held one",
			prepare:  func(w *world) { w.hold(other); w.settings.Archive = w.file(w.archive) },
			identity: func(w *world) string { return "sha256:" + sumOf(w.archive) },
		},
		{
			name:     "named archive where it is required",
			prepare:  func(w *world) { w.settings.Archive, w.settings.RequireCIFAR10 = w.file(other), true },
			identity: func(*world) string { return "sha256:" + sumOf(other) },
		},
		{
			name:     "offline",
			prepare:  func(w *world) { w.settings.Offline = true },
			identity: func(*world) string { return fromEmbedded }, warning: "--offline",
		},
		{
			name:     "held archive offline",
			prepare:  func(w *world) { w.hold(other); w.settings.Offline = true },
			identity: func(*world) string { return "sha256:" + sumOf(other) },
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			test.prepare(w)
			before := w.files()
			got, err := w.locate()
			if err != nil {
				t.Fatal(err)
			}
			if got.Identity != test.identity(w) || got.Pending != test.pending {
				t.Errorf("source is %+v, want identity %s, pending %v", got, test.identity(w), test.pending)
			}
			if !strings.Contains(got.Warning, test.warning) || test.warning == "" && got.Warning != "" {
				t.Errorf("warning is %q, want %q in it", got.Warning, test.warning)
			}
			if w.requests.Load() != 0 || w.files() != before {
				t.Errorf("Locate made %d requests; files were %s, are %s", w.requests.Load(), before, w.files())
			}
		})
	}
}

// What a run would fall back on where the network fails it is the embedded default, unless images are required.
func TestLocateFallback(t *testing.T) {
	w := newWorld(t)
	source, err := w.locate()
	if err != nil || !source.Pending || source.Fallback == nil {
		t.Fatalf("source is %+v (%v), want a pending one with a fallback", source, err)
	}
	fallback := *source.Fallback
	if fallback.Identity != "embedded:sha256:"+embedded.SHA256() || fallback.Pending || fallback.Fallback != nil || !strings.Contains(fallback.Warning, "haven't been downloaded yet") {
		t.Errorf("fallback is %+v", fallback)
	}
	w.settings.Offline = true
	offline, err := w.locate()
	if err != nil || offline.Identity != fallback.Identity || offline.Fallback != nil {
		t.Errorf("offline the source is %+v (%v), want the one fallen back on", offline, err)
	}
	w.settings.Offline, w.settings.RequireCIFAR10 = false, true
	if required, err := w.locate(); err != nil || !required.Pending || required.Fallback != nil {
		t.Errorf("source is %+v (%v), want no fallback where images are required", required, err)
	}
}

func TestLocateEmbeddedByParameter(t *testing.T) {
	w := newWorld(t)
	w.hold(w.archive)
	got, err := w.kind.Locate(t.Context(), &Parameters{Dataset: "cifar10", Source: "embedded"}, w.settings)
	if err != nil || !strings.HasPrefix(got.Identity, "embedded:") || got.Warning == "" {
		t.Errorf("source is %+v (%v), want the embedded one with a warning", got, err)
	}
	w.settings.RequireCIFAR10 = true
	_, err = w.kind.Locate(t.Context(), &Parameters{Dataset: "cifar10", Source: "embedded"}, w.settings)
	expectError(t, err, "source: embedded", "--require-cifar10")
}

// A named or held archive that is no good is an error with the file's name, never a reason for another source.
func TestLocateRefusesBadArchives(t *testing.T) {
	t.Run("missing", func(t *testing.T) {
		w := newWorld(t)
		w.hold(w.archive)
		w.settings.Archive = filepath.Join(t.TempDir(), "nowhere.tar.gz")
		_, err := w.locate()
		expectError(t, err, w.settings.Archive, "no such file", "--archive")
		if strings.Contains(err.Error(), "remove") {
			t.Errorf("%v: there is nothing to remove", err)
		}
	})
	t.Run("folder", func(t *testing.T) {
		w := newWorld(t)
		w.settings.Archive = t.TempDir()
		_, err := w.locate()
		expectError(t, err, w.settings.Archive, "not a regular file, but a folder")
	})
	t.Run("not gzip", func(t *testing.T) {
		w := newWorld(t)
		path := w.hold([]byte("<html>"))
		_, err := w.locate()
		expectError(t, err, path, "isn't a gzip file", cifar10.URL)
	})
	t.Run("empty", func(t *testing.T) {
		w := newWorld(t)
		path := w.hold(nil)
		_, err := w.locate()
		expectError(t, err, path, "isn't a gzip file", "empty")
	})
	t.Run("endless", func(t *testing.T) {
		w := newWorld(t)
		w.settings.Archive = "/dev/zero"
		_, err := w.locate()
		expectError(t, err, "/dev/zero", "a device")
	})
	t.Run("FIFO", func(t *testing.T) {
		w := newWorld(t)
		w.settings.Archive = filepath.Join(t.TempDir(), "fifo")
		if err := syscall.Mkfifo(w.settings.Archive, 0o600); err != nil {
			t.Skip(err)
		}
		_, err := w.locate()
		expectError(t, err, w.settings.Archive, "a FIFO")
	})
	t.Run("far too long", func(t *testing.T) {
		w := newWorld(t)
		path := w.hold([]byte("\x1f\x8b"))
		if err := os.Truncate(path, 1<<40); err != nil {
			t.Skip(err)
		}
		_, err := w.locate()
		expectError(t, err, path, "1099511627776 bytes", "can't have more")
	})
	t.Run("dangling link", func(t *testing.T) {
		w := newWorld(t)
		if err := os.MkdirAll(filepath.Dir(heldPath(w.settings)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("nowhere", heldPath(w.settings)); err != nil {
			t.Skip(err)
		}
		_, err := w.locate()
		expectError(t, err, heldPath(w.settings), "remove what is in its place")
	})
	t.Run("other content", func(t *testing.T) {
		w := newWorld(t)
		path := w.hold(cifar10test.Archive(records+1, 1))
		source, err := w.locate()
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = w.run(source)
		expectError(t, err, path, "bytes, want", "Replace it")
	})
}

func TestLocateStops(t *testing.T) {
	w := newWorld(t)
	w.hold(w.archive)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.kind.Locate(ctx, w.kind.Defaults(""), w.settings); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want context.Canceled", err)
	}
}

func TestLocateNamesRemedies(t *testing.T) {
	w := newWorld(t)
	w.settings.Offline, w.settings.RequireCIFAR10 = true, true
	_, err := w.locate()
	expectError(t, err, "--require-cifar10", "--offline", "--archive FILE", "CIFAR10_ARCHIVE", filepath.Join("data", "cifar10", "cifar-10-binary.tar.gz"))
}

// Without mirrors it is the official archive from the official address.
func TestLocateOfficial(t *testing.T) {
	w := newWorld(t)
	w.settings.Mirrors = nil
	got, err := (Kind{}).Locate(t.Context(), &Parameters{Source: "auto"}, w.settings)
	if err != nil || !got.Pending || got.Identity != "sha256:"+cifar10.ArchiveSHA256 || !strings.Contains(got.Summary, "www.cs.toronto.edu (170 MB)") {
		t.Errorf("source is %+v (%v)", got, err)
	}
}

func TestKind(t *testing.T) {
	var kind stages.Kind = Kind{}
	if kind.Name() != "download" || kind.Summary() == "" || kind.Ports(nil) != nil {
		t.Error("name, summary or ports are wrong")
	}
	if problems := kind.Validate(kind.Defaults("x"), nil); problems != nil {
		t.Errorf("defaults have the problems %v", problems)
	}
	problems := kind.Validate(&Parameters{Dataset: "mnist", Source: "web"}, nil)
	if len(problems) != 2 || problems[0].Path != "with.dataset" || problems[1].Message != `source is "web"` || problems[1].Expected != "auto or embedded" {
		t.Errorf("problems are %+v", problems)
	}
}
