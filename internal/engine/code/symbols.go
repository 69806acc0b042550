package code

import (
	"fmt"
	"path"
)

// symbol adds the declarations that can be reached from one symbol of a package.
func (w *walk) symbol(root Root) error {
	dir, ok := w.source.directory(root.Package)
	if !ok {
		return fmt.Errorf("code digest: package %s isn't in module %s", root.Package, w.source.own)
	}
	p, err := w.source.parse(dir)
	if err != nil {
		return err
	}
	declared := declarationsOf(p)
	if len(declared.byName[root.Symbol]) == 0 {
		return fmt.Errorf("code digest: package %s has no declaration %s", root.Package, root.Symbol)
	}
	if p.importsAs(".") != nil {
		// A name may then be another package's, and no syntax tells which.
		return w.wholePackage(root.Package)
	}
	for _, imported := range p.importsAs("_") {
		if err := w.imported(imported); err != nil {
			return err
		}
	}
	if err := w.reach(path.Base(dir), declared, root.Symbol); err != nil {
		return err
	}
	return w.embedded(p)
}

// reach adds the declarations of a symbol, those that run when the program
// starts, and all that they name, directly or not.
func (w *walk) reach(prefix string, declared declarations, symbol string) error {
	reached := map[string]bool{}
	pending := []string{symbol, atStart}
	for len(pending) > 0 {
		name := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if reached[name] {
			continue
		}
		reached[name] = true
		for i, d := range declared.byName[name] {
			part := prefix + "." + d.name
			if name == atStart {
				part = fmt.Sprintf("%s#%d", part, i)
			}
			w.parts[part] = w.source.declarationSum(d)
			pending = append(pending, identifiers(d.node)...)
			if err := w.imports(d.file); err != nil {
				return err
			}
		}
	}
	return nil
}

// importsAs returns the packages that any file imports under a name.
func (p *goPackage) importsAs(name string) []string {
	var paths []string
	for _, file := range p.files {
		for _, imported := range file.imports {
			if imported.name == name {
				paths = append(paths, imported.path)
			}
		}
	}
	return paths
}

// declarationSum returns the digest of a declaration's code.
func (s *Source) declarationSum(d declaration) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return sum(append(d.directives, d.file.syntax.GoVersion, string(s.canonical.node(d.node)))...)
}
