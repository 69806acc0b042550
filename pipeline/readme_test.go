package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// tiny replaces the profile "quick", so that the README's commands can all be
// run in a test. What they do is the same; how long they take is not.
const tiny = `
profiles:
  quick:
    stages:
      cifar10: {with: {source: embedded}}
      spiked: {with: {dim: 60}}
      spiked-sample: {with: {dim: 60, samples: 240}}
      erf-theory: {with: {horizon: 20, points: 12}}
      erf-sgd: {with: {horizon: 20, points: 12, replicas: 2}}
      linear-theory: {with: {horizon: 20, points: 12}}
      linear-sgd: {with: {horizon: 20, points: 12, replicas: 2}}
      natural-theory: {with: {horizon: 2, points: 6}}
      natural-images: {with: {horizon: 2, points: 6, replicas: 2}}
      natural-surrogates: {with: {horizon: 2, points: 6, replicas: 2}}
      natural-64-theory: {with: {hidden: 8, horizon: 2, points: 6}}
      natural-64-images: {with: {hidden: 8, horizon: 2, points: 6, replicas: 2}}
      natural-64-surrogates: {with: {hidden: 8, horizon: 2, points: 6, replicas: 2}}
`

// commandLine finds the commands in the README's code.
var commandLine = regexp.MustCompile("(?:`|\n    )go run \\./pipeline ([^`#\n]+)")

// TestReadmeCommands runs every command in the README, in the order in which
// they stand there, on the project's own pipeline made small.
func TestReadmeCommands(t *testing.T) {
	text := readProject(t, "README.md")
	pipelineFile := readProject(t, "pipeline.yaml")
	dir := t.TempDir()
	t.Chdir(dir)
	write := func(name, content string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	full, _, ok := strings.Cut(pipelineFile, "\nprofiles:\n")
	if !ok {
		t.Fatal("pipeline.yaml has no profiles")
	}
	write("pipeline.yaml", full+tiny)
	write("mine.yaml", between(t, text, "```yaml\n", "```")+tinyOwn)
	writeOwnData(t, dir)
	found := commandLine.FindAllStringSubmatch(text, -1)
	if len(found) < 15 {
		t.Fatalf("only %d commands found in the README", len(found))
	}
	for _, match := range found {
		arguments := strings.Fields(strings.TrimSpace(match[1]))
		t.Run(strings.Join(arguments, " "), func(t *testing.T) {
			var out, errs bytes.Buffer
			a := &app{
				out: &out, err: &errs, dir: dir, now: time.Now, host: "test", width: func() int { return 80 },
				environ: []string{"PIPELINE_PROFILE=quick", "PIPELINE_OFFLINE=true"},
			}
			code := a.run(t.Context(), arguments)
			// What "check" finds is about numbers; made this small they mean nothing.
			if code != exitDone && (arguments[0] != "check" || code != exitFailed || errs.Len() > 0) {
				t.Errorf("exit code %d\n%s%s", code, out.String(), errs.String())
			}
		})
	}
}

// tinyOwn gives the README's pipeline file the profile that the test runs under.
const tinyOwn = "profiles: {quick: {seed: 2}}\n"

func readProject(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func between(t *testing.T, text, before, after string) string {
	t.Helper()
	_, text, ok := strings.Cut(text, before)
	text, _, closed := strings.Cut(text, after)
	if !ok || !closed {
		t.Fatalf("the README has nothing between %q and %q", before, after)
	}
	return text
}

// TestReadmeExample compares the README's Go code with the example that the tests run.
func TestReadmeExample(t *testing.T) {
	code := strings.TrimSpace(between(t, readProject(t, "README.md"), "```go\n", "```"))
	example := between(t, readProject(t, "theory/example_test.go"), "func ExampleSolve() {\n", "\t// Output:")
	var lines []string
	for line := range strings.SplitSeq(strings.TrimRight(example, "\n"), "\n") {
		lines = append(lines, strings.TrimPrefix(line, "\t"))
	}
	if want := strings.Join(lines, "\n"); code != want {
		t.Errorf("the README's code isn't that of theory.ExampleSolve:\n%s\n--- want\n%s", code, want)
	}
}

// TestReadmeTable compares the README's table of commands with the program's.
func TestReadmeTable(t *testing.T) {
	readme := readProject(t, "README.md")
	for _, command := range (&app{}).newRoot().Commands() {
		if name := command.Name(); name != "help" && name != "completion" && !strings.Contains(readme, "| `go run ./pipeline "+name) {
			t.Errorf("the table of commands lacks %s", name)
		}
	}
}

// TestReferencesAreCurrent compares what is published about pipeline files with
// what the types say now.
func TestReferencesAreCurrent(t *testing.T) {
	for format, name := range map[string]string{"json": "docs/pipeline.schema.json", "markdown": "docs/stages.md"} {
		var out, errs bytes.Buffer
		a := &app{out: &out, err: &errs, dir: t.TempDir(), now: time.Now}
		if code := a.run(t.Context(), []string{"schema", "--format", format}); code != exitDone {
			t.Fatal(errs.String())
		}
		if out.String() != readProject(t, name) {
			t.Errorf("%s is out of date: go run ./pipeline schema --format %s > %s", name, format, name)
		}
	}
}
