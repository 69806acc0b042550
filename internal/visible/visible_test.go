package visible_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"autoencoder-dynamics/internal/visible"
)

func TestText(t *testing.T) {
	for text, want := range map[string]string{
		"plain, é, 😀, a\tb\nc":     "plain, é, 😀, a\tb\nc",
		"\x1b[2J":                  "\ufffd[2J",
		"\x1b]52;c;aGk=\a":         "\ufffd]52;c;aGk=\ufffd",
		"over\rwritten\b\x00\x7f":  "over\ufffdwritten\ufffd\ufffd\ufffd",
		"\u009b2J":                 "\ufffd2J",
		"back\u202ewards\u2069":    "back\ufffdwards\ufffd",
		"\u200f\u2028":             "\ufffd\ufffd",
		"\x9b2J is no UTF-8 \xc3(": "\ufffd2J is no UTF-8 \ufffd(",
	} {
		if got := visible.Text(text); got != want {
			t.Errorf("%q became %q, not %q", text, got, want)
		}
	}
}

func TestWriterKeepsCharactersTogether(t *testing.T) {
	var b bytes.Buffer
	w := visible.NewWriter(&b)
	for _, c := range []byte("é😀\x1b€\x9b!") {
		if n, err := w.Write([]byte{c}); n != 1 || err != nil {
			t.Fatal(n, err)
		}
	}
	if got, want := b.String(), "é😀\ufffd€\ufffd!"; got != want {
		t.Errorf("wrote %q, not %q", got, want)
	}
	broken := errors.New("broken")
	if _, err := visible.NewWriter(failing{broken}).Write([]byte("a")); !errors.Is(err, broken) {
		t.Errorf("error: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// Whatever a text holds, what comes out does nothing, and JSON still means the same.
func FuzzVisible(f *testing.F) {
	f.Add("\x1b[2J\u009b\u202e\xff\"\\ \u2028")
	f.Fuzz(func(t *testing.T, text string) {
		harmless := func(text string) {
			t.Helper()
			for _, r := range text {
				if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) || !utf8.ValidString(text) {
					t.Errorf("%q is left of %q", r, text)
				}
			}
		}
		shown := visible.Text(text)
		harmless(shown)
		var b strings.Builder
		w := visible.NewWriter(&b)
		for i := range len(text) {
			if _, err := w.Write([]byte{text[i]}); err != nil {
				t.Fatal(err)
			}
		}
		if !strings.HasPrefix(shown, b.String()) || len(shown)-len(b.String()) > 3*utf8.UTFMax {
			t.Errorf("byte by byte %q became %q, not %q", text, b.String(), shown)
		}
		coded, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		escaped := visible.JSON(coded)
		harmless(string(escaped))
		var before, after string
		if json.Unmarshal(coded, &before) != nil || json.Unmarshal(escaped, &after) != nil || before != after {
			t.Errorf("%s became %s", coded, escaped)
		}
	})
}
