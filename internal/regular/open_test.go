package regular_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"autoencoder-dynamics/internal/regular"
)

func TestRefuses(t *testing.T) {
	dir := t.TempDir()
	fifo := filepath.Join(dir, "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Skip(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink("fifo", link); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{dir: "a folder", fifo: "a FIFO", link: "a FIFO", os.DevNull: "a device"} {
		for _, open := range []func() error{
			func() error { _, _, err := regular.Open(path); return err },
			func() error { _, err := regular.ReadFile(path, 10); return err },
		} {
			if err := open(); !errors.Is(err, regular.ErrNot) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
				t.Errorf("error is %v, want one that says %q and %s", err, want, path)
			}
		}
	}
	if _, err := regular.ReadFile(filepath.Join(dir, "absent"), 10); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("absent file: %v", err)
	}
}

func TestReadFileIsBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	want := []byte("0123456789")
	if err := os.WriteFile(path, want, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := regular.ReadFile(path, 10); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := regular.ReadFile(path, 9); err == nil || !strings.Contains(err.Error(), "10 bytes") {
		t.Errorf("error is %v, want one about the size", err)
	}
	if _, err := regular.ReadFile("/proc/self/cmdline", 2); err == nil || !strings.Contains(err.Error(), "more than 2") {
		if _, absent := os.Stat("/proc/self/cmdline"); absent == nil {
			t.Errorf("a file that says it is empty: %v", err)
		}
	}
}
