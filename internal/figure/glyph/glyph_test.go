package glyph_test

import (
	"math"
	"testing"

	"autoencoder-dynamics/internal/figure/glyph"
	"gonum.org/v1/plot/vg"
)

func TestFacesHaveTheLettersOfThePaper(t *testing.T) {
	const symbols = "0123456789 abc XYZ −–√ψρηλσδΩΛ∞≤≥≈×·±°…→|/()%"
	for _, italic := range []bool{false, true} {
		for _, bold := range []bool{false, true} {
			face := glyph.Fonts().Lookup(glyph.Sans(10, italic, bold), 10)
			for _, r := range glyph.Missing(face, symbols) {
				t.Errorf("%s has no %q", face.Name(), r)
			}
		}
	}
}

// The widths are those of Arial, which Liberation Sans matches: a digit is 1139 of 2048 units wide.
func TestAdvance(t *testing.T) {
	face := glyph.Fonts().Lookup(glyph.Sans(10, false, false), 10)
	if got, want := float64(glyph.Advance(face, "10")), 2*10*1139.0/2048; math.Abs(got-want) > 1e-9 {
		t.Errorf("width of 10 is %g points, want %g", got, want)
	}
	if got := glyph.Advance(face, "AV"); got != glyph.Advance(face, "VA") {
		t.Errorf("AV and VA differ in width: kerning isn't off (%v)", got)
	}
}

func TestOutlineClosesEveryContour(t *testing.T) {
	face := glyph.Fonts().Lookup(glyph.Sans(10, true, false), 10)
	for _, r := range "o8√ψ%" {
		open := 0
		for _, part := range glyph.Outline(face, r) {
			switch part.Type {
			case vg.MoveComp:
				open++
			case vg.CloseComp:
				open--
			}
			if open < 0 || open > 1 {
				t.Fatalf("%q has contours that overlap in the path", r)
			}
		}
		if open != 0 {
			t.Errorf("%q has an open contour", r)
		}
	}
	if len(glyph.Outline(face, ' ')) != 0 {
		t.Error("a space has ink")
	}
}
