package code

import (
	"go/ast"
	"go/token"
)

// hasEffect tells whether computing a variable's value may do more than yield
// it: call a function, or receive from a channel. Such a variable counts even
// where nobody names it. Interface assertions like
//
//	var _ Figure = (*Curves)(nil)
//
// have none: they would tie every figure to every other.
func (d declarations) hasEffect(spec *ast.ValueSpec) bool {
	found := false
	for _, value := range spec.Values {
		ast.Inspect(value, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false // isn't run by being written down; a call of it is found before
			case *ast.UnaryExpr:
				found = found || n.Op == token.ARROW
			case *ast.CallExpr:
				found = found || !d.isType(n.Fun) && !d.isPureBuiltin(n.Fun)
			}
			return !found
		})
	}
	return found
}

// isType tells whether what a call calls is a type, so that the call is a
// conversion. Where syntax doesn't tell it says no, but for (*p.T)(x): to call
// through a pointer to another package's variable is nothing anyone writes.
func (d declarations) isType(expression ast.Expr) bool {
	switch e := expression.(type) {
	case *ast.ParenExpr:
		return d.isType(e.X)
	case *ast.IndexExpr:
		return d.isType(e.X)
	case *ast.IndexListExpr:
		return d.isType(e.X)
	case *ast.StarExpr:
		_, elsewhere := generic(e.X).(*ast.SelectorExpr)
		return elsewhere || d.isType(e.X)
	case *ast.ArrayType, *ast.FuncType, *ast.MapType, *ast.ChanType, *ast.InterfaceType, *ast.StructType:
		return true
	case *ast.Ident:
		return d.types[e.Name] != nil || !d.values[e.Name] && isBasicType(e.Name)
	}
	return false
}

// generic strips type arguments.
func generic(expression ast.Expr) ast.Expr {
	switch e := expression.(type) {
	case *ast.IndexExpr:
		return e.X
	case *ast.IndexListExpr:
		return e.X
	}
	return expression
}

func isBasicType(name string) bool {
	switch name {
	case "any", "error", "bool", "string", "byte", "rune", "uintptr",
		"int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64",
		"float32", "float64", "complex64", "complex128":
		return true
	}
	return false
}

func (d declarations) isPureBuiltin(expression ast.Expr) bool {
	name, ok := expression.(*ast.Ident)
	if !ok || d.values[name.Name] {
		return false
	}
	switch name.Name {
	case "append", "cap", "complex", "imag", "len", "make", "max", "min", "new", "real":
		return true
	}
	return false
}
