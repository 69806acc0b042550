package progress

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/mattn/go-runewidth"
	"golang.org/x/term"
)

// frameEvery is the time between two frames.
const frameEvery = 100 * time.Millisecond

// Control sequences.
const (
	// clearBelow clears the cursor's line and all below it. Those below are cleared
	// from the second column: at the top left of the screen, tmux would take it for
	// a screen to be cleared, and keep what is there in its history.
	clearBelow = "\r\x1b[K\x1b[C\x1b[J\r"
	// cutAtTheEdge makes the terminal cut a text that is too long for it at the
	// last column, wrapAtTheEdge makes it go on in the next line.
	cutAtTheEdge  = "\x1b[?7l"
	wrapAtTheEdge = "\x1b[?7h"
	cursorUp      = "\x1b[%dA"
)

// terminalSink keeps one bar for each running stage at the bottom of the
// terminal and writes lines above them. What a row says is laid out by [layoutRow].
//
// Between two frames the cursor rests on the first bar, at its beginning. When the
// terminal is made narrower it breaks the bars into more lines than were written,
// at a moment that the program doesn't learn of (it may be told a quarter of a
// second later); the cursor stays with the text, so that all of it lies below the
// cursor and goes with the next frame. A bar drawn for a width that is no longer
// true is cut by the terminal instead of wrapped, for the same reason.
type terminalSink struct {
	w             io.Writer
	paint         paint
	width, height func() int

	stop chan struct{} // closed by close
	once sync.Once
	done chan struct{} // closed when the last frame is out

	mu      sync.Mutex
	closed  bool
	err     error
	lines   []string   // to be written above the bars
	running []*tracker // in the order in which they started
	total   int64      // stages of the run; 0: not known
	settled int64      // of them
	bars    int        // on the screen; touched by the frame goroutine only
}

func newTerminalSink(o Options, p paint) *terminalSink {
	t := makeTerminalSink(o, p)
	ticker := time.NewTicker(frameEvery)
	go func() {
		defer ticker.Stop()
		t.loop(ticker.C)
	}()
	return t
}

// makeTerminalSink returns a sink without the goroutine that makes its frames.
func makeTerminalSink(o Options, p paint) *terminalSink {
	return &terminalSink{
		w: o.Writer, paint: p, width: o.columns, height: o.rows,
		stop: make(chan struct{}), done: make(chan struct{}),
	}
}

// columns returns the width of the terminal, 80 where it can't be known.
func (o Options) columns() int {
	if o.Width != nil {
		return o.Width()
	}
	columns, _ := sizeOf(o.Writer)
	return columns
}

// rows returns the height of the terminal, 24 where it can't be known.
func (o Options) rows() int {
	if o.Height != nil {
		return o.Height()
	}
	_, rows := sizeOf(o.Writer)
	return rows
}

func sizeOf(w io.Writer) (columns, rows int) {
	if file, ok := w.(*os.File); ok {
		if columns, rows, err := term.GetSize(int(file.Fd())); err == nil && columns > 0 && rows > 0 {
			return columns, rows
		}
	}
	return 80, 24
}

func (t *terminalSink) report(e event) {
	if e.what == moved || e.what == noted {
		return // the next frame shows it
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return
	}
	if e.settles() {
		t.settled++
	}
	switch {
	case e.what == planned:
		t.total = e.count
		return
	case e.what == started:
		t.running = append(t.running, e.tracker)
		return
	case e.ends():
		t.running = slices.DeleteFunc(t.running, func(s *tracker) bool { return s == e.tracker })
	}
	if line := t.paint.line(e); line != "" {
		t.lines = append(t.lines, line)
	}
}

func (t *terminalSink) close() error {
	t.mu.Lock()
	t.closed = true
	t.mu.Unlock()
	t.once.Do(func() { close(t.stop) })
	<-t.done
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.err
}

// loop makes a frame at each tick until the sink is closed, then a last one
// without bars. It gives up when the terminal can't be written to.
func (t *terminalSink) loop(ticks <-chan time.Time) {
	defer close(t.done)
	for {
		select {
		case <-ticks:
		case <-t.stop:
			t.mu.Lock()
			t.running = nil
			t.mu.Unlock()
			t.keep(t.frame())
			return
		}
		if err := t.frame(); err != nil {
			t.keep(err)
			return
		}
	}
}

// keep drops what can't be written any more where there was an error.
func (t *terminalSink) keep(err error) {
	if err == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed, t.lines, t.running = true, nil, nil
	t.err = fmt.Errorf("writing progress to the terminal: %w", err)
}

// frame brings the screen up to date, with one write.
func (t *terminalSink) frame() error {
	t.mu.Lock()
	lines := t.lines
	t.lines = nil
	running, sum := slices.Clone(t.running), t.sum()
	t.mu.Unlock()
	if len(lines) == 0 && len(running) == 0 && t.bars == 0 {
		return nil
	}

	var out strings.Builder
	if t.bars > 0 {
		out.WriteString(clearBelow)
	}
	columns := t.width()
	for _, line := range lines {
		out.WriteString(wrap(line, columns) + "\n")
	}
	room := t.height() - 2
	if sum != "" {
		room--
	}
	t.bars = min(len(running), max(room, 1)) // the oldest, as far as there is room
	out.WriteString(t.block(running[:t.bars], sum, columns))
	_, err := io.WriteString(t.w, out.String())
	return err
}

// sum says how many stages are done, "" where one line says as much as the bars do.
func (t *terminalSink) sum() string {
	if t.total < 2 {
		return ""
	}
	return fmt.Sprintf("%d/%d stages", min(t.settled, t.total), t.total)
}

// block returns the bars and the sum below them, and leaves the cursor at the beginning of the first one.
// The last column stays free: many terminals wrap when it is written.
func (t *terminalSink) block(running []*tracker, sum string, columns int) string {
	if len(running) == 0 {
		return ""
	}
	nameWidth := 0
	for _, s := range running {
		nameWidth = max(nameWidth, runewidth.StringWidth(clean(s.name)))
	}
	var rows []string
	for _, s := range running {
		rows = append(rows, layoutRow(s.snapshot(), nameWidth, columns-1).text(t.paint))
	}
	if sum != "" {
		rows = append(rows, t.paint.faint(runewidth.Truncate(sum, max(columns-1, 0), "")))
	}
	back := "\r"
	if n := len(rows) - 1; n > 0 {
		back += fmt.Sprintf(cursorUp, n)
	}
	return cutAtTheEdge + strings.Join(rows, "\n") + wrapAtTheEdge + back
}
