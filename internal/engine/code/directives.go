package code

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
)

// directives are the compiler directives of a file (//go:embed, //go:noescape,
// …): the only comments that change what the program does. The build constraint
// isn't among them; it was applied when the file was chosen.
type directives struct {
	all    []string              // with the number of the declaration that each stands before
	before map[ast.Node][]string // by function declaration, or specification of a type, constant or variable
}

// findDirectives gives each directive to the declaration that follows it, as
// the compiler does: blank lines may stand between them.
func findDirectives(file *ast.File) directives {
	found := directives{before: map[ast.Node][]string{}}
	nodes := specifications(file)
	next := 0
	for _, group := range file.Comments {
		for _, comment := range group.List {
			if !isDirective(comment.Text) {
				continue
			}
			for next < len(nodes) && nodes[next].Pos() < comment.Pos() {
				next++
			}
			text := strings.Join(strings.Fields(comment.Text), " ")
			found.all = append(found.all, fmt.Sprintf("%d %s", next, text))
			if next < len(nodes) {
				found.before[nodes[next]] = append(found.before[nodes[next]], text)
			}
		}
	}
	return found
}

func isDirective(comment string) bool {
	return strings.HasPrefix(comment, "//go:") &&
		!strings.HasPrefix(comment, "//go:build") && !strings.HasPrefix(comment, "//go:generate")
}

// specifications returns the top-level declarations of a file, those of a group
// one by one, but for imports.
func specifications(file *ast.File) []ast.Node {
	var nodes []ast.Node
	for _, node := range file.Decls {
		group, ok := node.(*ast.GenDecl)
		switch {
		case !ok:
			nodes = append(nodes, node)
		case group.Tok == token.IMPORT:
		default:
			for _, spec := range group.Specs {
				nodes = append(nodes, spec)
			}
		}
	}
	return nodes
}
