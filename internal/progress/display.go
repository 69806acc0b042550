package progress

import (
	"io"
	"time"

	"autoencoder-dynamics/stages"
)

// Display shows what a run does. All its methods, and those of the stages that
// it hands out, are safe for use from several goroutines.
type Display interface {
	// Expect says how many stages the run consists of, fresh ones too, before the first.
	Expect(stages int)
	// Stage says that a stage starts to run. The caller ends it by calling
	// exactly one of the result's Done, Failed and Interrupted; what is called
	// after that is ignored.
	Stage(name, kind string) Stage
	// Cached says that a stage is fresh: there is nothing to do.
	Cached(name, kind string)
	// Skipped says that a stage isn't run. because is a clause that reads well
	// after "because": "erf-sgd failed".
	Skipped(name, kind, because string)
	// Warn shows something that needs attention.
	Warn(text string)
	// Info shows something worth knowing.
	Info(text string)
	// Close stops the display, takes running bars off the terminal and returns
	// the first error met while writing. Nothing is shown after it.
	Close() error
}

// Stage shows one stage that is running.
type Stage interface {
	stages.Progress
	// Done says that the stage ended well, after how long and with how many
	// bytes of output.
	Done(took time.Duration, outputs int64)
	// Failed says that the stage ended with an error.
	Failed(err error)
	// Interrupted says that the stage was stopped before its end.
	Interrupted()
}

// Options say how a run is to be shown. The zero value writes nothing.
type Options struct {
	Writer io.Writer // where to write; nil for nowhere

	// IsTerminal says that Writer is a terminal that understands cursor
	// movement (so not where TERM is "dumb"). JSON and Quiet take precedence.
	IsTerminal bool
	// Width returns the terminal's width in columns; nil for that of Writer where
	// it is an *os.File, and else for 80.
	Width func() int
	// Height returns the terminal's height in rows, and bounds the number of
	// bars; nil for that of Writer where it is an *os.File, and else for 24.
	Height func() int

	Color bool // use colour; see [UseColor]
	Quiet bool // only warnings and failures
	JSON  bool // one JSON object a line

	Now func() time.Time // the clock; nil for time.Now
}

// UseColor decides whether to write colour: mode is the setting ("always",
// "never", or "auto" and anything else), noColor the value of the environment
// variable NO_COLOR, which turns colour off in mode "auto" where it isn't empty.
func UseColor(mode string, isTerminal bool, noColor string) bool {
	switch mode {
	case "always":
		return true
	case "never":
		return false
	}
	return isTerminal && noColor == ""
}

// New returns the display that fits the options: JSON, else quiet, else
// terminal, else plain.
func New(o Options) Display {
	if o.Writer == nil {
		o.Writer = io.Discard
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	d := &display{now: o.Now}
	lines := &lineWriter{w: o.Writer, paint: paint{on: o.Color}}
	if o.IsTerminal {
		lines.columns = o.columns
	}
	switch {
	case o.JSON:
		d.sink = newJSONSink(o.Writer, o.Now)
	case o.Quiet:
		d.sink = quietSink{lines}
	case o.IsTerminal:
		d.sink = newTerminalSink(o, lines.paint)
	default:
		d.sink = newPlainSink(lines, o.Now)
	}
	return d
}

// display turns the calls of the engine into events for a sink.
type display struct {
	sink sink
	now  func() time.Time
}

func (d *display) Expect(stages int) {
	d.sink.report(event{what: planned, count: int64(stages)})
}

func (d *display) Stage(name, kind string) Stage {
	s := &stage{tracker: newTracker(name, kind, d.now), sink: d.sink}
	d.sink.report(event{what: started, stage: name, kind: kind, tracker: s.tracker})
	return s
}

func (d *display) Cached(name, kind string) {
	d.sink.report(event{what: cached, stage: name, kind: kind})
}

func (d *display) Skipped(name, kind, because string) {
	d.sink.report(event{what: skipped, stage: name, kind: kind, text: because})
}

func (d *display) Warn(text string) { d.sink.report(event{what: warning, text: text}) }
func (d *display) Info(text string) { d.sink.report(event{what: info, text: text}) }
func (d *display) Close() error     { return d.sink.close() }

// stage is the Stage of every display.
type stage struct {
	tracker *tracker
	sink    sink
}

func (s *stage) Total(n int64, unit string) {
	if s.tracker.total(n, unit) {
		s.report(event{what: moved})
	}
}

func (s *stage) Add(n int64) {
	if s.tracker.add(n) {
		s.report(event{what: moved})
	}
}

func (s *stage) Note(text string) {
	if s.tracker.note(text) {
		s.report(event{what: noted, text: text})
	}
}

func (s *stage) Done(took time.Duration, outputs int64) {
	if _, first := s.tracker.end(); first {
		s.report(event{what: ran, took: took, outputs: outputs})
	}
}

func (s *stage) Failed(err error) {
	if took, first := s.tracker.end(); first {
		s.report(event{what: failed, took: took, text: errorText(err)})
	}
}

func (s *stage) Interrupted() {
	if took, first := s.tracker.end(); first {
		s.report(event{what: interrupted, took: took})
	}
}

func (s *stage) report(e event) {
	e.stage, e.kind, e.tracker = s.tracker.name, s.tracker.kind, s.tracker
	s.sink.report(e)
}

func errorText(err error) string {
	if err == nil {
		return "unknown error"
	}
	return err.Error()
}
