package glyph

import (
	"fmt"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	plotfont "gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/vg"
)

// Fonts returns a cache of the faces that figures are set in.
func Fonts() *plotfont.Cache { return plotfont.NewCache(liberation.Collection()) }

// Sans describes Liberation Sans at a size in points.
func Sans(size vg.Length, italic, bold bool) plotfont.Font {
	described := plotfont.Font{Typeface: "Liberation", Variant: "Sans", Size: size}
	if italic {
		described.Style = font.StyleItalic
	}
	if bold {
		described.Weight = font.WeightBold
	}
	return described
}

// UnitsPerEm is the number of font units in one em of the face.
func UnitsPerEm(face plotfont.Face) float64 { return float64(face.Face.UnitsPerEm()) }

// Advance returns how far the pen moves over the text, set in the face at its size, without kerning.
func Advance(face plotfont.Face, text string) vg.Length {
	units := 0.0
	for _, r := range text {
		units += AdvanceUnits(face, r)
	}
	return vg.Length(units/UnitsPerEm(face)) * face.Font.Size
}

// AdvanceUnits returns how far the pen moves over one letter, in font units.
func AdvanceUnits(face plotfont.Face, r rune) float64 {
	var buffer sfnt.Buffer
	ppem := fixed.Int26_6(face.Face.UnitsPerEm())
	advance, err := face.Face.GlyphAdvance(&buffer, index(face, r), ppem, font.HintingNone)
	if err != nil {
		panic(fmt.Errorf("glyph: width of %q in %s: %w", r, face.Name(), err))
	}
	return float64(advance)
}

// Missing returns the letters of the text that the face can't draw, each as often as it occurs.
func Missing(face plotfont.Face, text string) []rune {
	var missing []rune
	for _, r := range text {
		if index(face, r) == 0 {
			missing = append(missing, r)
		}
	}
	return missing
}

// Outline returns the outline of a letter in font units, the baseline at y = 0 and y upwards.
// A letter without ink, such as a space, has an empty outline.
func Outline(face plotfont.Face, r rune) vg.Path {
	var buffer sfnt.Buffer
	ppem := fixed.Int26_6(face.Face.UnitsPerEm())
	segments, err := face.Face.LoadGlyph(&buffer, index(face, r), ppem, nil)
	if err != nil {
		panic(fmt.Errorf("glyph: outline of %q in %s: %w", r, face.Name(), err))
	}
	var path vg.Path
	for _, segment := range segments {
		path = appendSegment(path, segment)
	}
	if len(path) > 0 {
		path.Close()
	}
	return path
}

func appendSegment(path vg.Path, segment sfnt.Segment) vg.Path {
	switch segment.Op {
	case sfnt.SegmentOpMoveTo:
		if len(path) > 0 {
			path.Close()
		}
		path.Move(point(segment.Args[0]))
	case sfnt.SegmentOpLineTo:
		path.Line(point(segment.Args[0]))
	case sfnt.SegmentOpQuadTo:
		path.QuadTo(point(segment.Args[0]), point(segment.Args[1]))
	case sfnt.SegmentOpCubeTo:
		path.CubeTo(point(segment.Args[0]), point(segment.Args[1]), point(segment.Args[2]))
	}
	return path
}

// point turns y, which sfnt counts downwards, upwards.
func point(p fixed.Point26_6) vg.Point {
	return vg.Point{X: vg.Length(p.X), Y: -vg.Length(p.Y)}
}

func index(face plotfont.Face, r rune) sfnt.GlyphIndex {
	var buffer sfnt.Buffer
	found, err := face.Face.GlyphIndex(&buffer, r)
	if err != nil {
		panic(fmt.Errorf("glyph: index of %q in %s: %w", r, face.Name(), err))
	}
	return found
}
