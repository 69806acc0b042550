package code

import (
	"fmt"
	"io/fs"
	"maps"
)

// Root names code that a result depends on: the package of that import path
// with all that it imports inside the module, or, with a Symbol, the
// declarations of the package that can be reached from it and what their files import.
type Root struct {
	Package string
	Symbol  string
}

// Parts maps each piece of code to its digest: a file by its path in the module
// ("theory/integrate/rkc.go"), a declaration by package and name
// ("figures.Setup.Build"), a module by its path ("gonum.org/v1/gonum", with
// version and checksum), and what go.mod says of the language as "go.mod: language".
// Two sets of parts are equal exactly when the code is the same but for comments and formatting.
type Parts map[string]string

// Digest returns the parts of the code reachable from the roots. It fails where
// a package of the module is missing from the source or doesn't parse.
func (s *Source) Digest(roots ...Root) (Parts, error) {
	key := fmt.Sprint(roots)
	s.mu.Lock()
	known := s.digests[key]
	s.mu.Unlock()
	if known != nil {
		return maps.Clone(known), nil
	}
	parts, err := s.digest(roots)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.digests[key] = parts
	return maps.Clone(parts), nil
}

func (s *Source) digest(roots []Root) (Parts, error) {
	w := &walk{source: s, parts: Parts{languagePart: s.language}, seen: map[string]bool{}}
	for _, root := range roots {
		var err error
		if root.Symbol == "" {
			err = w.wholePackage(root.Package)
		} else {
			err = w.symbol(root)
		}
		if err != nil {
			return nil, err
		}
	}
	return w.parts, nil
}

// walk collects parts; seen holds the packages that were taken whole.
type walk struct {
	source *Source
	parts  Parts
	seen   map[string]bool
}

func (w *walk) imports(file *goFile) error {
	for _, imported := range file.imports {
		if err := w.imported(imported.path); err != nil {
			return err
		}
	}
	return nil
}

// imported adds a package of this module, or the modules that one of another
// module is made of.
func (w *walk) imported(importPath string) error {
	if _, ok := w.source.directory(importPath); ok {
		return w.wholePackage(importPath)
	}
	for _, module := range w.source.of(importPath) {
		w.parts[module] = w.source.versions[module]
	}
	return nil
}

func (w *walk) wholePackage(importPath string) error {
	if w.seen[importPath] {
		return nil
	}
	w.seen[importPath] = true
	dir, ok := w.source.directory(importPath)
	if !ok {
		return fmt.Errorf("code digest: package %s isn't in module %s", importPath, w.source.own)
	}
	p, err := w.source.parse(dir)
	if err != nil {
		return err
	}
	for _, file := range p.files {
		w.parts[file.path] = w.source.sum(file)
		if err := w.imports(file); err != nil {
			return err
		}
	}
	return w.embedded(p)
}

func (w *walk) embedded(p *goPackage) error {
	for _, name := range p.embeds {
		text, err := fs.ReadFile(w.source.files, name)
		if err != nil {
			return fmt.Errorf("code digest: %w", err)
		}
		w.parts[name] = sum(string(text))
	}
	return nil
}

// sum returns the digest of a file's code. Many stages share most of their
// files, so it is computed once.
func (s *Source) sum(f *goFile) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.digest == "" {
		f.digest = sum(append(f.directives.all, string(s.canonical.node(f.syntax)))...)
	}
	return f.digest
}
