package progress

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/mattn/go-runewidth"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// frameEvery is the time between two frames.
const frameEvery = 100 * time.Millisecond

// terminalSink keeps one bar for each running stage at the bottom of the
// terminal and writes lines above them. mpb holds the bars and moves the
// cursor; what a row says is laid out by [layoutRow]. One goroutine makes all
// frames, so that lines, bars and the mending after a resize come in a fixed order.
type terminalSink struct {
	paint         paint
	width, height func() int // nil where they aren't known

	container *mpb.Progress
	refresh   chan any     // asks mpb for a frame
	broken    chan any     // mpb gave up: the terminal can't be written to
	complaint bytes.Buffer // why; to be read when broken has spoken or after Shutdown

	stop chan struct{} // closed by close
	once sync.Once
	done chan struct{} // closed when the last frame is out

	mu      sync.Mutex
	closed  bool
	err     error
	lines   []string   // to be written above the bars
	running []*tracker // in the order in which they started
	bars    []*bar     // in the order on the screen; touched by the frame goroutine only
}

// bar is a running stage that is on the screen.
type bar struct {
	tracker *tracker
	mpb     *mpb.Bar

	mu            sync.Mutex
	nameWidth     int
	rowWidth      int // columns of the row as drawn last
	screenColumns int // columns of the terminal then
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
	t := &terminalSink{
		paint: p, width: o.Width, height: o.Height,
		refresh: make(chan any), broken: make(chan any, 1),
		stop: make(chan struct{}), done: make(chan struct{}),
	}
	t.container = mpb.New(
		mpb.WithOutput(o.Writer),
		mpb.WithManualRefresh(t.refresh),
		mpb.WithShutdownNotifier(t.broken),
		mpb.WithDebugOutput(&t.complaint),
	)
	return t
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
	switch {
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
// without bars.
func (t *terminalSink) loop(ticks <-chan time.Time) {
	defer close(t.done)
	for {
		select {
		case <-ticks:
			t.frame()
		case <-t.broken:
			t.finish()
			return
		case <-t.stop:
			t.mu.Lock()
			t.running = nil
			t.mu.Unlock()
			t.frame()
			t.container.Shutdown()
			t.finish()
			return
		}
	}
}

// finish drops what can't be written any more and keeps the error there was.
func (t *terminalSink) finish() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed, t.lines, t.running = true, nil, nil
	if text := strings.TrimSpace(t.complaint.String()); text != "" {
		t.err = fmt.Errorf("writing progress to the terminal: %s", text)
	}
}

// frame brings the screen up to date.
func (t *terminalSink) frame() {
	t.mu.Lock()
	lines := t.lines
	t.lines = nil
	running := slices.Clone(t.running)
	t.mu.Unlock()
	if len(lines) == 0 && len(running) == 0 && len(t.bars) == 0 {
		return
	}

	above := t.mendWrap()
	for _, line := range lines {
		above += line + "\n"
	}
	removed := t.removeBars(running)
	t.addBars(running)
	if above != "" {
		if _, err := io.WriteString(t.container, above); err != nil {
			return
		}
	}
	t.draw()
	if removed {
		// mpb draws an aborted bar twice more before it lets it go.
		t.draw()
		t.draw()
	}
}

// draw asks for a frame, unless mpb has given up.
func (t *terminalSink) draw() {
	select {
	case t.refresh <- nil:
	case v := <-t.broken:
		t.broken <- v
	}
}

// mendWrap returns what clears the rows that the terminal has wrapped when it was
// made narrower: mpb clears as many lines as it wrote, and the wrapped ones are more.
func (t *terminalSink) mendWrap() string {
	if t.width == nil {
		return ""
	}
	columns, extra := t.width(), 0
	for _, b := range t.bars {
		b.mu.Lock()
		if columns > 0 && columns < b.screenColumns && b.rowWidth > columns {
			extra += (b.rowWidth - 1) / columns
		}
		b.mu.Unlock()
	}
	if extra == 0 {
		return ""
	}
	return fmt.Sprintf("\x1b[%dA\x1b[J", extra)
}

// removeBars takes the bars of stages that have ended off the screen, and
// reports whether there were any.
func (t *terminalSink) removeBars(running []*tracker) bool {
	before := len(t.bars)
	t.bars = slices.DeleteFunc(t.bars, func(b *bar) bool {
		if slices.Contains(running, b.tracker) {
			return false
		}
		b.mpb.Abort(true)
		return true
	})
	return len(t.bars) < before
}

// addBars gives running stages a bar, the oldest first, as far as there is room
// on the screen, and tells all bars how wide the names are.
func (t *terminalSink) addBars(running []*tracker) {
	room := len(running)
	if t.height != nil {
		room = min(room, max(t.height()-2, 1))
	}
	for _, s := range running {
		if len(t.bars) >= room {
			break
		}
		if slices.ContainsFunc(t.bars, func(b *bar) bool { return b.tracker == s }) {
			continue
		}
		b := &bar{tracker: s}
		added, err := t.container.Add(0, mpb.BarFillerFunc(t.filler(b)), mpb.BarFillerTrim())
		if err != nil {
			return
		}
		b.mpb = added
		t.bars = append(t.bars, b)
	}
	widest := 0
	for _, b := range t.bars {
		widest = max(widest, runewidth.StringWidth(clean(b.tracker.name)))
	}
	for _, b := range t.bars {
		b.mu.Lock()
		b.nameWidth = widest
		b.mu.Unlock()
	}
}

// filler returns the function with which mpb draws a bar's row. The last column
// stays free: many terminals wrap when it is written.
func (t *terminalSink) filler(b *bar) func(io.Writer, decor.Statistics) error {
	return func(w io.Writer, stat decor.Statistics) error {
		columns := stat.AvailableWidth
		if t.width != nil {
			if known := t.width(); known > 0 {
				columns = known
			}
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		r := layoutRow(b.tracker.snapshot(), b.nameWidth, columns-1)
		b.rowWidth, b.screenColumns = runewidth.StringWidth(strings.TrimRight(r.String(), " ")), columns
		_, err := io.WriteString(w, r.text(t.paint))
		return err
	}
}
