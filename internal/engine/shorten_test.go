package engine_test

import (
	"strings"
	"testing"

	"autoencoder-dynamics/internal/engine"
)

func TestReasonsAreShort(t *testing.T) {
	list := "[0" + strings.Repeat(",0.001", 7999) + "]"
	text := `"` + strings.Repeat("a", 500) + `"`
	tests := map[string]struct{ old, now, want string }{
		"a list that is emptied":   {list, "[]", "parameter x: 8000 values → none"},
		"a list that is filled":    {"[]", list, "parameter x: none → 8000 values"},
		"short lists":              {"[1,2]", "[1,3]", "parameter x: [1,2] → [1,3]"},
		"lists of other lengths":   {list, strings.Replace(list, "[", "[5,", 1), "parameter x: 8000 values → 8001 values"},
		"lists of the same length": {list, strings.Replace(list, "[0,", "[7,", 1), "parameter x: 8000 values, number 1 of them 0 → 7"},
		"a new list":               {"", list, "parameter x is new: 8000 values"},
		"a list that is gone":      {list, "", "parameter x is gone (was 8000 values)"},
		"a long text":              {text, `"b"`, `parameter x: "` + strings.Repeat("a", 79) + `… → "b"`},
		"texts that end otherwise": {text, strings.Replace(text, `a"`, `b"`, 1), `parameter x: …` + strings.Repeat("a", 21) + `" → …` + strings.Repeat("a", 20) + `b"`},
		"a digest":                 {`"sha256:` + strings.Repeat("0", 64) + `"`, "1", `parameter x: "sha256:` + strings.Repeat("0", 64) + `" → 1`},
	}
	for name, test := range tests {
		if got := (engine.Reason{Subject: "parameter", Name: "x", Old: test.old, New: test.now}).String(); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
