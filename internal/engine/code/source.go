package code

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Source is the source of one module. It is safe for concurrent use.
type Source struct {
	*modules
	files   fs.FS
	context build.Context

	mu        sync.Mutex            // guards what follows, and the digests of files
	packages  map[string]*goPackage // by directory
	digests   map[string]Parts      // by roots
	canonical *canonical
}

// goPackage is one parsed package of the module, for this system's build constraints.
type goPackage struct {
	dir    string
	files  []*goFile
	embeds []string // files named by //go:embed, and non-Go sources, relative to the module's root
}

type goFile struct {
	path       string // relative to the module's root
	syntax     *ast.File
	directives directives
	imports    []goImport
	digest     string // "" until it is asked for
}

type goImport struct {
	path string
	name string // "", "_", "." or the name given to the package
}

// New reads the module whose root is the root of files. It needs go.mod and
// go.sum there, and uses internal/engine/code/dependencies.txt if there is one;
// packages are parsed when they are first asked for. It fails where go.mod
// replaces a module by a local folder, whose changes nobody could notice.
func New(files fs.FS) (*Source, error) {
	modules, err := readModules(files)
	if err != nil {
		return nil, fmt.Errorf("code digest: %w", err)
	}
	return &Source{
		modules: modules, files: files, context: buildContext(files, buildSettings()),
		packages: map[string]*goPackage{}, digests: map[string]Parts{}, canonical: newCanonical(),
	}, nil
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
		return nil, fmt.Errorf("code digest: package %s is not in the embedded source: %w", path.Join(s.own, dir), err)
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
	file := &goFile{path: full, syntax: syntax, directives: findDirectives(syntax)}
	for _, spec := range syntax.Imports {
		imported := goImport{}
		if imported.path, err = strconv.Unquote(spec.Path.Value); err != nil {
			return fmt.Errorf("code digest: %s: import %s: %w", full, spec.Path.Value, err)
		}
		if spec.Name != nil {
			imported.name = spec.Name.Name
		}
		file.imports = append(file.imports, imported)
	}
	p.files = append(p.files, file)
	return s.findEmbeds(p, file)
}

func sum(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))[:24]
}
