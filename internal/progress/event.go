package progress

import "time"

// what happened; the text is the name in the JSON lines.
type what string

const (
	planned     what = "stages"
	started     what = "start"
	moved       what = "progress"
	noted       what = "note"
	ran         what = "ran"
	cached      what = "cached"
	failed      what = "failed"
	interrupted what = "interrupted"
	skipped     what = "skipped"
	warning     what = "warning"
	info        what = "info"
)

// event is one thing that a display may show.
type event struct {
	what        what
	stage, kind string
	text        string        // note, error, reason, warning
	took        time.Duration // ran, failed, interrupted
	outputs     int64         // bytes, ran
	count       int64         // of stages, planned
	tracker     *tracker      // of the running stage; nil for events without one
}

// ends reports whether the event ends a running stage.
func (e event) ends() bool {
	return e.what == ran || e.what == failed || e.what == interrupted
}

// settles reports whether with the event there is one stage less to come.
func (e event) settles() bool { return e.ends() || e.what == cached || e.what == skipped }

// sink shows events. It is safe for use from several goroutines.
type sink interface {
	report(event)
	close() error
}
