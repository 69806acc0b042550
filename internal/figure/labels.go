package figure

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

const (
	tickLine     = 1.1 // height of a further line of named ticks in font sizes
	maxTickLines = 3   // names that find no place on so many lines are left out
	sideLine     = 1.02
	leaderLength = vg.Length(4)
	labelGap     = vg.Length(2.5) // between frame, or leader, and label
)

// tickLines tells on which line, from 0, the label of each tick of the x axis stands: the first on which it doesn't
// overlap the one before. Numbers are placed so that they don't; names are given.
func (p *laid) tickLines(s Style) []int {
	const apart = vg.Length(2.5)
	lines := make([]int, len(p.x.ticks))
	if len(p.X.Ticks) == 0 {
		return lines
	}
	var ends [maxTickLines]vg.Length // of the last label on each line
	for i := range ends {
		ends[i] = vg.Length(math.Inf(-1))
	}
	for i, t := range p.x.ticks {
		half := s.width(t.label, s.SmallSize) / 2
		at := p.alongX(t.at)
		for lines[i] < maxTickLines && at-half < ends[lines[i]]+apart {
			lines[i]++
		}
		if lines[i] < maxTickLines {
			ends[lines[i]] = at + half
		}
	}
	return lines
}

// extraLines returns how many lines of labels the x axis has besides the first.
func (p *laid) extraLines(s Style) vg.Length {
	extra := 0
	for _, line := range p.tickLines(s) {
		if line < maxTickLines {
			extra = max(extra, line)
		}
	}
	return vg.Length(extra)
}

// drawReferences draws the thin lines, and their labels right of the frame or above it.
func (p *laid) drawReferences(c draw.Canvas, s Style) {
	line := draw.LineStyle{Color: s.color("reference"), Width: 0.5, Dashes: []vg.Length{2, 1.5}}
	for _, reference := range p.References {
		if from, to, ok := p.across(reference); ok {
			c.StrokeLine2(line, from.X, from.Y, to.X, to.Y)
		}
	}
	leader := draw.LineStyle{Color: s.color("reference"), Width: 0.4}
	for _, label := range p.sideLabels(s, p.frame.Size().Y) {
		right, y := p.frame.Max.X, p.frame.Min.Y+label.at
		if p.leaders {
			c.StrokeLine2(leader, right+0.5, p.frame.Min.Y+label.wanted, right+leaderLength, y)
		}
		c.FillText(s.text(s.SmallSize, text.XLeft, text.YCenter), vg.Point{X: right + p.labelIndent(), Y: y}, label.text)
	}
	for _, label := range p.topLabels(s) {
		x, y := p.frame.Min.X+label.at, p.frame.Max.Y+1
		c.FillText(s.text(s.SmallSize, text.XCenter, text.YBottom), vg.Point{X: x, Y: y}, label.text)
	}
}

// across returns the ends of a reference line; ok is false where it doesn't cross the frame.
func (p *laid) across(reference Reference) (from, to vg.Point, ok bool) {
	along := p.y
	if reference.Vertical {
		along = p.x
	}
	place, ok := along.unit(reference.At)
	if !ok || place < 0 || place > 1 {
		return from, to, false
	}
	if reference.Vertical {
		x := p.frame.Min.X + p.alongX(reference.At)
		return vg.Point{X: x, Y: p.frame.Min.Y}, vg.Point{X: x, Y: p.frame.Max.Y}, true
	}
	y := p.frame.Min.Y + p.alongY(reference.At)
	return vg.Point{X: p.frame.Min.X, Y: y}, vg.Point{X: p.frame.Max.X, Y: y}, true
}

// labelIndent is how far right of the frame the labels of references begin.
func (p *laid) labelIndent() vg.Length {
	if p.leaders {
		return labelGap + leaderLength - 1.5
	}
	return labelGap
}

// sideLabels places the labels of horizontal references along the right edge of a frame of a height.
func (p *laid) sideLabels(s Style, height vg.Length) []label {
	var labels []label
	size := s.SmallSize * sideLine
	for _, reference := range p.References {
		place, ok := p.y.unit(reference.At)
		if !reference.Vertical && ok && place >= 0 && place <= 1 && reference.Label != "" {
			labels = append(labels, label{text: reference.Label, wanted: vg.Length(place) * height, size: size})
		}
	}
	return spread(labels, -size/2, height+size/2)
}

// topLabels places the labels of vertical references along the upper edge of the frame.
func (p *laid) topLabels(s Style) []label {
	const apart = vg.Length(3)
	var labels []label
	for _, reference := range p.References {
		place, ok := p.x.unit(reference.At)
		if reference.Vertical && ok && place >= 0 && place <= 1 && reference.Label != "" {
			labels = append(labels, label{text: reference.Label, wanted: vg.Length(place) * p.frame.Size().X,
				size: s.width(reference.Label, s.SmallSize) + apart})
		}
	}
	return spread(labels, -apart/2, p.frame.Size().X+p.around.right)
}

// roomForVertical is the height of the line of labels above the frame.
func (p *laid) roomForVertical(s Style) vg.Length {
	if len(p.topLabels(s)) == 0 {
		return 0
	}
	return s.SmallSize * 1.2
}

// label is a text along an edge of the frame, in points from the edge's beginning.
type label struct {
	text       string
	wanted, at vg.Length // where its reference is, and where its middle stands
	size       vg.Length // along the edge
}

// moved reports whether a label stands so far from its reference that it could be taken for another's.
func moved(labels []label) bool {
	return slices.ContainsFunc(labels, func(l label) bool { return math.Abs(float64(l.at-l.wanted)) > 0.3*float64(l.size) })
}

// spread places labels between bounds so that none overlaps another, each as near to where it is wanted as
// the others let it. Where there is no room for all, those nearest to others are left out.
func spread(labels []label, low, high vg.Length) []label {
	slices.SortStableFunc(labels, func(a, b label) int { return cmp.Compare(a.wanted, b.wanted) })
	labels = thinned(labels, high-low)
	var groups []labelGroup
	for i := range labels {
		g := labelGroup{first: i, n: 1, size: labels[i].size, middles: labels[i].wanted}.within(low, high)
		for len(groups) > 0 && groups[len(groups)-1].end() > g.start+1e-9 {
			g = groups[len(groups)-1].joined(g).within(low, high)
			groups = groups[:len(groups)-1]
		}
		groups = append(groups, g)
	}
	for _, g := range groups {
		at := g.start
		for i := g.first; i < g.first+g.n; i++ {
			labels[i].at = at + labels[i].size/2
			at += labels[i].size
		}
	}
	return labels
}

// labelGroup is a run of labels that touch each other.
type labelGroup struct {
	first, n int
	size     vg.Length // of all together
	middles  vg.Length // sum of where the middle of the group would be for each of them
	start    vg.Length
}

// within puts the group where its labels want it on average, inside bounds.
func (g labelGroup) within(low, high vg.Length) labelGroup {
	g.start = max(min(g.middles/vg.Length(g.n)-g.size/2, high-g.size), low)
	return g
}

func (g labelGroup) end() vg.Length { return g.start + g.size }

// joined appends the group that comes next.
func (g labelGroup) joined(next labelGroup) labelGroup {
	size := g.size + next.size
	// Seen from the middle of both, the middle of g lies lower by half the size of next, and that of next higher.
	middles := g.middles + vg.Length(g.n)*next.size/2 + next.middles - vg.Length(next.n)*g.size/2
	return labelGroup{first: g.first, n: g.n + next.n, size: size, middles: middles}
}

// thinned leaves out labels that lie nearest to the one before, but never the first and the last, until they fit.
func thinned(labels []label, room vg.Length) []label {
	total := func() (sum vg.Length) {
		for _, l := range labels {
			sum += l.size
		}
		return sum
	}
	for len(labels) > 2 && total() > room {
		nearest := 1
		for i := 2; i < len(labels)-1; i++ {
			if labels[i].wanted-labels[i-1].wanted < labels[nearest].wanted-labels[nearest-1].wanted {
				nearest = i
			}
		}
		labels = slices.Delete(labels, nearest, nearest+1)
	}
	return labels
}
