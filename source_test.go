package dynamics_test

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	dynamics "autoencoder-dynamics"
	"autoencoder-dynamics/internal/engine/code"
)

// listed is what "go list" tells about a package.
type listed struct {
	ImportPath, Dir                                                  string
	GoFiles, CgoFiles, SFiles, CFiles, HFiles, SysoFiles, EmbedFiles []string
	Module                                                           *struct {
		Main bool
		Dir  string
	}
}

func (p listed) files() []string {
	return slices.Concat(p.GoFiles, p.CgoFiles, p.SFiles, p.CFiles, p.HFiles, p.SysoFiles, p.EmbedFiles)
}

// list returns the packages of this module among some and all that they import.
func list(t *testing.T, patterns ...string) []listed {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command:", err)
	}
	command := exec.Command("go", append([]string{"list", "-deps", "-json"}, patterns...)...)
	command.Env = append(os.Environ(), "GOFLAGS=-mod=readonly", "GOPROXY=off")
	var problems bytes.Buffer
	command.Stderr = &problems
	output, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &problems)
	}
	var packages []listed
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		var p listed
		if err := decoder.Decode(&p); err == io.EOF {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		if p.Module != nil && p.Module.Main {
			packages = append(packages, p)
		}
	}
}

// TestSourceIsComplete compares the source that the program carries with the
// files that the go command compiles and embeds.
func TestSourceIsComplete(t *testing.T) {
	for _, p := range list(t, "./pipeline") {
		dir, err := filepath.Rel(p.Module.Dir, p.Dir)
		if err != nil {
			t.Fatal(err)
		}
		if dir == "." { // the root's embedded files are the source itself
			p.EmbedFiles = nil
		}
		for _, name := range p.files() {
			carried := path.Join(filepath.ToSlash(dir), filepath.ToSlash(name))
			want, err := os.ReadFile(filepath.Join(p.Dir, name))
			if err != nil {
				t.Fatal(err)
			}
			have, err := fs.ReadFile(dynamics.Source, carried)
			if err != nil {
				t.Errorf("%v; add it to the go:embed lines of source.go", err)
			} else if !bytes.Equal(have, want) {
				t.Errorf("%s differs from the file on disk", carried)
			}
		}
	}
}

// TestEveryPackageHasADigest checks that the code digest finds all it needs in
// the source that the program carries.
func TestEveryPackageHasADigest(t *testing.T) {
	source, err := code.New(dynamics.Source)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list(t, "./pipeline") {
		parts, err := source.Digest(code.Root{Package: p.ImportPath})
		if err != nil {
			t.Error(err)
		}
		// What draws a figure: the rasteriser and the fonts behind gonum's plot.
		if strings.HasSuffix(p.ImportPath, "/stages/plot") {
			for _, module := range []string{"git.sr.ht/~sbinet/gg", "github.com/golang/freetype", "codeberg.org/go-fonts/liberation"} {
				if parts[module] == "" {
					t.Errorf("%s: module %s doesn't count", p.ImportPath, module)
				}
			}
		}
	}
}

// BenchmarkDigest is what every command does first: read the module's code and digest that of all kinds of stages.
func BenchmarkDigest(b *testing.B) {
	for b.Loop() {
		source, err := code.New(dynamics.Source)
		if err != nil {
			b.Fatal(err)
		}
		for _, kind := range []string{"download", "whiten", "covariance", "ode", "sgd", "plot"} {
			if _, err := source.Digest(code.Root{Package: "autoencoder-dynamics/stages/" + kind}); err != nil {
				b.Fatal(err)
			}
		}
	}
}
