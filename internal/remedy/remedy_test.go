//go:build unix

package remedy_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"

	"autoencoder-dynamics/internal/remedy"
)

func failing(path string, errno syscall.Errno) error {
	return fmt.Errorf("writing: %w", &fs.PathError{Op: "write", Path: path, Err: errno})
}

func TestAdd(t *testing.T) {
	folders := []remedy.Folder{remedy.Cache("/home/me/.cache"), remedy.Reports("/home/me/.cache/reports"), remedy.Data("/data")}
	for _, test := range []struct {
		name string
		err  error
		want []string // in the line that is added; none: no line
	}{
		{"full disk below the cache", failing("/home/me/.cache/scratch/x", syscall.ENOSPC), []string{"the cache /home/me/.cache has no room", "--cache", "is kept"}},
		{"quota", failing("/data/cifar10/x", syscall.EDQUOT), []string{"downloads /data", "--data"}},
		{"innermost folder", failing("/home/me/.cache/reports/index.html", syscall.ENOSPC), []string{"/home/me/.cache/reports", "--reports"}},
		{"a folder that begins like another", failing("/home/me/.cachet/x", syscall.ENOSPC), []string{"The disk that holds /home/me/.cachet has"}},
		{"a path of the cache's own", failing("objects/ab", syscall.EROFS), []string{"The cache /home/me/.cache lies on a read-only disk", "--cache"}},
		{"another user's", failing("/home/me/.cache/locks/gc", syscall.EACCES), []string{"lacks the permission on the cache", "--cache"}},
		{"a rename", &os.LinkError{Op: "rename", Old: "/tmp/a", New: "/data/b", Err: syscall.ENOSPC}, []string{"downloads /data"}},
		{"a file in the way", failing("/data/cifar10", syscall.ENOTDIR), []string{"in the way of the folder for downloads /data", "--data"}},
		{"a limit of files' size", failing("/data/x", syscall.EFBIG), []string{"ulimit -f"}},
		{"open files", failing("/etc/x", syscall.EMFILE), []string{"ulimit -n", "--jobs 1"}},
		{"a broken disk", failing("/home/me/.cache/objects/x", syscall.EIO), []string{"the cache /home/me/.cache fails"}},
		{"a file of the user's that is forbidden", failing("/home/me/pipeline.yaml", syscall.EACCES), nil},
		{"a missing file", failing("/home/me/.cache/x", syscall.ENOENT), nil},
		{"another error", errors.New("no convergence"), nil},
	} {
		got := remedy.Add(test.err, folders...)
		if !errors.Is(got, test.err) {
			t.Errorf("%s: the error is lost: %v", test.name, got)
		}
		first, line, _ := strings.Cut(got.Error(), "\n")
		if first != test.err.Error() || (line == "") != (test.want == nil) || strings.Contains(line, "\n") {
			t.Errorf("%s: %q", test.name, got)
		}
		for _, want := range test.want {
			if !strings.Contains(line, want) {
				t.Errorf("%s: no %q in %q", test.name, want, line)
			}
		}
		if again := remedy.Add(fmt.Errorf("stage x: %w", got)); strings.Count(again.Error(), "\n") != strings.Count(got.Error(), "\n") {
			t.Errorf("%s: said twice: %v", test.name, again)
		}
	}
	if remedy.Add(nil) != nil {
		t.Error("no error became one")
	}
}

func ExampleAdd() {
	err := &fs.PathError{Op: "write", Path: "/home/me/.cache/scratch/curves.csv", Err: syscall.ENOSPC}
	fmt.Println(remedy.Add(err, remedy.Cache("/home/me/.cache")))
	// Output:
	// write /home/me/.cache/scratch/curves.csv: no space left on device
	// The disk that holds the cache /home/me/.cache has no room left, or no room for more files (df, df -i). Free some, or name a folder on another disk with --cache. What was computed is kept: the next run goes on from there.
}
