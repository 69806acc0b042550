package progress

import (
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"

	"autoencoder-dynamics/internal/visible"
)

// jsonEvery is the least time between two progress objects of one stage.
const jsonEvery = time.Second

// object is one line of the JSON output; doc.go describes it.
type object struct {
	Event       what     `json:"event"`
	Time        string   `json:"time"`
	Stage       string   `json:"stage,omitempty"`
	Kind        string   `json:"kind,omitempty"`
	Text        string   `json:"text,omitempty"`
	Seconds     *float64 `json:"seconds,omitempty"`
	OutputBytes *int64   `json:"output_bytes,omitempty"`
	Done        *int64   `json:"done,omitempty"`
	Total       *int64   `json:"total,omitempty"`
	Unit        string   `json:"unit,omitempty"`
	Fraction    *float64 `json:"fraction,omitempty"`
	Rate        *float64 `json:"rate,omitempty"`
	SecondsLeft *float64 `json:"seconds_left,omitempty"`
}

// jsonSink writes one JSON object a line.
type jsonSink struct {
	now   func() time.Time
	every *throttle

	mu  sync.Mutex
	enc *json.Encoder
	err error
}

func newJSONSink(w io.Writer, now func() time.Time) *jsonSink {
	enc := json.NewEncoder(visibleWriter{w})
	enc.SetEscapeHTML(false)
	return &jsonSink{now: now, every: newThrottle(jsonEvery, now), enc: enc}
}

// visibleWriter escapes in whole JSON texts what a terminal would act on; JSON itself asks for less.
type visibleWriter struct{ to io.Writer }

func (w visibleWriter) Write(text []byte) (int, error) {
	if _, err := w.to.Write(visible.JSON(text)); err != nil {
		return 0, err
	}
	return len(text), nil
}

func (j *jsonSink) report(e event) {
	o := object{Event: e.what, Stage: e.stage, Kind: e.kind, Text: e.text}
	switch {
	case e.what == planned:
		o.Total = &e.count
	case e.what == started:
		j.every.begin(e.tracker)
	case e.ends():
		j.every.end(e.tracker)
		o.Seconds = new(e.took.Seconds())
		if e.what == ran {
			o.OutputBytes = &e.outputs
		}
	case e.what == moved:
		if !j.every.due(e.tracker) {
			return
		}
		o.measure(e.tracker.snapshot())
	}
	j.write(o)
}

// measure sets the members of a progress object.
func (o *object) measure(s snapshot) {
	o.Unit, o.Done = s.unit, &s.done
	o.Seconds = new(s.elapsed.Seconds())
	if fraction, ok := s.fraction(); ok {
		o.Total, o.Fraction = &s.total, &fraction
	}
	if s.rate > 0 {
		o.Rate = &s.rate
	}
	if s.hasLeft {
		o.SecondsLeft = new(s.left.Seconds())
	}
}

func (j *jsonSink) write(o object) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err != nil {
		return
	}
	o.Time = j.now().UTC().Format(time.RFC3339Nano)
	if err := j.enc.Encode(o); err != nil {
		j.err = fmt.Errorf("writing progress: %w", err)
	}
}

func (j *jsonSink) close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.err
}
