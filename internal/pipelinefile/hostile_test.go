package pipelinefile_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"autoencoder-dynamics/internal/pipelinefile"
)

// merges returns stages made of mappings or lists, each holding the one before several times, as form says.
func merges(levels int, form string) string {
	var b strings.Builder
	b.WriteString("x-0: &a0 {k: 1}\n")
	for i := range levels {
		fmt.Fprintf(&b, "x-%d: &a%d %s\n", i+1, i+1, strings.ReplaceAll(form, "*", fmt.Sprintf("*a%d", i)))
	}
	return b.String() + fmt.Sprintf("stages: {<<: *a%d}\n", levels)
}

// Explosions that TestLimits doesn't have, and encodings. Each is refused, with little memory.
func TestHostileFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("parses one file after another")
	}
	units := binary.LittleEndian.AppendUint16(nil, 0xfeff)
	for _, unit := range utf16.Encode([]rune("stages: {a: {uses: download}}\n")) {
		units = binary.LittleEndian.AppendUint16(units, unit)
	}
	tests := []struct {
		name, source, want string
	}{
		{"merges of merges", merges(40, "{<<: [*, *, *, *]}"), "too deep"},
		{"few merges of many merges", merges(10, "{<<: ["+strings.Repeat("*, ", 30)+"]}"), "too many values"},
		{"mappings of mappings", merges(40, "{p: *, q: *}"), "too many values"},
		{"lists of many aliases, too deep", strings.Replace(merges(40, "["+strings.Repeat("*, ", 30)+"]"), "<<: ", "a: ", 1), "too many values"},
		{"wide merges", "x: &a {" + strings.Repeat("k: 1, ", 1) + wideKeys(4000) + "}\nstages: {<<: [" + strings.Repeat("*a, ", 60) + "]}\n", "too many values"},
		{"an anchor that holds itself", "stages: &a {<<: *a, b: {uses: download}}\n", "the anchor &a holds itself"},
		{"a list that holds itself", "stages: &a [*a]\n", "the anchor &a holds itself"},
		{"a long anchor", "stages: *" + strings.Repeat("y", 500_000), "refers to an anchor that isn't defined"},
		{"a long tag", "stages: !" + strings.Repeat("y", 500_000) + " x", "isn't known here"},
		{"a long key", "stages: {a: {uses: sgd, with: {? \"" + strings.Repeat("y", 500_000) + "\": 1}}}", "unknown key"},
		{"a long path", "stages: {a: {uses: covariance, with: {spectrum: \"" + strings.Repeat("y", 500_000) + "\"}}}", "spectrum"},
		{"UTF-16", string(units), "pipeline.yaml:1:1: the file is UTF-16\n    expected UTF-8"},
		{"no UTF-8", "stages: {\xff: 1}", "isn't YAML"},
		{"an escape sequence", "stages: {a: {uses: \"\\e[2J\\e]52;c;aGk=\\a\"}}", "unknown kind"},
		{"marks of direction", "stages: {a: {uses: \"\u202edaolnwod\"}}  # \u2066\u202e", "unknown kind"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := parse(test.source, "")
			runtime.ReadMemStats(&after)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("error %.300v, want it to say %q", err, test.want)
			}
			checkProblems(t, err)
			for _, r := range err.Error() {
				if unicode.Is(unicode.Bidi_Control, r) {
					t.Errorf("the message holds %q", r)
				}
			}
			if len(err.Error()) > 4000 {
				t.Errorf("the message has %d bytes", len(err.Error()))
			}
			// All that was ever allocated, which is more than there was at any time, and far more under the race detector.
			if took := after.TotalAlloc - before.TotalAlloc; took > 200<<20 && !underRaceDetector() {
				t.Errorf("it took %d MB", took>>20)
			}
		})
	}
}

func underRaceDetector() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

func wideKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "k%d: 1, ", i)
	}
	return b.String()
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		strings.Repeat("a", 100):         "",
		strings.Repeat("a", 101):         "which has 101 characters\n",
		"a-B_9":                          "",
		"CON":                            `a stage can't be called "CON": it is a device on Windows`,
		"nul":                            "it is a device on Windows",
		"lpt9":                           "it is a device on Windows",
		"com":                            "",
		"console":                        "",
		`"a\nb"`:                         "a stage can't be called",
		`"../../etc"`:                    "a stage can't be called",
		"-rf":                            "a stage can't be called",
		"--help":                         "a stage can't be called",
		`"\e]8;;http://example.org\e\\"`: "a stage can't be called",
		"😀":                              "a stage can't be called",
		`"\u202ea"`:                      "a stage can't be called",
		`"a\0"`:                          "a stage can't be called",
		`"a "`:                           "a stage can't be called",
	} {
		_, err := parse("stages: {"+name+": {uses: download}}", "")
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "pipeline.yaml:1:10: ")) {
			t.Errorf("the name %s: %v, want %q", name, err, want)
		}
	}
	_, err := parse("stages: {a: {uses: download}}\nprofiles: {quick: {seed: 1}, Quick: {seed: 2}}\n", "")
	if err == nil || !strings.Contains(err.Error(), "pipeline.yaml:2:30: the profiles quick and Quick differ in capitals alone") {
		t.Errorf("profiles: %v", err)
	}
}

// Names of files collide where nothing else does.
func TestFileNames(t *testing.T) {
	names := pipelinefile.FileNames{Kinds: []string{"download"}, Taken: []string{"index"}, Endings: []string{"-table"}}
	for source, want := range map[string]string{
		"stages:\n  a: {uses: download}\n  A: {uses: covariance, with: {model: spiked}}\n": "",
		"stages:\n  a: {uses: download}\n  A: {uses: download}\n":                          "pipeline.yaml:3:3: stage A (download): its files have the names of those of stage a, where",
		"stages:\n  Index: {uses: download}\n":                                             `pipeline.yaml:2:3: stage Index (download): files named "Index" are made by the program itself`,
		"stages:\n  a: {uses: download}\n  A-table: {uses: download}\n":                    `pipeline.yaml:3:3: stage A-table (download): its files have the names of those of stage a that end in "-table"`,
	} {
		_, err := pipelinefile.Parse("pipeline.yaml", []byte(source), pipelinefile.Options{Kinds: kinds(), FileNames: names})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", source, err, want)
		}
	}
}

func TestReadRefusesWhatNeverEnds(t *testing.T) {
	dir := t.TempDir()
	sparse := filepath.Join(dir, "sparse.yaml")
	if err := os.WriteFile(sparse, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(sparse, 10<<30); err != nil {
		t.Skip(err)
	}
	for path, want := range map[string]string{sparse: "10737418240 bytes", dir: "a folder", os.DevNull: "a device"} {
		if _, err := pipelinefile.Read(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
	if _, err := (pipelinefile.Disk{}).Digest(sparse); err == nil || !strings.Contains(err.Error(), "it has 11 GB, more than the 4.3 GB") {
		t.Errorf("a large file's digest: %v", err)
	}
	if _, err := (pipelinefile.Disk{}).Digest(os.DevNull); err == nil || errors.Is(err, os.ErrNotExist) {
		t.Errorf("a device's digest: %v", err)
	}
}
