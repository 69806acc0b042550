package code

import (
	"go/ast"
	"go/token"
)

// atStart is the name under which declarations are listed that run when the
// program starts, whoever names them: init functions, and variables whose
// values may do something. No declaration can be referred to by that name.
const atStart = "init"

// declaration is one top-level declaration of a package.
type declaration struct {
	name       string // "Setup", "Setup.Build"
	node       ast.Node
	directives []string
	file       *goFile
}

// declarations are the top-level declarations of a package: each name maps to
// its own, a type's name also to its methods.
type declarations struct {
	byName map[string][]declaration
	types  map[string]*ast.TypeSpec
	values map[string]bool // functions, variables and constants
}

func declarationsOf(p *goPackage) declarations {
	d := declarations{map[string][]declaration{}, map[string]*ast.TypeSpec{}, map[string]bool{}}
	for _, file := range p.files {
		d.addNames(file)
	}
	for _, file := range p.files {
		for _, node := range file.syntax.Decls {
			switch node := node.(type) {
			case *ast.FuncDecl:
				d.addFunction(node, file)
			case *ast.GenDecl:
				d.addGroup(node, file)
			}
		}
	}
	return d
}

// addNames notes which names are types and which are values: what a receiver or
// a call in a variable's value means depends on it, wherever they are declared.
func (d declarations) addNames(file *goFile) {
	for _, node := range specifications(file.syntax) {
		switch node := node.(type) {
		case *ast.TypeSpec:
			d.types[node.Name.Name] = node
		case *ast.FuncDecl:
			if node.Recv == nil {
				d.values[node.Name.Name] = true
			}
		case *ast.ValueSpec:
			for _, name := range node.Names {
				d.values[name.Name] = true
			}
		}
	}
}

func (d declarations) add(key, name string, node ast.Node, directives []string, file *goFile) {
	d.byName[key] = append(d.byName[key], declaration{name, node, directives, file})
}

func (d declarations) addFunction(f *ast.FuncDecl, file *goFile) {
	key, name := f.Name.Name, f.Name.Name
	if f.Recv != nil && len(f.Recv.List) > 0 {
		key = d.receiver(f.Recv.List[0].Type)
		name = key + "." + name
	}
	d.add(key, name, f, file.directives.before[f], file)
}

// addGroup adds the names of a const, var or type declaration. A group of
// constants is one unit, since each line may repeat the one before it.
func (d declarations) addGroup(group *ast.GenDecl, file *goFile) {
	for _, spec := range group.Specs {
		before := file.directives.before[spec]
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			d.add(spec.Name.Name, spec.Name.Name, spec, before, file)
		case *ast.ValueSpec:
			var node ast.Node = spec
			if group.Tok == token.CONST {
				node = group
			}
			if group.Tok == token.VAR && d.hasEffect(spec) {
				d.add(atStart, spec.Names[0].Name, node, before, file)
			}
			for _, name := range spec.Names {
				if name.Name != "_" {
					d.add(name.Name, name.Name, node, before, file)
				}
			}
		}
	}
}

// receiver returns the name of the type that a method belongs to. The receiver
// may be written with parentheses, type parameters, or an alias of the type.
func (d declarations) receiver(expression ast.Expr) string {
	followed := map[string]bool{}
	for {
		switch e := expression.(type) {
		case *ast.ParenExpr:
			expression = e.X
		case *ast.StarExpr:
			expression = e.X
		case *ast.IndexExpr:
			expression = e.X
		case *ast.IndexListExpr:
			expression = e.X
		case *ast.Ident:
			t := d.types[e.Name]
			if t == nil || !t.Assign.IsValid() || followed[e.Name] {
				return e.Name
			}
			followed[e.Name] = true
			expression = t.Type
		default:
			return ""
		}
	}
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
