package nearest_test

import (
	"fmt"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/nearest"
)

func ExampleName() {
	keys := []string{"activation", "hidden", "learning_rate", "horizon"}
	fmt.Println(nearest.Name("learning_rat", keys))
	fmt.Println(nearest.Name("Learning-Rate", keys))
	fmt.Printf("%q\n", nearest.Name("momentum", keys))
	// Output:
	// learning_rate
	// learning_rate
	// ""
}

func TestName(t *testing.T) {
	tests := []struct {
		name, from, want string
	}{
		{"scal", "scale weights", "scale"},
		{"sacle", "scale weights", "scale"},
		{"SCALE", "scale weights", "scale"},
		{"x", "y z", ""},
		{"q", "Q", "Q"},
		{"act", "activation hidden", "activation"},
		{"hid", "hidden hideous", ""},
		{"", "a b", ""},
		{"need", "seed needs", "needs"},
		{"erf-sdg", "erf-sgd erf-theory", "erf-sgd"},
		{"relu_theory", "erf-theory relu-theory", "relu-theory"},
		{"ab", "ac ad", "ac"},
		{"größe", "grösse größen", "größen"},
		{strings.Repeat("a", 65), strings.Repeat("a", 64), ""},
	}
	for _, test := range tests {
		if got := nearest.Name(test.name, strings.Fields(test.from)); got != test.want {
			t.Errorf("Name(%q, %s) = %q, want %q", test.name, test.from, got, test.want)
		}
	}
}

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"kitten", "sitting", 3}, // the textbook's pair
		{"sgd", "sdg", 1}, {"abcd", "badc", 2}, {"é", "e", 1},
	}
	for _, test := range tests {
		if got := nearest.Distance(test.a, test.b); got != test.want {
			t.Errorf("Distance(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

func FuzzDistance(f *testing.F) {
	f.Add("kitten", "sitting")
	f.Add("\xff", "")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 100 || len(b) > 100 {
			t.Skip("long strings only make it slow")
		}
		d := nearest.Distance(a, b)
		x, y := len([]rune(a)), len([]rune(b))
		if d != nearest.Distance(b, a) || d < max(x-y, y-x) || d > max(x, y) {
			t.Errorf("Distance(%q, %q) = %d", a, b, d)
		}
	})
}
