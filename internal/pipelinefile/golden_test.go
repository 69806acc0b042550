package pipelinefile_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"autoencoder-dynamics/internal/pipelinefile"
)

var update = flag.Bool("update", false, "write the expected messages anew")

// Each file under testdata/problems is a remark and parts that begin with "-- name --": a
// pipeline.yaml, perhaps arguments, one in a line ("profile=quick", or those of --set), and
// the message that they must give.
func TestGoldenProblems(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("testdata", "problems", "*.txt"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) { testGolden(t, path) })
	}
}

func testGolden(t *testing.T, path string) {
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	source := part(string(content), "pipeline.yaml")
	profile, set := arguments(part(string(content), "arguments"))
	_, err = parse(source, profile, set...)
	var problems pipelinefile.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("error %v is no Problems", err)
	}
	got := problems.Error() + "\n"
	if *update {
		before, _, _ := strings.Cut(string(content), "-- want --\n")
		if err := os.WriteFile(path, []byte(before+"-- want --\n"+got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(part(string(content), "want"), got); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
}

// part returns what stands below "-- name --", up to the next such line.
func part(content, name string) string {
	_, content, _ = strings.Cut(content, "\n-- "+name+" --\n")
	content, _, found := strings.Cut("\n"+content, "\n-- ")
	content = strings.TrimPrefix(content, "\n")
	if found {
		content += "\n"
	}
	return content
}

// arguments takes the lines of a golden file's arguments apart.
func arguments(lines string) (profile string, set []string) {
	for line := range strings.Lines(lines) {
		line = strings.TrimSuffix(line, "\n")
		if name, ok := strings.CutPrefix(line, "profile="); ok {
			profile = name
		} else {
			set = append(set, line)
		}
	}
	return profile, set
}
