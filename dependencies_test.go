package dynamics_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"golang.org/x/mod/modfile"
)

// TestEveryDependencyHasItsReason compares go.mod with the table in docs/dependencies.md.
func TestEveryDependencyHasItsReason(t *testing.T) {
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	module, err := modfile.Parse("go.mod", text, nil)
	if err != nil {
		t.Fatal(err)
	}
	if module.Toolchain == nil {
		t.Error("go.mod doesn't pin the toolchain")
	}
	if len(module.Replace) > 0 {
		t.Error("go.mod replaces modules")
	}
	var required, listed []string
	for _, r := range module.Require {
		if !r.Indirect {
			required = append(required, r.Mod.Path)
		}
	}
	docs, err := os.ReadFile("docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| [^|]+ \\|[^|]*\\| [^|]+ \\|$").FindAllSubmatch(docs, -1) {
		listed = append(listed, string(row[1]))
	}
	slices.Sort(required)
	slices.Sort(listed)
	if !slices.Equal(required, listed) {
		t.Errorf("docs/dependencies.md lists\n%q, go.mod requires\n%q", listed, required)
	}
}
