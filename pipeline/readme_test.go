package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"autoencoder-dynamics/internal/engine/cache"
)

// shown are the figures that the README's commands name, and one on images.
var shown = []string{"setup", "theory-vs-sgd", "cifar10-universality"}

// tiny returns the project's own pipeline with the stages of a few figures alone, and a profile "quick" of seconds, so
// that the README's commands can all be run in a test. What they do is the same; how long they take is not.
func tiny(t *testing.T, pipelineFile string) string {
	t.Helper()
	var whole struct {
		Seed   int
		Stages map[string]map[string]any
	}
	if err := yaml.Unmarshal([]byte(pipelineFile), &whole); err != nil {
		t.Fatal(err)
	}
	kept, small := map[string]any{}, map[string]any{}
	var keep func(name string)
	keep = func(name string) {
		stage := whole.Stages[name]
		if kept[name] = stage; stage["uses"] != "plot" {
			small[name] = map[string]any{"with": made(stage)}
		}
		needs, _ := stage["needs"].(map[string]any)
		for _, needed := range needs {
			if one, ok := needed.(string); ok {
				needed = []any{one}
			}
			for _, one := range needed.([]any) {
				keep(one.(string))
			}
		}
	}
	for _, name := range shown {
		keep(name)
	}
	text, err := yaml.Marshal(map[string]any{"seed": whole.Seed, "stages": kept,
		"profiles": map[string]any{"quick": map[string]any{"stages": small}}})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// made returns the parameters that make a stage small.
func made(stage map[string]any) map[string]any {
	with, _ := stage["with"].(map[string]any)
	switch stage["uses"] {
	case "download":
		return map[string]any{"source": "embedded"}
	case "covariance":
		if with["model"] != nil {
			return map[string]any{"dim": 60}
		}
	case "ode":
		return map[string]any{"hidden": 4, "horizon": 20, "points": 93} // 40 a decade
	case "sgd":
		return map[string]any{"hidden": 4, "horizon": 2, "points": 6, "replicas": 2}
	}
	return map[string]any{}
}

// commandLine finds the commands in the README's code.
var commandLine = regexp.MustCompile("(?:`|\n    )go run \\./pipeline ([^`#\n]+)")

// TestReadmeCommands runs every command in the README, in the order in which
// they stand there, on the project's own pipeline made small.
func TestReadmeCommands(t *testing.T) {
	if testing.Short() {
		t.Skip("thirty commands, one after the other")
	}
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
	write("pipeline.yaml", tiny(t, pipelineFile))
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
				out: &out, err: &errs, dir: dir, now: time.Now, disk: cache.Folder, host: "test", width: func() int { return 80 },
				environ: []string{"PIPELINE_PROFILE=quick", "PIPELINE_OFFLINE=true"},
			}
			if arguments[0] == "diff" { // of this small pipeline nothing was accepted yet
				if code := a.run(t.Context(), append([]string{"accept", "--reason", "to differ from"}, arguments[1:]...)); code != exitDone {
					t.Fatal(errs.String())
				}
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
		a := &app{out: &out, err: &errs, dir: t.TempDir(), now: time.Now, disk: cache.Folder}
		if code := a.run(t.Context(), []string{"schema", "--format", format}); code != exitDone {
			t.Fatal(errs.String())
		}
		if out.String() != readProject(t, name) {
			t.Errorf("%s is out of date: go run ./pipeline schema --format %s > %s", name, format, name)
		}
	}
}
