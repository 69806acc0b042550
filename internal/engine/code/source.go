package code

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/mod/modfile"
)

// Source is the source of one module. It is safe for concurrent use.
type Source struct {
	files   fs.FS
	module  string
	modules map[string]string // module path to "version sum"
	context build.Context

	mu       sync.Mutex
	packages map[string]*goPackage // by directory
	digests  map[string]Parts      // by roots
}

// goPackage is one parsed package of the module, for this system's build constraints.
type goPackage struct {
	dir    string
	files  []*goFile
	embeds []string // files named by //go:embed, and non-Go sources, relative to the module's root
}

type goFile struct {
	path    string // relative to the module's root
	syntax  *ast.File
	imports []string

	once   sync.Once
	digest string
}

// New reads the module whose root is the root of files. It needs go.mod and
// go.sum there; packages are parsed when they are first asked for.
func New(files fs.FS) (*Source, error) {
	text, err := fs.ReadFile(files, "go.mod")
	if err != nil {
		return nil, fmt.Errorf("code digest: %w", err)
	}
	mod, err := modfile.Parse("go.mod", text, nil)
	if err != nil {
		return nil, fmt.Errorf("code digest: %w", err)
	}
	sums, err := readSums(files)
	if err != nil {
		return nil, err
	}
	s := &Source{
		files: files, module: mod.Module.Mod.Path,
		modules: map[string]string{}, packages: map[string]*goPackage{}, digests: map[string]Parts{},
	}
	for _, require := range mod.Require {
		v := require.Mod
		s.modules[v.Path] = strings.TrimSpace(v.Version + " " + sums[v.Path+" "+v.Version])
	}
	for _, replace := range mod.Replace {
		s.modules[replace.Old.Path] = "replaced by " + replace.New.String()
	}
	s.context = s.buildContext()
	return s, nil
}

func readSums(files fs.FS) (map[string]string, error) {
	text, err := fs.ReadFile(files, "go.sum")
	if err != nil {
		return nil, fmt.Errorf("code digest: %w", err)
	}
	sums := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		if f := strings.Fields(lines.Text()); len(f) == 3 {
			sums[f[0]+" "+f[1]] = f[2]
		}
	}
	return sums, lines.Err()
}

// buildContext applies this system's build constraints to the module's files.
func (s *Source) buildContext() build.Context {
	c := build.Default
	c.CgoEnabled = false
	c.JoinPath = path.Join
	c.OpenFile = func(name string) (io.ReadCloser, error) { return s.files.Open(name) }
	return c
}

// parse returns the package in a directory of the module.
func (s *Source) parse(dir string) (*goPackage, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p, ok := s.packages[dir]; ok {
		return p, nil
	}
	entries, err := fs.ReadDir(s.files, dir)
	if err != nil {
		return nil, fmt.Errorf("code digest: package %s is not in the embedded source: %w", path.Join(s.module, dir), err)
	}
	p := &goPackage{dir: dir}
	for _, entry := range entries {
		if entry.IsDir() || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		if err := s.parseFile(p, entry.Name()); err != nil {
			return nil, err
		}
	}
	slices.Sort(p.embeds)
	p.embeds = slices.Compact(p.embeds)
	s.packages[dir] = p
	return p, nil
}

func (s *Source) parseFile(p *goPackage, name string) error {
	extension := path.Ext(name)
	if !slices.Contains([]string{".go", ".s", ".c", ".h", ".syso"}, extension) {
		return nil
	}
	match, err := s.context.MatchFile(p.dir, name)
	if err != nil {
		return fmt.Errorf("code digest: %s: %w", path.Join(p.dir, name), err)
	}
	if !match {
		return nil
	}
	full := path.Join(p.dir, name)
	if extension != ".go" {
		p.embeds = append(p.embeds, full)
		return nil
	}
	text, err := fs.ReadFile(s.files, full)
	if err != nil {
		return fmt.Errorf("code digest: %w", err)
	}
	syntax, err := parser.ParseFile(token.NewFileSet(), full, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return fmt.Errorf("code digest: %w", err)
	}
	file := &goFile{path: full, syntax: syntax}
	for _, spec := range syntax.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return fmt.Errorf("code digest: %s: import %s: %w", full, spec.Path.Value, err)
		}
		file.imports = append(file.imports, imported)
	}
	p.files = append(p.files, file)
	return s.findEmbeds(p, syntax)
}

// findEmbeds adds the files that a source file's //go:embed directives name.
func (s *Source) findEmbeds(p *goPackage, syntax *ast.File) error {
	for _, line := range directives(syntax.Comments...) {
		patterns, ok := strings.CutPrefix(line, "//go:embed ")
		if !ok {
			continue
		}
		for pattern := range strings.FieldsSeq(patterns) {
			names, err := fs.Glob(s.files, path.Join(p.dir, strings.Trim(strings.TrimPrefix(pattern, "all:"), "\"`")))
			if err != nil {
				return fmt.Errorf("code digest: //go:embed %s in %s: %w", pattern, p.dir, err)
			}
			for _, name := range names {
				if err := s.addTree(p, name); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (s *Source) addTree(p *goPackage, name string) error {
	return fs.WalkDir(s.files, name, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			p.embeds = append(p.embeds, name)
		}
		return err
	})
}

// directory returns where in the module an import path lies; ok is false for
// packages of other modules and the standard library.
func (s *Source) directory(importPath string) (dir string, ok bool) {
	if importPath == s.module {
		return ".", true
	}
	return strings.CutPrefix(importPath, s.module+"/")
}

// external returns the module that provides an import path, and its version;
// ok is false for the standard library.
func (s *Source) external(importPath string) (module, version string, ok bool) {
	for p := importPath; p != "." && p != "/"; p = path.Dir(p) {
		if version, ok := s.modules[p]; ok {
			return p, version, true
		}
	}
	return "", "", false
}

func sum(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))[:24]
}
