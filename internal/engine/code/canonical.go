package code

import (
	"fmt"
	"go/ast"
	"go/token"
	"io"
	"reflect"
)

// skippedFields are the parts of a syntax tree that carry comments, positions
// resolved elsewhere, or the parser's own bookkeeping.
var skippedFields = map[string]bool{
	"Doc": true, "Comment": true, "Comments": true, "Obj": true, "Scope": true,
	"Unresolved": true, "Imports": true,
	"FileStart": true, "FileEnd": true,
}

// meaningfulPositions are positions whose presence, not their value, has a
// meaning: "type A = B", "f(x...)", and the parentheses of a declaration group
// don't matter but an alias and a variadic call do.
var meaningfulPositions = map[string]bool{"Assign": true, "Ellipsis": true}

// writeCanonical writes a form of the node that is the same for two sources
// that differ in comments and formatting only.
func writeCanonical(w io.Writer, node any) {
	writeValue(w, "", reflect.ValueOf(node))
}

var positionType = reflect.TypeFor[token.Pos]()

func writeValue(w io.Writer, field string, v reflect.Value) {
	if v.IsValid() && v.Type() == positionType {
		if meaningfulPositions[field] {
			fmt.Fprintf(w, "%t;", token.Pos(v.Int()).IsValid())
		}
		return
	}
	switch v.Kind() {
	case reflect.Invalid:
		io.WriteString(w, "nil;")
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			io.WriteString(w, "nil;")
			return
		}
		writeValue(w, field, v.Elem())
	case reflect.Slice:
		fmt.Fprintf(w, "[%d;", v.Len())
		for i := range v.Len() {
			writeValue(w, "", v.Index(i))
		}
	case reflect.Struct:
		writeStruct(w, v)
	case reflect.String:
		fmt.Fprintf(w, "%q;", v.String())
	default:
		fmt.Fprintf(w, "%v;", v.Interface())
	}
}

func writeStruct(w io.Writer, v reflect.Value) {
	t := v.Type()
	io.WriteString(w, t.Name()+"{")
	for i := range t.NumField() {
		name := t.Field(i).Name
		if skippedFields[name] && t != reflect.TypeFor[ast.CommentGroup]() {
			continue
		}
		writeValue(w, name, v.Field(i))
	}
	io.WriteString(w, "}")
}
