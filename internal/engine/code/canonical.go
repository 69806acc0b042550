package code

import (
	"fmt"
	"go/ast"
	"go/token"
	"reflect"
	"strconv"
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

var positionType = reflect.TypeFor[token.Pos]()

// canonical writes a form of syntax trees that is the same for two sources that
// differ in comments and formatting only. Every command goes through the whole
// module's syntax, so what a type's fields are is found out once.
type canonical struct {
	text  []byte
	types map[reflect.Type]syntaxType
}

func newCanonical() *canonical { return &canonical{types: map[reflect.Type]syntaxType{}} }

// syntaxType says what of a struct in the syntax tree counts.
type syntaxType struct {
	open   string // the type's name and a brace
	fields []syntaxField
}

type syntaxField struct {
	index    int
	position bool // only whether it is there counts
}

// node returns the canonical form of a node. It holds until the next call.
func (c *canonical) node(node any) []byte {
	c.text = c.text[:0]
	c.value(reflect.ValueOf(node))
	return c.text
}

func (c *canonical) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Invalid:
		c.text = append(c.text, "nil;"...)
	case reflect.Interface, reflect.Pointer:
		c.value(v.Elem()) // of nil: invalid
	case reflect.Slice:
		c.text = append(c.text, '[')
		c.text = append(strconv.AppendInt(c.text, int64(v.Len()), 10), ';')
		for i := range v.Len() {
			c.value(v.Index(i))
		}
	case reflect.Struct:
		c.structure(v)
	case reflect.String:
		c.text = append(strconv.AppendQuote(c.text, v.String()), ';')
	default:
		c.text = fmt.Appendf(c.text, "%v;", v.Interface())
	}
}

func (c *canonical) structure(v reflect.Value) {
	t, ok := c.types[v.Type()]
	if !ok {
		t = describe(v.Type())
		c.types[v.Type()] = t
	}
	c.text = append(c.text, t.open...)
	for _, field := range t.fields {
		if value := v.Field(field.index); field.position {
			c.text = append(strconv.AppendBool(c.text, token.Pos(value.Int()).IsValid()), ';')
		} else {
			c.value(value)
		}
	}
	c.text = append(c.text, '}')
}

func describe(t reflect.Type) syntaxType {
	described := syntaxType{open: t.Name() + "{"}
	for i := range t.NumField() {
		field := t.Field(i)
		position := field.Type == positionType
		switch {
		case position && !meaningfulPositions[field.Name]:
		case skippedFields[field.Name] && t != reflect.TypeFor[ast.CommentGroup]():
		default:
			described.fields = append(described.fields, syntaxField{i, position})
		}
	}
	return described
}
