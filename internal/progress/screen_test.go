package progress

import (
	"fmt"
	"strings"
	"testing"
)

// screen is as much of a terminal as the display uses. It holds lines as they
// were written and wraps them at its width like a terminal that reflows: when it is
// resized, the cursor stays with its text.
type screen struct {
	t        *testing.T
	width    int
	text     [][]rune
	row, col int // of the cursor, in the lines as they were written
	cut      bool
	raw      strings.Builder
}

func newScreen(t *testing.T, width int) *screen {
	return &screen{t: t, width: width, text: [][]rune{nil}}
}

func (s *screen) Write(p []byte) (int, error) {
	s.t.Helper()
	s.raw.Write(p)
	for rest := string(p); rest != ""; {
		used := s.sequence(rest)
		if used == 0 {
			r := []rune(rest)[0]
			s.put(r)
			used = len(string(r))
		}
		rest = rest[used:]
	}
	return len(p), nil
}

// sequence obeys the control sequence at the start of the text and returns its length.
func (s *screen) sequence(text string) int {
	if !strings.HasPrefix(text, "\x1b[") {
		return 0
	}
	for code, obey := range map[string]func(){
		"\x1b[K":   s.clearRow,
		"\x1b[J":   s.clearBelow,
		"\x1b[C":   func() { s.col++ },
		"\x1b[?7l": func() { s.cut = true },
		"\x1b[?7h": func() { s.cut = false },
	} {
		if strings.HasPrefix(text, code) {
			obey()
			return len(code)
		}
	}
	var up int
	if _, err := fmt.Sscanf(text, "\x1b[%dA", &up); err != nil {
		s.t.Fatalf("an escape sequence that the screen doesn't know: %.10q", text)
	}
	for range up {
		s.up()
	}
	return len(fmt.Sprintf("\x1b[%dA", up))
}

// lineStart is where the row of the screen that holds the cursor begins.
func (s *screen) lineStart() int { return s.col / s.width * s.width }

// clearRow clears from the cursor to the end of its row.
func (s *screen) clearRow() {
	line := s.text[s.row]
	for i := s.col; i < min(s.lineStart()+s.width, len(line)); i++ {
		line[i] = ' '
	}
}

// clearBelow clears from the cursor to the end of the screen.
func (s *screen) clearBelow() {
	s.text = s.text[:s.row+1]
	line := &s.text[s.row]
	*line = (*line)[:min(s.col, len(*line))]
}

func (s *screen) up() {
	if s.col >= s.width {
		s.col -= s.width
		return
	}
	if s.row--; s.row < 0 {
		s.t.Fatal("the cursor left the screen")
	}
	s.col += max(len(s.text[s.row])-1, 0) / s.width * s.width
}

func (s *screen) put(r rune) {
	switch r {
	case '\r':
		s.col = s.lineStart()
		return
	case '\n':
		s.col = 0
		if s.row++; s.row == len(s.text) {
			s.text = append(s.text, nil)
		}
		return
	}
	for len(s.text[s.row]) <= s.col {
		s.text[s.row] = append(s.text[s.row], ' ')
	}
	s.text[s.row][s.col] = r
	if s.col++; s.cut {
		s.col = min(s.col, s.width-1)
	}
}

// lines returns what stands on the screen, without blanks at the ends.
func (s *screen) lines() []string {
	var all []string
	for _, line := range s.text {
		all = append(all, strings.TrimRight(string(line), " "))
	}
	return all
}
