package drawing

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/recorder"
)

// Recorder is a canvas that keeps what is drawn on it. Its parts are named by Group, as those of an SVG. Of the cells of
// a heat map it keeps what an image of them would show: where two cells nearly have a colour, rounding may merge them.
// The zero value is ready for use.
type Recorder struct {
	recorder.Canvas
	// PanelName gives the name of the n-th panel, from 0; nil names none.
	PanelName func(n int) string

	panels int
}

var _ vg.Canvas = (*Recorder)(nil)

// The comments by which gonum's recorder, which knows no groups, keeps where a part begins and ends.
const (
	panelBegins  = "panel "
	seriesBegins = "series "
	heatBegins   = "heat map "
	partEnds     = "end"
)

// Group begins a part: a "panel", which is named in the order of drawing, a "heatmap", or another one, such as a series, with its name.
func (r *Recorder) Group(class, name string) {
	switch {
	case class == "panel" && r.PanelName != nil:
		r.Comment(panelBegins + r.PanelName(r.panels))
		r.panels++
	case class == "panel":
		r.Comment(panelBegins + name)
	case class == "heatmap":
		r.Comment(heatBegins + name)
	default:
		r.Comment(seriesBegins + name)
	}
}

// Dots draws many small discs of one size as lines of no length, which takes few bytes each.
func (r *Recorder) Dots(at []vg.Point, radius vg.Length) {
	var path vg.Path
	for _, point := range at {
		path.Move(point)
	}
	r.Push()
	r.SetLineWidth(2 * radius)
	r.SetLineDash(nil, 0)
	r.Stroke(path)
	r.Pop()
}

// EndGroup ends the part begun last.
func (r *Recorder) EndGroup() { r.Comment(partEnds) }

// Elements returns what was drawn: in each part, shapes that are drawn alike together, in the order
// in which the first of each was drawn.
func (r *Recorder) Elements() []Element {
	p := newPlayer()
	for _, action := range r.Actions {
		p.play(action)
	}
	return p.finish()
}
