package compare_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/compare"
	"autoencoder-dynamics/internal/npz"
)

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	array := func(name string, shape []int, data ...float64) string {
		path := filepath.Join(dir, name)
		if err := npz.WriteFile(path, npz.Array{Name: "W", Shape: shape, Data: data}); err != nil {
			t.Fatal(err)
		}
		return path
	}
	tests := []struct{ name, output, old, now, want string }{
		{"a moved number", "curves.csv", write("a", "t,pmse\n0,1\n1,0.5\n"), write("b", "t,pmse\n0,1\n1,0.4\n"), "1 numbers differ, most by 0.1 of the largest: column pmse[1] 0.5 became 0.4"},
		{"another spelling", "curves.csv", write("c", "t\n1e1\n"), write("d", "t\n10\n"), "the same numbers"},
		{"another column", "curves.csv", write("e", "t\n1\n"), write("f", "s\n1\n"), "columns"},
		{"another length", "curves.csv", write("g", "t\n1\n"), write("h", "t\n1\n2\n"), "1 rows became 2"},
		{"not a table", "curves.csv", write("i", "t\nx\n"), write("j", "t\n1\n"), "can't be compared"},
		{"an array", "state.npz", array("k", []int{2}, 1, 2), array("l", []int{2}, 1, 3), "array W[1] 2 became 3"},
		{"another shape", "state.npz", array("m", []int{2}, 1, 2), array("n", []int{1, 2}, 1, 2), "of shape [2] became [1 2]"},
		{"a picture", "figure.png", write("o", "1"), write("p", "2"), "other bytes"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := compare.Files(test.output, test.old, test.now); !strings.Contains(got, test.want) {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
