package progress

import (
	"strings"
	"time"

	"github.com/mattn/go-runewidth"

	"autoencoder-dynamics/internal/quantity"
)

const (
	percentWidth = 5  // "100 %"
	rateWidth    = 14 // "1.2 M steps/s"
	leftWidth    = 16 // "12 min 35 s left"
	minBar       = 8
	maxBar       = 24
	minNote      = 12
	gap          = 2 // columns between fields
)

// row is the layout of one running stage on a terminal: the name, and as many of
// percent, time left, bar, rate and note as the width has room for, in this
// order of importance.
type row struct {
	name, bar, percent, rate, left, note string
}

// layoutRow fits a stage into a number of columns; nameWidth is the width of the
// longest name on the screen.
func layoutRow(s snapshot, nameWidth, columns int) row {
	if columns <= 0 {
		return row{}
	}
	nameWidth = min(nameWidth, max(columns/3, 8), columns)
	r := row{name: fit(clean(s.name), nameWidth)}
	free := columns - nameWidth

	take := func(text string, width int) string {
		width = max(width, runewidth.StringWidth(text))
		if free < width+gap {
			return ""
		}
		free -= width + gap
		return fit(text, width)
	}
	fraction, known := s.fraction()
	percent := ""
	if known {
		percent = quantity.Percent(fraction)
	}
	r.percent = take(runewidth.FillLeft(percent, percentWidth), percentWidth)
	r.left = take(s.timeText(), leftWidth)
	if free >= minBar+gap {
		free -= minBar + gap
		r.rate = take(s.rateText(), rateWidth)
		more := min(free/2, maxBar-minBar)
		free -= more
		r.bar = drawBar(fraction, known, s.elapsed, minBar+more)
	}
	if note := firstLine(clean(s.note)); note != "" && free >= minNote+gap {
		r.note = runewidth.Truncate(note, free-gap, "…")
	}
	return r
}

// timeText says how long the stage will still take or, as long as that isn't
// known, how long it has run.
func (s snapshot) timeText() string {
	if s.hasLeft && s.done < s.total {
		return coarse(max(s.left, time.Second)) + " left"
	}
	return coarse(s.elapsed.Truncate(time.Second)) + " so far"
}

// rateText says how fast the stage goes or, where neither that nor the total is
// known, how much is done.
func (s snapshot) rateText() string {
	switch {
	case s.rate > 0:
		return quantity.Rate(s.rate, s.unit)
	case s.total == 0 && s.done > 0:
		return quantity.Count(s.done, s.unit)
	}
	return ""
}

// String returns the row's text without colour.
func (r row) String() string { return r.text(paint{}) }

func (r row) text(p paint) string {
	fields := []string{r.name, p.cyan(r.bar), r.percent, r.rate, r.left, p.faint(r.note)}
	var present []string
	for _, field := range fields {
		if field != "" {
			present = append(present, field)
		}
	}
	return strings.TrimRight(strings.Join(present, strings.Repeat(" ", gap)), " ")
}

// drawBar draws the share done or, where it isn't known, a piece that wanders
// with the time.
func drawBar(fraction float64, known bool, elapsed time.Duration, width int) string {
	const done, rest = "━", "─"
	if known {
		full := int(fraction * float64(width))
		return strings.Repeat(done, full) + strings.Repeat(rest, width-full)
	}
	piece := max(width/4, 1)
	turn := 2 * (width - piece)
	at := int(elapsed/(100*time.Millisecond)) % max(turn, 1)
	if at > width-piece {
		at = turn - at
	}
	return strings.Repeat(rest, at) + strings.Repeat(done, piece) + strings.Repeat(rest, width-piece-at)
}

// fit pads or cuts a text to a width.
func fit(text string, width int) string {
	return runewidth.FillRight(runewidth.Truncate(firstLine(text), width, "…"), width)
}

func firstLine(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	return text
}
