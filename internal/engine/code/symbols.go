package code

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"strings"
)

// declaration is one top-level declaration of a package.
type declaration struct {
	name string // "Setup", "Setup.Build"
	node ast.Node
	doc  *ast.CommentGroup
	file *goFile
}

// symbol adds the declarations that can be reached from one symbol of a package.
func (w *walk) symbol(root Root) error {
	dir, ok := w.source.directory(root.Package)
	if !ok {
		return fmt.Errorf("code digest: package %s isn't in module %s", root.Package, w.source.module)
	}
	p, err := w.source.parse(dir)
	if err != nil {
		return err
	}
	index := indexDeclarations(p)
	if len(index[root.Symbol]) == 0 {
		return fmt.Errorf("code digest: package %s has no declaration %s", root.Package, root.Symbol)
	}
	reached := map[string]bool{}
	pending := []string{root.Symbol, "init"}
	for len(pending) > 0 {
		name := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if reached[name] {
			continue
		}
		reached[name] = true
		for i, d := range index[name] {
			part := path.Base(dir) + "." + d.name
			if d.name == "init" {
				part = fmt.Sprintf("%s#%d", part, i)
			}
			w.parts[part] = declarationSum(d)
			pending = append(pending, identifiers(d.node)...)
			if err := w.imports(d.file); err != nil {
				return err
			}
		}
	}
	return w.embedded(p)
}

// indexDeclarations maps each top-level name to its declarations; a type's name
// also to its methods.
func indexDeclarations(p *goPackage) map[string][]declaration {
	index := map[string][]declaration{}
	add := func(key string, d declaration) { index[key] = append(index[key], d) }
	for _, file := range p.files {
		for _, node := range file.syntax.Decls {
			switch node := node.(type) {
			case *ast.FuncDecl:
				key, name := node.Name.Name, node.Name.Name
				if node.Recv != nil && len(node.Recv.List) > 0 {
					key = receiver(node.Recv.List[0].Type)
					name = key + "." + name
				}
				add(key, declaration{name, node, node.Doc, file})
			case *ast.GenDecl:
				indexGroup(node, file, add)
			}
		}
	}
	return index
}

// indexGroup adds the names of a const, var or type declaration. A group of
// constants is one unit, since each line may repeat the one before it.
func indexGroup(group *ast.GenDecl, file *goFile, add func(string, declaration)) {
	for _, spec := range group.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			add(spec.Name.Name, declaration{spec.Name.Name, spec, group.Doc, file})
		case *ast.ValueSpec:
			var node ast.Node = spec
			if group.Tok == token.CONST {
				node = group
			}
			for _, name := range spec.Names {
				if name.Name != "_" {
					add(name.Name, declaration{name.Name, node, group.Doc, file})
				}
			}
		}
	}
}

func receiver(expression ast.Expr) string {
	switch e := expression.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.IndexListExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// identifiers returns every name in a node that may stand for a top-level
// declaration: all but the fields and methods that follow a dot.
func identifiers(node ast.Node) []string {
	selected := map[*ast.Ident]bool{}
	var names []string
	ast.Inspect(node, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			selected[n.Sel] = true
		case *ast.Ident:
			if !selected[n] {
				names = append(names, n.Name)
			}
		}
		return true
	})
	return names
}

func declarationSum(d declaration) string {
	var b strings.Builder
	writeCanonical(&b, d.node)
	return sum(append(directives(d.doc), b.String())...)
}
