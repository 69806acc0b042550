package settings_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/spf13/pflag"

	"autoencoder-dynamics/internal/settings"
)

// project returns a root folder with this settings file; "" is none.
func project(t *testing.T, file string) string {
	t.Helper()
	root := t.TempDir()
	if file != "" {
		write(t, filepath.Join(root, "settings.yaml"), file)
	}
	return root
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// given returns the flags of a command line.
func given(t *testing.T, arguments ...string) *pflag.FlagSet {
	t.Helper()
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	settings.AddFlags(flags)
	if err := flags.Parse(arguments); err != nil {
		t.Fatal(err)
	}
	return flags
}

func load(t *testing.T, root, environment string, arguments ...string) settings.Settings {
	t.Helper()
	s, err := settings.Load(given(t, arguments...), root, strings.Fields(environment))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestDefaults(t *testing.T) {
	root := project(t, "")
	want := settings.Settings{
		Root: root, Cache: filepath.Join(root, ".cache"), Data: filepath.Join(root, "data"), Reports: filepath.Join(root, "reports"),
		Jobs: runtime.GOMAXPROCS(0), Color: settings.ColorAuto,
	}
	for name, s := range map[string]settings.Settings{"flags": load(t, root, "HOME=/home/me PIPELINE_JOBS="), "no flags": loadBare(t, root)} {
		if diff := cmp.Diff(want, s, cmpopts.IgnoreUnexported(want)); diff != "" {
			t.Errorf("defaults with %s (-want +got):\n%s", name, diff)
		}
		if got := s.Origin("jobs"); got != "the default" {
			t.Errorf("jobs come from %s", got)
		}
		if got := s.Origin("job"); got != "" {
			t.Errorf("what is no setting comes from %s", got)
		}
	}
}

func loadBare(t *testing.T, root string) settings.Settings {
	t.Helper()
	s, err := settings.Load(nil, root, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestLayers(t *testing.T) {
	root := project(t, "# of this machine\njobs: 3\ncache: kept\nprofile: quick\nmirrors: [https://a.example/x, http://b.example/y]\noffline: true\ncolor: never\n")
	tests := []struct {
		name, environment string
		arguments         []string
		jobs              int
		origin            string
	}{
		{"file", "", nil, 3, filepath.Join(root, "settings.yaml") + ":2"},
		{"variable over file", "PIPELINE_JOBS=5", nil, 5, "the variable PIPELINE_JOBS"},
		{"flag over variable", "PIPELINE_JOBS=5", []string{"--jobs=7"}, 7, "the flag --jobs"},
		{"flag over wrong variable", "PIPELINE_JOBS=many", []string{"--jobs=7"}, 7, "the flag --jobs"},
		{"the last of two variables", "PIPELINE_JOBS=5 PIPELINE_JOBS=6", nil, 6, "the variable PIPELINE_JOBS"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := load(t, root, test.environment, test.arguments...)
			if s.Jobs != test.jobs || s.Origin("jobs") != test.origin {
				t.Errorf("%d jobs from %s, want %d from %s", s.Jobs, s.Origin("jobs"), test.jobs, test.origin)
			}
			if s.Cache != filepath.Join(root, "kept") || s.Profile != "quick" || !s.Offline || s.Color != settings.ColorNever || s.Quiet {
				t.Errorf("settings: %+v", s)
			}
			if want := []string{"https://a.example/x", "http://b.example/y"}; !cmp.Equal(s.Mirrors, want) {
				t.Errorf("mirrors %q, want %q", s.Mirrors, want)
			}
		})
	}
}

func TestTypesFromEveryLayer(t *testing.T) {
	root := project(t, "")
	want := settings.Settings{Mirrors: []string{"https://a.example/", "https://b.example/"}, Offline: true, RequireCIFAR10: true, Profile: "Q", Color: settings.ColorAlways, Quiet: true, Jobs: 2}
	ignored := cmpopts.IgnoreFields(want, "Root", "Cache", "Data", "Reports", "File")
	for name, s := range map[string]settings.Settings{
		"flags": load(t, root, "", "--mirrors=https://a.example/,https://b.example/", "--offline", "--require-cifar10", "--profile=Q", "--color=always", "--quiet", "--jobs=2"),
		"variables": load(t, root, "PIPELINE_MIRRORS=https://a.example/,https://b.example/ PIPELINE_OFFLINE=1 PIPELINE_REQUIRE_CIFAR10=true "+
			"PIPELINE_PROFILE=Q PIPELINE_COLOR=always PIPELINE_QUIET=true PIPELINE_JOBS=2"),
		"file": load(t, project(t, "mirrors: [https://a.example/, https://b.example/]\noffline: true\nrequire-cifar10: true\nprofile: Q\ncolor: always\nquiet: true\njobs: 2\n"), ""),
	} {
		if diff := cmp.Diff(want, s, cmpopts.IgnoreUnexported(want), ignored); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAFlagCanTakeBack(t *testing.T) {
	s := load(t, project(t, "offline: true\nprofile: quick\n"), "PIPELINE_QUIET=true", "--offline=false", "--profile=", "--quiet=false")
	if s.Offline || s.Profile != "" || s.Quiet {
		t.Errorf("settings: %+v", s)
	}
}

func TestPaths(t *testing.T) {
	here := t.TempDir()
	t.Chdir(here)
	root := project(t, "archive: a.tar.gz\nreports: /srv/reports\n")
	s := load(t, root, "PIPELINE_DATA=d", "--cache=../c")
	want := map[string]string{
		s.Archive: filepath.Join(root, "a.tar.gz"), s.Reports: "/srv/reports",
		s.Data: filepath.Join(here, "d"), s.Cache: filepath.Join(filepath.Dir(here), "c"),
	}
	for got, wanted := range want {
		if got != wanted {
			t.Errorf("path %s, want %s", got, wanted)
		}
	}
}

func TestArchiveVariables(t *testing.T) {
	root := project(t, "archive: file.tar.gz\n")
	tests := map[string]string{
		"CIFAR10_ARCHIVE=/c":                     "/c",
		"PIPELINE_ARCHIVE=/p CIFAR10_ARCHIVE=/c": "/p",
		"CIFAR10_ARCHIVE=":                       filepath.Join(root, "file.tar.gz"),
	}
	for environment, want := range tests {
		if s := load(t, root, environment); s.Archive != want {
			t.Errorf("%s: archive %s from %s, want %s", environment, s.Archive, s.Origin("archive"), want)
		}
	}
}

func TestNamedFile(t *testing.T) {
	root := project(t, "jobs: 3\n")
	other := filepath.Join(t.TempDir(), "mine")
	write(t, other, "jobs: 4\n")
	if s := load(t, root, "PIPELINE_SETTINGS="+other); s.Jobs != 4 || s.File != other {
		t.Errorf("%d jobs from %s", s.Jobs, s.File)
	}
	if s := load(t, root, "PIPELINE_SETTINGS=/missing", "--settings="+other); s.Jobs != 4 {
		t.Errorf("%d jobs from %s", s.Jobs, s.File)
	}
	if s := load(t, project(t, "# nothing\n"), ""); s.Jobs != runtime.GOMAXPROCS(0) {
		t.Errorf("%d jobs from an empty file", s.Jobs)
	}
}

func TestWarnings(t *testing.T) {
	s := load(t, project(t, ""), "PIPELINE_JOB=3 PIPELINE_ID=17")
	want := []string{
		"the variable PIPELINE_ID is no setting and has no effect",
		"the variable PIPELINE_JOB is no setting and has no effect; did you mean PIPELINE_JOBS?",
	}
	if diff := cmp.Diff(want, s.Warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

func TestErrors(t *testing.T) {
	tests := []struct {
		name, file, environment string
		arguments               []string
		want                    string // FILE stands for the settings file's path
	}{
		{"text for a number", "jobs: four\n", "", nil, `FILE:1: jobs is "four", expected a whole number, at least 1`},
		{"number in quotes", "jobs: \"4\"\n", "", nil, `FILE:1: jobs is "4", expected a whole number, at least 1, without quotes`},
		{"half a job", "jobs: 1.5\n", "", nil, "FILE:1: jobs is 1.5, expected a whole number, at least 1"},
		{"no job", "", "", []string{"--jobs=0"}, "the flag --jobs: jobs is 0, expected a whole number, at least 1"},
		{"number for a path", "\ncache: 7\n", "", nil, "FILE:2: cache is 7, expected the path of a folder"},
		{"no path", "", "", []string{"--cache="}, `the flag --cache: cache is "", expected the path of a folder`},
		{"yes", "offline: yes\n", "", nil, `FILE:1: offline is "yes", expected true or false`},
		{"word in a variable", "", "PIPELINE_OFFLINE=maybe", nil, `the variable PIPELINE_OFFLINE: offline is "maybe", expected true or false`},
		{"colour", "color: alway\n", "", nil, `FILE:1: color is "alway", expected one of auto, always, never; did you mean "always"?`},
		{"mirror", "mirrors: [ftp://a.example]\n", "", nil, "FILE:1: mirrors is [ftp://a.example], expected addresses that begin with https:// or http://"},
		{"mirrors", "mirrors: [1]\n", "", nil, "FILE:1: mirrors is [1], expected addresses that begin with https:// or http://"},
		{"unknown", "job: 3\n", "", nil, `FILE:1: unknown setting "job", expected one of cache, data, reports, jobs, memory, archive, mirrors, offline, require-cifar10, profile, color, quiet; did you mean "jobs"?`},
		{"case", "Jobs: 3\n", "", nil, `FILE:1: unknown setting "Jobs", expected one of cache, data, reports, jobs, memory, archive, mirrors, offline, require-cifar10, profile, color, quiet; did you mean "jobs"?`},
		{"nothing", "jobs:\n", "", nil, "FILE:1: jobs has no value; leave the line out to take the default"},
		{"no mapping", "- jobs\n", "", nil, `FILE:1: expected settings, one "name: value" in a line`},
		{"no YAML", "jobs: [\n", "", nil, "FILE: this isn't YAML: line 1: did not find expected node content"},
		{"missing", "", "", []string{"--settings=/missing"}, "there is no settings file /missing"},
		{"several", "jobs: 0\nquiet: 3\n", "PIPELINE_COLOR=red", nil,
			"FILE:1: jobs is 0, expected a whole number, at least 1\nthe variable PIPELINE_COLOR: color is \"red\", expected one of auto, always, never\nFILE:2: quiet is 3, expected true or false"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			root := project(t, test.file)
			_, err := settings.Load(given(t, test.arguments...), root, strings.Fields(test.environment))
			if err == nil {
				t.Fatal("no error")
			}
			got := strings.ReplaceAll(err.Error(), filepath.Join(root, "settings.yaml"), "FILE")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("message (-want +got):\n%s", diff)
			}
		})
	}
}

// What names a password is told without it.
func TestPasswordsAreNotPrinted(t *testing.T) {
	for _, address := range []string{
		"ftp://user:hunter2@example.org", "http://user:hunter2@", "https://user:hunter2@exa mple", "ftp://us/er:hunter2@x", "http://user:hunter2@[::1", "//user:a hunter2@x",
	} {
		for name, try := range map[string]func() error{
			"variable": func() error {
				_, err := settings.Load(nil, project(t, ""), []string{"PIPELINE_MIRRORS=" + address})
				return err
			},
			"file": func() error {
				_, err := settings.Load(nil, project(t, "mirrors: ['"+address+"']\njobs: '"+address+"'\n"), nil)
				return err
			},
		} {
			err := try()
			if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "mirrors is") {
				t.Errorf("%s in a %s: %v", address, name, err)
			}
		}
	}
	if got := settings.WithoutPasswords(`invalid "http://a:b@c" here`); got != `invalid "http://…@c" here` {
		t.Error(got)
	}
}

// What the program owns, and may delete, is never mixed with what it doesn't.
func TestFoldersAreDifferent(t *testing.T) {
	root := project(t, "")
	link := filepath.Join(root, "link")
	if err := os.Symlink(".", link); err != nil {
		t.Fatal(err)
	}
	at := func(names ...string) string { return filepath.Join(append([]string{root}, names...)...) }
	for _, test := range []struct{ environment, want string }{
		{"PIPELINE_CACHE=" + root, "the variable PIPELINE_CACHE: cache is the project's own folder, expected one of its own"},
		{"PIPELINE_REPORTS=" + link, "the variable PIPELINE_REPORTS: reports is the project's own folder, expected one of its own"},
		{"PIPELINE_REPORTS=" + at("data"), "the variable PIPELINE_REPORTS: reports is the same folder as data (the default), expected another"},
		{"PIPELINE_REPORTS=" + at("x", "..", ".cache"), "the variable PIPELINE_REPORTS: reports is the same folder as cache (the default), expected another"},
		{"PIPELINE_DATA=" + at(".cache", "objects", "x"), "the variable PIPELINE_DATA: data lies inside the cache (the default), expected a folder outside it"},
		{"PIPELINE_CACHE=" + at("reports", ".cache"), ""},
		{"PIPELINE_CACHE=" + filepath.Dir(root), "the default: data lies inside the cache (the variable PIPELINE_CACHE), expected a folder outside it\n" +
			"the default: reports lies inside the cache (the variable PIPELINE_CACHE), expected a folder outside it"},
		{"PIPELINE_CACHE=/dev/null", ""}, // it can't be made, which its user says
	} {
		_, err := settings.Load(nil, root, strings.Fields(test.environment))
		if got := fmt.Sprint(err); test.want == "" && err != nil || test.want != "" && got != test.want {
			t.Errorf("%s:\n%s, want\n%s", test.environment, got, test.want)
		}
	}
}

// A settings file that can't be one is refused, soon.
func TestHostileSettingsFiles(t *testing.T) {
	dir := t.TempDir()
	laughs := "a0: &a0 [1,1,1]\n"
	for i := range 20 {
		laughs += fmt.Sprintf("a%d: &a%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i), 9), ","))
	}
	for name, test := range map[string]struct{ content, want string }{
		"UTF-16":    {"\xff\xfej\x00", "is UTF-16, expected UTF-8"},
		"large":     {strings.Repeat("#", 1<<20+1), "1048577 bytes"},
		"exploding": {laughs + "jobs: *a20\n", "excessive aliasing"},
		"deep":      {"jobs: " + strings.Repeat("[", 100_000), "exceeded max depth"},
		"circular":  {"jobs: &a [*a]\n", "contains itself"},
	} {
		path := filepath.Join(dir, name)
		write(t, path, test.content)
		_, err := settings.Load(given(t, "--settings="+path), dir, nil)
		if err == nil || !strings.Contains(err.Error(), test.want) || len(err.Error()) > 5000 {
			t.Errorf("%s: %.2000v, want %q", name, err, test.want)
		}
	}
	if _, err := settings.Load(given(t, "--settings="+os.DevNull), dir, nil); err == nil || !strings.Contains(err.Error(), "a device") {
		t.Errorf("a device: %v", err)
	}
}

// Two keys in the file that differ from each other in nothing are refused, by viper.
func TestDuplicateKey(t *testing.T) {
	_, err := settings.Load(nil, project(t, "jobs: 1\njobs: 2\n"), nil)
	if err == nil || !strings.Contains(err.Error(), "already defined at line 1") {
		t.Errorf("error: %v", err)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("jobs: 3\nmirrors: [a]\n", "PIPELINE_JOBS=3")
	f.Add("jobs: &a [*a]\n", "PIPELINE_MIRRORS=,")
	f.Add("<<: {jobs: 3}\n", "PIPELINE_OFFLINE=TRUE")
	f.Fuzz(func(t *testing.T, file, line string) {
		s, err := settings.Load(nil, project(t, file), []string{line})
		if err == nil && (s.Jobs < 1 || !filepath.IsAbs(s.Cache)) {
			t.Errorf("settings: %+v", s)
		}
	})
}
