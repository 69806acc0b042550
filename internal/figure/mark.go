package figure

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// mark is how a role is drawn.
type mark struct {
	color string // of the palette, unless the series has its own
	line  vg.Length
	dash  []vg.Length
	glyph glyphShape // none for lines alone
	size  vg.Length  // of the glyph, relative to others; 0 is 1
	open  bool       // the glyph is an outline
	bars  bool       // a histogram's
	stem  bool       // from the axis to the point
	dots  bool       // small dots, all of them
	area  bool       // the area below the line is tinted
}

type glyphShape int

const (
	none glyphShape = iota
	circle
	square
	diamond
	triangle
	inverted // triangle, its corner down
	plus
)

const (
	glyphRadius = vg.Length(1.7)
	glyphGap    = vg.Length(8) // markers nearer than this to the one drawn before are left out
	barWidth    = vg.Length(0.7)
)

// markOf returns how a role is drawn: theory is a line, simulation has markers, always.
func markOf(role Role) mark {
	switch role {
	case Theory:
		return mark{color: "theory", line: 1.1}
	case SGD:
		return mark{color: "sgd", glyph: circle}
	case Images:
		return mark{color: "images", glyph: circle, size: 0.85}
	case Surrogates:
		return mark{color: "surrogates", glyph: diamond, size: 1.2, open: true} // seen around a circle in its middle
	case Histogram:
		return mark{color: "histogram", bars: true}
	case Spectrum:
		return mark{color: "data", line: 1.1}
	case Outliers:
		return mark{color: "sgd", glyph: circle, stem: true, line: 0.8}
	case Adam:
		return mark{color: "adam", glyph: square, open: true}
	case Scatter:
		return mark{color: "scatter", dots: true}
	case Density:
		return mark{color: "density", line: 0.9, area: true}
	case Function:
		return mark{color: "function", line: 0.8}
	default:
		return mark{color: "reference", line: 0.8, dash: []vg.Length{3, 2}}
	}
}

// Dashes is the number of ways in which lines are broken.
const Dashes = 4

// dashOf returns the k-th way, k = 1, 2, …: dashes, dots, both, long dashes. All differ from those of references.
func dashOf(k int) []vg.Length {
	return [Dashes][]vg.Length{{5, 1.6}, {1.3, 1.3}, {4, 1.4, 1.2, 1.4}, {8.5, 1.6}}[k-1]
}

// knownRole reports whether a series can have the role.
func knownRole(role Role) bool {
	switch role {
	case Theory, SGD, Images, Surrogates, Guide, Histogram, Spectrum, Outliers, Adam, Scatter, Density, Function:
		return true
	}
	return false
}

// shapeOf gives hidden units, and networks, markers of different shapes, so that they are told apart in grey.
func shapeOf(colorName string, otherwise glyphShape) glyphShape {
	switch colorName {
	case "unit 1", "unit 5", "variant 1":
		return circle
	case "unit 2", "unit 6", "variant 2":
		return square
	case "unit 3", "variant 3":
		return triangle
	case "unit 4", "variant 4":
		return diamond
	case "variant 5":
		return inverted
	case "variant 6":
		return plus
	}
	return otherwise
}

// drawGlyph draws a marker: filled, with a white rim that parts it from its neighbours, or an outline on white.
func drawGlyph(c draw.Canvas, l look, at vg.Point) {
	path := glyphPath(l.glyph, l.radius, at)
	inside, rim, width := color.Color(l.fill), color.Color(color.White), vg.Length(0.35)
	if l.open {
		inside, rim, width = rim, inside, 0.8
	}
	c.SetColor(inside)
	c.Fill(path)
	c.SetLineStyle(draw.LineStyle{Color: rim, Width: width})
	c.Stroke(path)
}

func glyphPath(shape glyphShape, r vg.Length, at vg.Point) vg.Path {
	var path vg.Path
	switch shape {
	case square:
		corners(&path, at, r*1.25, 4, math.Pi/4)
	case diamond:
		corners(&path, at, r*1.35, 4, 0)
	case triangle:
		corners(&path, at, r*1.4, 3, math.Pi/2)
	case inverted:
		corners(&path, at, r*1.4, 3, -math.Pi/2)
	case plus:
		cross(&path, at, r*1.3, r*0.5)
	default:
		path.Move(vg.Point{X: at.X + r, Y: at.Y})
		path.Arc(at, r, 0, 2*math.Pi)
		path.Close()
	}
	return path
}

// cross appends an upright cross whose arms reach to r and are 2·half wide.
func cross(path *vg.Path, at vg.Point, r, half vg.Length) {
	for i, corner := range []vg.Point{
		{X: r, Y: -half}, {X: r, Y: half}, {X: half, Y: half}, {X: half, Y: r}, {X: -half, Y: r}, {X: -half, Y: half},
		{X: -r, Y: half}, {X: -r, Y: -half}, {X: -half, Y: -half}, {X: -half, Y: -r}, {X: half, Y: -r}, {X: half, Y: -half},
	} {
		if i == 0 {
			path.Move(at.Add(corner))
		} else {
			path.Line(at.Add(corner))
		}
	}
	path.Close()
}

// corners appends a regular polygon, its first corner at an angle.
func corners(path *vg.Path, at vg.Point, r vg.Length, n int, first float64) {
	for i := range n {
		sin, cos := math.Sincos(first + 2*math.Pi*float64(i)/float64(n))
		p := vg.Point{X: at.X + r*vg.Length(cos), Y: at.Y + r*vg.Length(sin)}
		if i == 0 {
			path.Move(p)
		} else {
			path.Line(p)
		}
	}
	path.Close()
}
