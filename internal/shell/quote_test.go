package shell_test

import (
	"bytes"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"
	"unicode"

	"autoencoder-dynamics/internal/shell"
)

// pieces are what words are made of: everything that means something to a shell, to printf or to a terminal.
var pieces = []string{
	"a", "-", "'", `"`, `\`, "$", "$(touch pasted)", "`touch pasted`", "${HOME}", "~", "*", "?", "[a]", "{a,b}", "!", "!!", "#", "%", "%s", "%n",
	";", "&", "|", ">pasted", "<", "(", ")", " ", "\t", "\n", "\n\n", "\r", "\x1b[2J", "\x1b]52;c;aGk=\a", "\x01", "\x7f", "\u009b2J", "\u202e", "\u2066",
	"\xff", "\xc3", "é", "😀", "=", "--", "\\033", "\\n", "\\0", "^", "\ufeff", "\ufffd", "0", "7",
}

// words returns seeded words of up to eight pieces, and every piece by itself.
func words(n int) []string {
	random := rand.New(rand.NewPCG(1, 2))
	all := append([]string{"", "-n", "-e", "--"}, pieces...)
	for range n {
		var b strings.Builder
		for range 1 + random.IntN(8) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		all = append(all, b.String())
	}
	return all
}

// Every shell that is there reads the words back, and runs nothing in them.
func TestAShellReadsTheWordsBack(t *testing.T) {
	all := words(500)
	tried := 0
	for _, name := range []string{"sh", "bash", "dash", "zsh", "ksh", "busybox"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		arguments := []string{"-c", `printf '%s\0' ` + shell.Join(all...)}
		if name == "busybox" {
			arguments = append([]string{"sh"}, arguments...)
		}
		command := exec.Command(path, arguments...)
		command.Dir = t.TempDir()
		out, err := command.Output()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := strings.Split(string(bytes.TrimSuffix(out, []byte{0})), "\x00")
		if len(got) != len(all) {
			t.Fatalf("%s read %d words, not %d", name, len(got), len(all))
		}
		for i, word := range all {
			if got[i] != word {
				t.Errorf("%s read %q, for %q, written %s", name, got[i], word, shell.Quote(word))
			}
		}
		if left, _ := exec.Command("ls", "-A", command.Dir).Output(); len(left) > 0 {
			t.Errorf("%s made files: %s", name, left)
		}
		tried++
	}
	if tried == 0 {
		t.Skip("there is no shell")
	}
}

func FuzzQuote(f *testing.F) {
	for _, piece := range pieces {
		f.Add(piece + "x" + piece)
	}
	f.Fuzz(func(t *testing.T, word string) {
		quoted := shell.Quote(word)
		for _, r := range strings.TrimRight(quoted, "\n'") {
			if r != ' ' && !unicode.IsPrint(r) {
				t.Errorf("%q is written %q, with %q", word, quoted, r)
			}
		}
		if quoted == "" || strings.TrimSpace(quoted) != quoted {
			t.Errorf("%q is written %q", word, quoted)
		}
	})
}
