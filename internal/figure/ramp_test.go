package figure

import (
	"image/color"
	"math"
	"testing"
)

// In grey the colour scales tell sizes: luminance falls at every step away from white.
func TestRampsWorkInGrey(t *testing.T) {
	const steps = 100
	for i := range steps {
		from, to := float64(i)/steps, float64(i+1)/steps
		if a, b := luminance(Sequential.at(from)), luminance(Sequential.at(to)); a <= b {
			t.Errorf("sequential: luminance %g at %g, %g at %g", a, from, b, to)
		}
		for _, sign := range []float64{-0.5, 0.5} {
			if a, b := luminance(Diverging.at(0.5+sign*from)), luminance(Diverging.at(0.5+sign*to)); a <= b {
				t.Errorf("diverging: luminance %g at %g, %g at %g", a, sign*from, b, sign*to)
			}
		}
	}
}

// Both signs of a size are equally dark, within what an eye tells.
func TestDivergingIsSymmetric(t *testing.T) {
	for place := 0.0; place <= 0.5; place += 0.05 {
		if a, b := luminance(Diverging.at(0.5-place)), luminance(Diverging.at(0.5+place)); math.Abs(a-b) > 0.02 {
			t.Errorf("luminance %g and %g at ±%g", a, b, place)
		}
	}
}

func TestRampEnds(t *testing.T) {
	white := color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}
	if Sequential.at(0) != white || Diverging.at(0.5) != white {
		t.Error("0 isn't white")
	}
	for _, ramp := range []Ramp{Sequential, Diverging} {
		if ramp.at(-3) != ramp.at(0) || ramp.at(7) != ramp.at(1) {
			t.Errorf("%s: values beyond the scale haven't the colour of its end", ramp.name())
		}
	}
	if c := Diverging.at(0); c.B <= c.R {
		t.Errorf("negative values are %v, want blue", c)
	}
	if c := Diverging.at(1); c.R <= c.B {
		t.Errorf("positive values are %v, want red", c)
	}
}

// Colours go to the space of distances and back.
func TestOKLab(t *testing.T) {
	for _, hex := range []uint32{0x000000, 0xffffff, 0x0072b2, 0xd55e00, 0x123456, 0xfefdfc} {
		want := color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
		if got := oklabOf(hex).color(); got != want {
			t.Errorf("%v comes back as %v", want, got)
		}
	}
	// Ottosson's table gives for XYZ (0.950, 1.000, 1.089), white, L = 1, a = b = 0.
	if white := oklabOf(0xffffff); math.Abs(white.lightness-1) > 1e-6 || math.Abs(white.a) > 1e-6 || math.Abs(white.b) > 1e-6 {
		t.Errorf("white is %+v", white)
	}
}

func TestImages(t *testing.T) {
	signed := SignedImage([]float64{-1, 0, 1, 9, math.NaN()}, 2, 1)
	white := color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}
	if signed.At(0, 0) != color.Color(Diverging.at(0)) || signed.At(1, 0) != color.Color(white) || signed.At(0, 1) != signed.At(1, 1) {
		t.Errorf("a signed image has %v %v %v %v", signed.At(0, 0), signed.At(1, 0), signed.At(0, 1), signed.At(1, 1))
	}
	if c := SignedImage([]float64{3}, 1, 0).At(0, 0); c != color.Color(white) {
		t.Errorf("without a limit a value is %v", c)
	}
	grey := GreyImage([]float64{-5, 0, 1, math.NaN()}, 2, -1, 1)
	for i, want := range []uint8{0, 128, 255, 0} {
		if got := grey.At(i%2, i/2).(color.Gray).Y; got != want {
			t.Errorf("pixel %d of a grey image is %d, want %d", i, got, want)
		}
	}
}
