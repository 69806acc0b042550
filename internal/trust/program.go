package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

// smallPipeline is what most trials run: every kind of stage that needs no data
// from outside, half a second of processor time.
//
//go:embed testdata/small.yaml
var smallPipeline string

// programs are the binaries under test.
type programs struct {
	dir  string // where they are put
	root string // this module's folder
	real string // the program, as "go build ./pipeline" makes it

	// faulty builds, once, the pipeline's test binary. Under the name "pipeline" it
	// is the same program, but its cache writes through a disk that fails on demand.
	faulty func() (string, error)
}

// buildProgram builds the program.
func buildProgram(ctx context.Context, dir string) (programs, error) {
	p, err := locate(ctx, dir)
	if err == nil {
		p.real, err = p.build(ctx, "real", "build")
	}
	return p, err
}

// locate finds the module, and builds nothing yet.
func locate(ctx context.Context, dir string) (programs, error) {
	module, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return programs{}, fmt.Errorf("can't find the module: %w", err)
	}
	p := programs{dir: filepath.Join(dir, "bin"), root: filepath.Dir(strings.TrimSpace(string(module)))}
	if !moduleOf(p.root) {
		return programs{}, errors.New("run this in the project's folder: go run ./internal/trust")
	}
	p.faulty = sync.OnceValues(func() (string, error) { return p.build(ctx, "faulty", "test", "-c") })
	return p, nil
}

// build runs the go command with these arguments on ./pipeline, and returns the
// path of the binary: dir/name/pipeline.
func (p programs) build(ctx context.Context, name string, arguments ...string) (string, error) {
	path := filepath.Join(p.dir, name, "pipeline")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return "", err
	}
	c := exec.CommandContext(ctx, "go", append(arguments, "-o", path, "./pipeline")...)
	c.Dir = p.root
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", strings.Join(arguments, " "), err, out)
	}
	return path, nil
}

const moduleLine = "module autoencoder-dynamics\n"

func moduleOf(root string) bool {
	text, err := os.ReadFile(filepath.Join(root, "go.mod"))
	return err == nil && strings.HasPrefix(string(text), moduleLine)
}

// project is a folder in which the program runs.
type project struct {
	*trial
	folder  string // absolute: pipeline.yaml, and what the program writes
	cache   string
	reports string
	binary  string
}

// project makes a new folder for the program, with a pipeline file.
func (t *trial) project(pipeline string) *project {
	t.mu.Lock()
	t.projects++
	folder := filepath.Join(t.dir, fmt.Sprintf("p%d", t.projects))
	t.mu.Unlock()
	p := &project{
		trial: t, folder: folder, binary: t.program.real,
		cache: filepath.Join(folder, ".cache"), reports: filepath.Join(folder, "reports"),
	}
	t.must(os.MkdirAll(folder, 0o777))
	// Its go.mod makes it a project of its own, wherever the work folder lies: accept
	// writes references below the project's folder.
	p.write("go.mod", moduleLine)
	p.write("pipeline.yaml", pipeline)
	return p
}

// write writes a file of the project; name is relative to its folder.
func (p *project) write(name, content string) {
	path := filepath.Join(p.folder, name)
	p.must(errors.Join(os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, []byte(content), 0o666)))
}

// finished makes a project that is a copy of the undisturbed one: everything is
// in its cache, and its reports are written.
func (t *trial) finished(calm *undisturbed) *project {
	p := t.project(calm.pipeline)
	t.must(copyTree(calm.project.cache, p.cache))
	if err := copyTree(calm.project.reports, p.reports); !errors.Is(err, fs.ErrNotExist) { // a pipeline without figures has none
		t.must(err)
	}
	return p
}

// copyTree copies folders and regular files, with their modes.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		if entry.IsDir() {
			return os.MkdirAll(target, 0o777)
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, content, info.Mode().Perm())
	})
}

// removeAll removes a tree, also one with folders that nobody may write to.
func removeAll(dir string) {
	if os.RemoveAll(dir) == nil {
		return
	}
	_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			_ = os.Chmod(path, 0o777)
		}
		return nil
	})
	_ = os.RemoveAll(dir)
}

// environment is this process's own, without what would change the program's
// settings or what its runtime does.
func environment() []string {
	var kept []string
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		switch {
		case strings.HasPrefix(name, "PIPELINE_"), strings.HasPrefix(name, "GO"), name == "CIFAR10_ARCHIVE", name == "NO_COLOR":
		default:
			kept = append(kept, entry)
		}
	}
	return append(kept, "TERM=dumb")
}

// traces are what a crash of the program prints.
var traces = [][]byte{[]byte("panic:"), []byte("fatal error:"), []byte("goroutine 1 ["), []byte("[recovered]"), []byte("[running]")}

// stackTrace returns the line at which a crash of the program begins, or "".
func stackTrace(output []byte) string {
	for _, trace := range traces {
		if i := bytes.Index(output, trace); i >= 0 {
			line, _, _ := bytes.Cut(output[i:], []byte("\n"))
			return string(line)
		}
	}
	return ""
}
