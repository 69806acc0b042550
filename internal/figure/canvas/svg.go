package canvas

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"image"
	"image/png"
	"io"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"

	"autoencoder-dynamics/internal/figure/glyph"
)

// SVG draws to a scalable vector graphic on white. Its coordinates are points, y downwards.
type SVG struct {
	stack
	width, height vg.Length
	about         Description
	body          bytes.Buffer
	letters       bytes.Buffer      // the outlines in use, each once
	known         map[string]string // id of an outline, by face and letter
}

var (
	_ Canvas  = (*SVG)(nil)
	_ Grouper = (*SVG)(nil)
	_ Dotter  = (*SVG)(nil)
)

// NewSVG returns an empty SVG of a size in points.
func NewSVG(width, height vg.Length, about Description) *SVG {
	s := &SVG{stack: newStack(), width: width, height: height, about: about, known: map[string]string{}}
	s.now().transform = affine{1, 0, 0, -1, 0, float64(height)}
	return s
}

// Size returns the size in points.
func (s *SVG) Size() (width, height vg.Length) { return s.width, s.height }

// Group begins a group with a class and a name, which stands in data-name.
func (s *SVG) Group(class, name string) {
	fmt.Fprintf(&s.body, "<g class=\"%s\" data-name=\"%s\">\n", html.EscapeString(class), html.EscapeString(name))
}

// EndGroup ends the group begun last.
func (s *SVG) EndGroup() { s.body.WriteString("</g>\n") }

// Stroke draws a path's line.
func (s *SVG) Stroke(path vg.Path) {
	now := s.now()
	if now.lineWidth <= 0 {
		return
	}
	fmt.Fprintf(&s.body, `<path d="%s" fill="none" stroke="%s" stroke-width="%s"`,
		s.pathData(path), hex(now.color.R, now.color.G, now.color.B), number(float64(now.lineWidth)))
	if now.color.A != 0xff {
		fmt.Fprintf(&s.body, ` stroke-opacity="%s"`, number(float64(now.color.A)/0xff))
	}
	if len(now.dashes) > 0 {
		fmt.Fprintf(&s.body, ` stroke-dasharray="%s"`, dashList(now.dashes))
		if now.offset != 0 {
			fmt.Fprintf(&s.body, ` stroke-dashoffset="%s"`, number(float64(now.offset)))
		}
	}
	s.body.WriteString("/>\n")
}

// Dots draws discs as lines of no length with round ends.
func (s *SVG) Dots(at []vg.Point, radius vg.Length) {
	now := s.now()
	fmt.Fprintf(&s.body, `<path fill="none" stroke="%s" stroke-width="%s" stroke-linecap="round"`,
		hex(now.color.R, now.color.G, now.color.B), number(2*float64(radius)))
	if now.color.A != 0xff {
		fmt.Fprintf(&s.body, ` stroke-opacity="%s"`, number(float64(now.color.A)/0xff))
	}
	s.body.WriteString(` d="`)
	for _, point := range at {
		point = now.transform.apply(point)
		fmt.Fprintf(&s.body, "M%s %sh0", number(float64(point.X)), number(float64(point.Y)))
	}
	s.body.WriteString("\"/>\n")
}

// Fill fills a path.
func (s *SVG) Fill(path vg.Path) {
	fmt.Fprintf(&s.body, "<path d=\"%s\"%s/>\n", s.pathData(path), s.fill())
}

// FillString draws text as outlines, which are defined once each.
func (s *SVG) FillString(face font.Face, at vg.Point, text string) {
	if face.Font.Size == 0 || strings.TrimSpace(text) == "" {
		return
	}
	scale := float64(face.Font.Size) / glyph.UnitsPerEm(face)
	placed := s.now().transform.after(affine{scale, 0, 0, scale, float64(at.X), float64(at.Y)})
	fmt.Fprintf(&s.body, `<g transform="matrix(%s %s %s %s %s %s)"%s>`, precise(placed.a), precise(placed.b),
		precise(placed.c), precise(placed.d), number(placed.e), number(placed.f), s.fill())
	pen := 0.0
	for _, r := range text {
		if id := s.letter(face, r); id != "" {
			fmt.Fprintf(&s.body, `<use xlink:href="#%s" x="%s"/>`, id, number(pen))
		}
		pen += glyph.AdvanceUnits(face, r)
	}
	s.body.WriteString("</g>\n")
}

// letter returns the id of a letter's outline, or "" where it has no ink.
func (s *SVG) letter(face font.Face, r rune) string {
	key := face.Name() + string(r)
	if id, ok := s.known[key]; ok {
		return id
	}
	path := glyph.Outline(face, r)
	if len(path) == 0 {
		s.known[key] = ""
		return ""
	}
	id := "g" + strconv.Itoa(len(s.known))
	s.known[key] = id
	fmt.Fprintf(&s.letters, "<path id=\"%s\" d=\"%s\"/>\n", id, pathData(path, identity))
	return id
}

// DrawImage draws an image as an embedded PNG that fills the rectangle.
func (s *SVG) DrawImage(rect vg.Rectangle, img image.Image) {
	var encoded bytes.Buffer
	if err := png.Encode(&encoded, img); err != nil {
		panic(fmt.Errorf("canvas: encode an image for SVG: %w", err)) // an image in memory of a size above 0 always encodes
	}
	corner := s.now().transform.apply(vg.Point{X: rect.Min.X, Y: rect.Max.Y})
	size := rect.Size()
	fmt.Fprintf(&s.body, "<image x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" preserveAspectRatio=\"none\" xlink:href=\"data:image/png;base64,%s\"/>\n",
		number(float64(corner.X)), number(float64(corner.Y)), number(float64(size.X)), number(float64(size.Y)),
		base64.StdEncoding.EncodeToString(encoded.Bytes()))
}

// WriteTo writes the whole document.
func (s *SVG) WriteTo(w io.Writer) (int64, error) {
	width, height := number(float64(s.width)), number(float64(s.height))
	var doc bytes.Buffer
	fmt.Fprintf(&doc, `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="%spt" height="%spt" viewBox="0 0 %s %s" role="img" stroke-linejoin="round">
<title>%s</title>
<desc>%s</desc>
<rect width="%s" height="%s" fill="#ffffff"/>
`, width, height, width, height, html.EscapeString(s.about.Title), html.EscapeString(s.about.Text), width, height)
	fmt.Fprintf(&doc, "<defs>\n%s</defs>\n", s.letters.String())
	doc.Write(s.body.Bytes())
	doc.WriteString("</svg>\n")
	return doc.WriteTo(w)
}

func (s *SVG) fill() string {
	c := s.now().color
	if c.A == 0xff {
		return fmt.Sprintf(` fill="%s"`, hex(c.R, c.G, c.B))
	}
	return fmt.Sprintf(` fill="%s" fill-opacity="%s"`, hex(c.R, c.G, c.B), number(float64(c.A)/0xff))
}

func (s *SVG) pathData(path vg.Path) string { return pathData(path, s.now().transform) }

// pathData writes a path in SVG's notation.
func pathData(path vg.Path, transform affine) string {
	var d strings.Builder
	pair := func(p vg.Point) string {
		p = transform.apply(p)
		return number(float64(p.X)) + " " + number(float64(p.Y))
	}
	for _, part := range path {
		switch part.Type {
		case vg.MoveComp:
			d.WriteString("M" + pair(part.Pos))
		case vg.LineComp:
			d.WriteString("L" + pair(part.Pos))
		case vg.CurveComp:
			d.WriteString([]string{"", "Q", "C"}[len(part.Control)])
			for _, control := range part.Control {
				d.WriteString(pair(control) + " ")
			}
			d.WriteString(pair(part.Pos))
		case vg.ArcComp:
			d.WriteString(arcData(part, transform, pair))
		case vg.CloseComp:
			d.WriteString("Z")
		}
	}
	return d.String()
}

// arcData writes an arc, which begins at the pen, in SVG's notation; a full circle takes two. It is drawn by a transform
// that keeps circles round, as all of this package's users do.
func arcData(arc vg.PathComp, transform affine, pair func(vg.Point) string) string {
	radius := number(float64(arc.Radius) * math.Hypot(transform.a, transform.b))
	sweep := "0"
	if flipped := transform.a*transform.d-transform.b*transform.c < 0; (arc.Angle > 0) != flipped {
		sweep = "1"
	}
	pieces := max(1, int(math.Ceil(math.Abs(arc.Angle)/math.Pi-1e-9)))
	var d strings.Builder
	for i := range pieces {
		end := arc.Start + arc.Angle*float64(i+1)/float64(pieces)
		d.WriteString("A" + radius + " " + radius + " 0 0 " + sweep + " " + pair(arcPoint(arc, end)))
	}
	return d.String()
}

func dashList(dashes []vg.Length) string {
	list := make([]string, len(dashes))
	for i, dash := range dashes {
		list[i] = number(float64(dash))
	}
	return strings.Join(list, " ")
}

func hex(r, g, b uint8) string { return fmt.Sprintf("#%02x%02x%02x", r, g, b) }

// number writes a coordinate to a hundredth of a point, which no eye can tell.
func number(x float64) string {
	return strconv.FormatFloat(math.Round(x*100)/100+0, 'f', -1, 64)
}

// precise writes the entries of a text's matrix, which font units multiply.
func precise(x float64) string {
	return strconv.FormatFloat(math.Round(x*1e7)/1e7+0, 'f', -1, 64)
}
