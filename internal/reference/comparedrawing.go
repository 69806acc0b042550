package reference

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"autoencoder-dynamics/internal/reference/drawing"
)

// How far elements may be from where they were, in points: places are kept to a hundredth. In a panel whose numbers
// moved within tolerance, ticks and lines move with them.
const (
	placeTolerance = 0.1
	loosePlace     = 4
	meanTolerance  = 4 // of the mean colours of an image's parts, of 255
)

// drawn compares what is drawn, part by part.
type drawn struct {
	tolerance float64
	loose     bool
	findings  []Finding
	effort    *int // distances that may still be taken between long lines
}

// part is a series of a panel, or what is in it beside its series, or in the figure beside its panels.
type part struct{ panel, series string }

// compareDrawings compares the elements of two drawings. In loose panels the marks of series aren't asked to be where
// they were: the numbers' gate has looked at them.
func compareDrawings(old, now drawing.Drawing, loose map[string]bool) []Finding {
	var findings []Finding
	if math.Abs(old.Width-now.Width) > placeTolerance || math.Abs(old.Height-now.Height) > placeTolerance {
		findings = append(findings, Finding{Gate: Drawing, Message: fmt.Sprintf("the figure was %g by %g points, is %g by %g", old.Width, old.Height, now.Width, now.Height)})
	}
	before, after := partsOf(old), partsOf(now)
	effort := maxEffort
	for _, where := range orderedParts(old, now) {
		d := drawn{tolerance: placeTolerance, loose: loose[where.panel], effort: &effort}
		if d.loose {
			d.tolerance = loosePlace
		}
		d.texts(ofKind(before[where], drawing.Text), ofKind(after[where], drawing.Text))
		d.images(ofKind(before[where], drawing.Image), ofKind(after[where], drawing.Image))
		shapes := func(elements []drawing.Element) []*drawing.Element {
			return append(ofKind(elements, drawing.Fill), ofKind(elements, drawing.Stroke)...)
		}
		d.shapes(shapes(before[where]), shapes(after[where]), where.series != "")
		for _, f := range d.findings {
			f.Panel, f.Series = where.panel, where.series
			findings = append(findings, f)
		}
	}
	return findings
}

func (d *drawn) find(format string, values ...any) {
	d.findings = append(d.findings, Finding{Gate: Drawing, Message: fmt.Sprintf(format, values...)})
}

func partsOf(d drawing.Drawing) map[part][]drawing.Element {
	parts := map[part][]drawing.Element{}
	for _, e := range d.Elements {
		where := part{e.Panel, e.Series}
		parts[where] = append(parts[where], e)
	}
	return parts
}

// orderedParts lists the parts of both drawings, each once, in the order of drawing.
func orderedParts(drawings ...drawing.Drawing) []part {
	var all []part
	seen := map[part]bool{}
	for _, d := range drawings {
		for _, e := range d.Elements {
			if where := (part{e.Panel, e.Series}); !seen[where] {
				seen[where] = true
				all = append(all, where)
			}
		}
	}
	return all
}

// ofKind returns the elements of one kind: a list of its own, from which those that found their match are taken.
func ofKind(elements []drawing.Element, kind drawing.Operation) []*drawing.Element {
	var all []*drawing.Element
	for i := range elements {
		if elements[i].Operation == kind {
			all = append(all, &elements[i])
		}
	}
	return all
}

// texts pairs texts that say the same, the nearest first, and tells the others.
func (d *drawn) texts(old, now []*drawing.Element) {
	var gone []*drawing.Element
	for _, was := range old {
		i := nearestText(was, now, func(e *drawing.Element) bool { return e.Text == was.Text })
		if i < 0 {
			gone = append(gone, was)
			continue
		}
		d.sameText(was, now[i])
		now = slices.Delete(now, i, i+1)
	}
	for _, was := range gone {
		near := func(e *drawing.Element) bool {
			return math.Hypot(e.X-was.X, e.Y-was.Y) < 2*was.Size && e.Angle == was.Angle
		}
		if i := nearestText(was, now, near); i >= 0 {
			d.find("text %q became %q", was.Text, now[i].Text)
			now = slices.Delete(now, i, i+1)
			continue
		}
		d.find("text %q is missing", was.Text)
	}
	for _, e := range now {
		d.find("text %q is new", e.Text)
	}
}

func nearestText(to *drawing.Element, among []*drawing.Element, wanted func(*drawing.Element) bool) int {
	best, at := math.Inf(1), -1
	for i, e := range among {
		if distance := math.Hypot(e.X-to.X, e.Y-to.Y); wanted(e) && distance < best {
			best, at = distance, i
		}
	}
	return at
}

func (d *drawn) sameText(old, now *drawing.Element) {
	if moved := math.Hypot(now.X-old.X, now.Y-old.Y); moved > d.tolerance {
		d.find("text %q moved by %s points (%s)", old.Text, tenths(moved), direction(now.X-old.X, now.Y-old.Y))
	}
	if old.Color != now.Color {
		d.find("text %q: its colour was %s, is %s", old.Text, old.Color, now.Color)
	}
	if math.Abs(old.Size-now.Size) > 0.02 || old.Font != now.Font {
		d.find("text %q was set in %s of %g points, is in %s of %g", old.Text, old.Font, old.Size, now.Font, now.Size)
	}
	if math.Abs(old.Angle-now.Angle) > 0.5 {
		d.find("text %q was turned by %g degrees, is by %g", old.Text, old.Angle, now.Angle)
	}
}

func tenths(x float64) string { return fmt.Sprintf("%.1f", x) }

// direction says "3.2 right, 0.1 down".
func direction(x, y float64) string {
	var words []string
	add := func(by float64, positive, negative string) {
		switch {
		case by >= 0.05:
			words = append(words, tenths(by)+" "+positive)
		case by <= -0.05:
			words = append(words, tenths(-by)+" "+negative)
		}
	}
	add(x, "right", "left")
	add(y, "up", "down")
	return strings.Join(words, ", ")
}

func (d *drawn) images(old, now []*drawing.Element) {
	if len(old) != len(now) {
		d.find("it had %d images, has %d", len(old), len(now))
		return
	}
	for i, was := range old {
		is := now[i]
		edges := max(math.Abs(is.X-was.X), math.Abs(is.Y-was.Y), math.Abs(is.X+is.W-was.X-was.W), math.Abs(is.Y+is.H-was.Y-was.H))
		switch {
		case edges > d.tolerance:
			d.find("image %d of %d: an edge moved by %s points", i+1, len(old), tenths(edges))
		case was.Columns != is.Columns || was.Rows != is.Rows || len(was.Mean) != len(is.Mean):
			d.find("image %d of %d had %d by %d pixels, has %d by %d", i+1, len(old), was.Columns, was.Rows, is.Columns, is.Rows)
		default:
			if worst := farthestLevel(was.Mean, is.Mean); worst > meanTolerance && !d.loose {
				d.find("image %d of %d shows something else: colours of its parts differ by up to %d of 255 levels", i+1, len(old), worst)
			}
		}
	}
}

func farthestLevel(a, b []uint8) int {
	worst := 0
	for i := range a {
		worst = max(worst, int(a[i])-int(b[i]), int(b[i])-int(a[i]))
	}
	return worst
}
