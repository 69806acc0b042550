package code

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"testing/fstest"
)

// TestConstraintsAreThoseOfTheBinary starts the test again where the
// environment asks for another system, which must change nothing.
func TestConstraintsAreThoseOfTheBinary(t *testing.T) {
	const inside = "CODE_TEST_ELSEWHERE"
	if os.Getenv(inside) == "" {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		command := exec.Command(self, "-test.run=^"+t.Name()+"$")
		command.Env = append(os.Environ(), inside+"=1", "GOOS=plan9", "GOARCH=mips")
		if output, err := command.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, output)
		}
		return
	}
	files := fstest.MapFS{
		"go.mod": {Data: []byte("module m\n")}, "go.sum": {},
		"p/p_" + runtime.GOOS + "_" + runtime.GOARCH + ".go": {Data: []byte("package p\n")},
		"p/p_plan9_mips.go": {Data: []byte("package p\n")},
	}
	checkFiles(t, files, buildSettings(), "p_"+runtime.GOOS+"_"+runtime.GOARCH)
}

func TestBuildTags(t *testing.T) {
	files := fstest.MapFS{"go.mod": {Data: []byte("module m\n")}, "go.sum": {}}
	for _, tag := range []string{"fast", "exact", "race", "cgo", "amd64.v2", "amd64.v3"} {
		files["p/"+tag+".go"] = &fstest.MapFile{Data: []byte("//go:build " + tag + "\n\npackage p\n")}
	}
	tests := []struct {
		settings []debug.BuildSetting
		want     string
	}{
		{nil, ""},
		{[]debug.BuildSetting{{Key: "-tags", Value: "fast,exact"}}, "exact fast"},
		{[]debug.BuildSetting{{Key: "-race", Value: "true"}, {Key: "CGO_ENABLED", Value: "1"}}, "cgo race"},
		{[]debug.BuildSetting{{Key: "-race", Value: "false"}, {Key: "CGO_ENABLED", Value: "0"}}, ""},
		{[]debug.BuildSetting{{Key: "GOAMD64", Value: "v2"}}, "amd64.v2"},
	}
	for _, test := range tests {
		checkFiles(t, files, test.settings, test.want)
	}
}

// checkFiles checks which files of package p count, by name and in order.
func checkFiles(t *testing.T, files fstest.MapFS, settings []debug.BuildSetting, want string) {
	t.Helper()
	source, err := New(files)
	if err != nil {
		t.Fatal(err)
	}
	source.context = buildContext(files, settings)
	p, err := source.parse("p")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range p.files {
		names = append(names, strings.TrimSuffix(filepath.Base(file.path), ".go"))
	}
	if got := strings.Join(names, " "); got != want {
		t.Errorf("with %v: files %q, want %q", settings, got, want)
	}
}
