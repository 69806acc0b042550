package dynamics_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// TestPromisesNameTheirTests checks that every test, script, section and step that docs/promises.md names exists.
func TestPromisesNameTheirTests(t *testing.T) {
	docs := read(t, "docs/promises.md")
	steps, sections := read(t, ".ci/run"), read(t, "internal/trust/section.go")
	known := map[string]map[string]bool{}
	named := 0
	for _, match := range regexp.MustCompile("`([\\w/]+\\.)?((?:Test|Fuzz|Example)\\w*)`|`script/(\\w+)`|`trust (\\w+)`|CI \"([^\"]+)\"").FindAllStringSubmatch(docs, -1) {
		named++
		folder, test, script, section, step := strings.TrimSuffix(match[1], "."), match[2], match[3], match[4], match[5]
		if test != "" && known[folder] == nil {
			known[folder] = testsOf(t, path.Join(".", folder))
		}
		switch {
		case test != "" && !known[folder][test]:
			t.Errorf("package %q has no %s", folder, test)
		case script != "":
			if _, err := os.Stat("pipeline/testdata/script/" + script + ".txtar"); err != nil {
				t.Error(err)
			}
		case section != "" && !strings.Contains(sections, `"`+section+`"`):
			t.Errorf("the harness has no section %q", section)
		case step != "" && !strings.Contains(steps, `step "`+step):
			t.Errorf(".ci/run has no step %q", step)
		}
	}
	for row := range strings.Lines(docs) {
		if strings.HasPrefix(row, "| ") && !strings.Contains(row, "fails if it breaks") && strings.Count(row, "`Test")+strings.Count(row, ".Test")+
			strings.Count(row, "`script/")+strings.Count(row, "`trust ")+strings.Count(row, "CI \"") == 0 {
			t.Errorf("nothing would fail: %s", row)
		}
	}
	if named < 100 {
		t.Errorf("only %d tests are named", named)
	}
}

// testsOf returns the names of the tests, fuzzers and examples in a folder.
func testsOf(t *testing.T, folder string) map[string]bool {
	t.Helper()
	files, err := fs.Glob(os.DirFS(folder), "*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path.Join(folder, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, declared := range file.Decls {
			if function, ok := declared.(*ast.FuncDecl); ok && function.Recv == nil {
				names[function.Name.Name] = true
			}
		}
	}
	return names
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
