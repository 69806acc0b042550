package code_test

import (
	"maps"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/engine/code"
)

func embedding(directive string) string {
	return "package solver\n\nimport \"embed\"\n\n" + directive + "\nvar data embed.FS\n"
}

func TestEmbeddedFilesMustBeInTheSource(t *testing.T) {
	files := with("solver/solver.go", embedding("//go:embed data/*.bin missing/*.txt"), "solver/data/a.bin", "a")
	source, err := code.New(files)
	if err != nil {
		t.Fatal(err)
	}
	_, err = source.Digest(stageRoot)
	if err == nil {
		t.Fatal("no error where an embedded file is missing")
	}
	for _, want := range []string{"solver/solver.go", "missing/*.txt", "source.go in the module's root"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error %q doesn't say %s", err, want)
		}
	}
}

func TestEmbedPatternsMayBeQuoted(t *testing.T) {
	text := embedding("//go:embed \"two  words.txt\" `all:three short words`\t" + `"\u0061.txt" plain.txt`)
	parts := digest(t, with("solver/solver.go", text, "solver/two  words.txt", "2", "solver/a.txt", "a",
		"solver/three short words/w.txt", "3", "solver/plain.txt", "0"), stageRoot)
	for _, name := range []string{"two  words.txt", "three short words/w.txt", "a.txt", "plain.txt"} {
		if parts["solver/"+name] == "" {
			t.Errorf("%s doesn't count", name)
		}
	}
	source, err := code.New(with("solver/solver.go", embedding(`//go:embed "open`)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := source.Digest(stageRoot); err == nil {
		t.Error("no error for an open quote")
	}
}

func TestDirectivesBelongToADeclaration(t *testing.T) {
	tests := []struct{ name, before, after string }{
		{"in a group", "var (\n\t//go:embed a.txt\n\tsetup string\n)", "var (\n\t//go:embed b.txt\n\tsetup string\n)"},
		{"after a blank line", "//go:embed a.txt\n\nvar setup string", "//go:embed b.txt\n\nvar setup string"},
		{"moved", "//go:embed a.txt\nvar setup string\n\nvar b string", "var setup string\n\n//go:embed a.txt\nvar b string"},
	}
	for _, test := range tests {
		for _, root := range []code.Root{
			{Package: "example.com/m/figures"}, {Package: "example.com/m/figures", Symbol: "setup"},
		} {
			var parts [2]code.Parts
			for i, text := range []string{test.before, test.after} {
				parts[i] = digest(t, with("figures/data.go", "package figures\n\nimport _ \"embed\"\n\n//go:embed a.txt b.txt\nvar other embed.FS\n\n"+text+"\n",
					"figures/a.txt", "a", "figures/b.txt", "b"), root)
			}
			if maps.Equal(parts[0], parts[1]) {
				t.Errorf("%s, root %v: a change of the directive changes nothing", test.name, root)
			}
		}
	}
}
