package figure

import (
	"slices"

	"gonum.org/v1/plot/vg"
)

// placeColumns sets the left and right edges of the frames, which are the same for all in a column.
func (l *layout) placeColumns(g Grid) {
	n := len(g.Columns)
	before, after := make([]vg.Length, n), make([]vg.Length, n)
	for _, p := range l.panels {
		_, column, _, last := p.Place.bounds()
		before[column] = max(before[column], p.around.left)
		after[last] = max(after[last], p.around.right)
	}
	free, weight := l.width-2*outer-vg.Length(n-1)*columnGap, 0.0
	for i := range n {
		free -= before[i] + after[i]
		weight += g.Columns[i]
	}
	left, right := make([]vg.Length, n), make([]vg.Length, n)
	at := outer
	for i := range n {
		left[i] = at + before[i]
		right[i] = left[i] + free*vg.Length(g.Columns[i]/weight)
		at = right[i] + after[i] + columnGap
	}
	for i := range l.panels {
		p := &l.panels[i]
		_, first, _, last := p.Place.bounds()
		p.around.left = before[first]
		p.frame.Min.X, p.frame.Max.X = left[first], right[last]
	}
}

// divideRows sets the left and right edges of the frames so that those of one row are equally wide, and the
// outermost edges of all rows are in line.
func (l *layout) divideRows(rows int) {
	byRow := make([][]*laid, rows)
	left, right := vg.Length(0), vg.Length(0)
	for i := range l.panels {
		p := &l.panels[i]
		byRow[p.Place.Row] = append(byRow[p.Place.Row], p)
	}
	for _, row := range byRow {
		slices.SortStableFunc(row, func(a, b *laid) int { return a.Place.Column - b.Place.Column })
		if len(row) > 0 {
			left, right = max(left, row[0].around.left), max(right, row[len(row)-1].around.right)
		}
	}
	for _, row := range byRow {
		n := vg.Length(len(row))
		free := l.width - 2*outer - left - right - (n-1)*columnGap
		for i, p := range row[:max(len(row)-1, 0)] {
			free -= p.around.right + row[i+1].around.left
		}
		at := outer
		for i, p := range row {
			if i == 0 {
				p.around.left = left
			}
			p.frame.Min.X = at + p.around.left
			p.frame.Max.X = p.frame.Min.X + free/n
			at = p.frame.Max.X + p.around.right + columnGap
		}
	}
}

type row struct{ bottom, top vg.Length }

// placeRows returns the lower and upper edges of the frames of each row, and sets the height.
func (l *layout) placeRows(g Grid, above, below vg.Length) []row {
	n := len(g.Rows)
	over, under := make([]vg.Length, n), make([]vg.Length, n)
	legends := make([]vg.Length, n)
	for _, p := range l.panels {
		first, _, last, _ := p.Place.bounds()
		over[first] = max(over[first], p.around.top)
		under[last] = max(under[last], p.around.bottom)
		legends[first] = max(legends[first], p.rowLegend)
	}
	for i := range l.panels { // letters of one row stand at one height
		p := &l.panels[i]
		p.around.top, p.rowLegend = over[p.Place.Row], legends[p.Place.Row]
	}
	rows := make([]row, n)
	at := below
	for i := n - 1; i >= 0; i-- {
		rows[i].bottom = at + under[i]
		rows[i].top = rows[i].bottom + vg.Length(g.Rows[i]*72)
		at = rows[i].top + over[i]
		if i > 0 {
			at += rowGap
		}
	}
	l.height = at + above
	return rows
}
