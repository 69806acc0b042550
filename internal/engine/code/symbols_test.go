package code_test

import (
	"maps"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/engine/code"
)

var (
	setup  = code.Root{Package: "example.com/m/figures", Symbol: "Setup"}
	curves = code.Root{Package: "example.com/m/figures", Symbol: "Curves"}
)

// TestVariablesComputedAtStartCount adds a variable that no figure names, and
// checks whether a change of what it calls counts.
func TestVariablesComputedAtStartCount(t *testing.T) {
	const rest = "\n\ntype T struct{ n int }\n\ntype G[P any] struct{}\n\ntype I interface{}\n\n" +
		"func register(any) int { return 1 }\n\nfunc generic[P any]() int { return 1 }\n\nvar channel chan int\n\nvar call func(any) int\n"
	tests := []struct {
		variable string
		counts   bool
	}{
		{"var _ = register(1)", true},
		{"var _ = register(nil)", true},
		{"var reg = register(1)", true},
		{"var a, b = 1, register(1)", true},
		{"var reg = []int{register(1)}", true},
		{"var reg = generic[int]()", true},
		{"var reg = func() int { return 1 }()", true},
		{"var reg = (*(&call))(nil)", true},
		{"var _ = <-channel", true},
		{"var _ = (register)(nil)", true},
		{"var _ = strings.ToUpper(`a`)", true},
		{"var (\n\tx = 1\n\t_ = register(1)\n)", true},
		{"var reg = func() int { return register(1) }", false},
		{"var _ I = T{}", false},
		{"var _ I = (*T)(nil)", false},
		{"var _ I = (*G[int])(nil)", false},
		{"var _ I = (*strings.Builder)(nil)", false},
		{"var _ I = T(T{})", false},
		{"var _ = I(nil)", false},
		{"var _ = []byte(`a`)", false},
		{"var _ = float64(1)", false},
		{"var reg = make([]int, len(`a`))", false},
		{"const reg = len(`a`)", false},
	}
	for _, test := range tests {
		text := "package figures\n\nimport \"strings\"\n\n" + test.variable + rest
		before := digest(t, module(), setup)
		if changed := !maps.Equal(before, digest(t, with("figures/more.go", text), setup)); changed != test.counts {
			t.Errorf("%s: counts: %t, want %t", test.variable, changed, test.counts)
		}
	}
	registering := "package figures\n\nvar _ = register(1)\n\nvar _ = register(2)\n\nfunc register(n int) int { return n }\n"
	for _, change := range []string{"register(1)", "register(2)", "return n"} {
		changed := strings.Replace(registering, change, change+" + 1", 1)
		if maps.Equal(digest(t, with("figures/more.go", registering), setup), digest(t, with("figures/more.go", changed), setup)) {
			t.Errorf("a change of %s changes nothing", change)
		}
	}
}

func TestInterfaceAssertionsDontTieFigures(t *testing.T) {
	const assertions = "package figures\n\ntype drawer interface{ Draw() string }\n\nvar _ drawer = Setup{}\n\nvar (\n\t_ drawer = (*Curves)(nil)\n\t_ = drawer(&Curves{})\n)\n"
	files := with("figures/assert.go", assertions)
	before := digest(t, files, setup)
	files["figures/curves.go"] = file("package figures\n\ntype Curves struct{ n, m int }\n\nfunc (c *Curves) Draw() string { return label(\"other\") }\n")
	if !maps.Equal(before, digest(t, files, setup)) {
		t.Error("a change of one figure changes another")
	}
}

func TestMethodsCountWhateverTheReceiverLooksLike(t *testing.T) {
	const method = "package figures\n\nfunc (s RECEIVER) more() string { return TEXT }\n\ntype Alias = Setup\n\ntype Second = (Alias)\n\ntype Pointer = *Setup\n"
	for _, receiver := range []string{"Setup", "*Setup", "(Setup)", "*(Setup)", "(*Setup)", "Alias", "*Alias", "Second", "*(Second)", "Pointer"} {
		text := strings.Replace(method, "RECEIVER", receiver, 1)
		first := with("figures/method.go", strings.Replace(text, "TEXT", "`a`", 1))
		second := with("figures/method.go", strings.Replace(text, "TEXT", "`b`", 1))
		if maps.Equal(digest(t, first, setup), digest(t, second, setup)) {
			t.Errorf("receiver %s: a change of the method changes nothing", receiver)
		}
		if !maps.Equal(digest(t, first, curves), digest(t, second, curves)) {
			t.Errorf("receiver %s: a change of the method changes another figure", receiver)
		}
	}
}

func TestImportsOfTheWholePackageCount(t *testing.T) {
	for _, name := range []string{"_", "."} {
		files := with("figures/imports.go", "package figures\n\nimport "+name+" \"example.com/m/other\"\n")
		if parts := digest(t, files, setup); parts["other/other.go"] == "" {
			t.Errorf("import %s doesn't count: %v", name, parts)
		}
	}
	files := with("figures/imports.go", "package figures\n\nimport . \"example.com/m/other\"\n")
	if parts := digest(t, files, setup); parts["figures/curves.go"] == "" {
		t.Errorf("with a dot import the package doesn't count whole: %v", parts)
	}
}
