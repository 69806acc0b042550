package progress

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWrap(t *testing.T) {
	path := "/" + strings.Repeat("long/", 12) + "file.npz"
	for name, test := range map[string]struct {
		text    string
		columns int
		want    []string
	}{
		"fits":           {"warning  short", 40, []string{"warning  short"}},
		"at the edge":    {"warning  " + strings.Repeat("x", 30), 40, []string{"warning  " + strings.Repeat("x", 30)}},
		"at blanks":      {"warning  one two three four five six", 30, []string{"warning  one two three four", "         five six"}},
		"deeper indent":  {"            one two three four", 30, []string{"            one two three", "            four"}},
		"each line":      {"failed   a\n         one two three four five", 30, []string{"failed   a", "         one two three four", "         five"}},
		"a path is kept": {"failed   open " + path + " again", 40, []string{"failed   open", "         " + path, "         again"}},
		"only a path":    {"failed   " + path, 40, []string{"failed   " + path}},
		"colour":         {"\x1b[33mwarning\x1b[0m  one two three four", 27, []string{"\x1b[33mwarning\x1b[0m  one two three", "         four"}},
		"wide letters":   {"warning  学習学習 学習学習 学習学習", 30, []string{"warning  学習学習 学習学習", "         学習学習"}},
		"hardly a width": {"warning  one two three four", 20, []string{"warning  one two three four"}},
		"no width":       {"warning  one two three four", 0, []string{"warning  one two three four"}},
	} {
		if diff := cmp.Diff(test.want, strings.Split(wrap(test.text, test.columns), "\n")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

func TestWrapLosesNothing(t *testing.T) {
	text := "warning  the archive cifar-10-binary.tar.gz was  not found\n         give --archive /some/where"
	for columns := range 100 {
		got := wrap(text, columns)
		if diff := cmp.Diff(strings.Fields(text), strings.Fields(got)); diff != "" {
			t.Fatalf("%d columns (-want +got)\n%s", columns, diff)
		}
		for line := range strings.SplitSeq(got, "\n") {
			if columns >= 40 && columnsOf(line) >= columns {
				t.Errorf("%d columns: %q", columns, line)
			}
		}
	}
}
