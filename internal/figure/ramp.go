package figure

import (
	"image"
	"image/color"
	"math"
)

// at returns the colour of a place on the colour scale: 0 is its low end, 1 its high end, places beyond are the ends.
// Its lightness is linear in the place, on Diverging on each side of the middle, so that grey tells sizes too.
func (r Ramp) at(place float64) color.NRGBA {
	place = min(max(place, 0), 1)
	if r == Diverging {
		if place < 0.5 {
			return alongRamp(rampBlue, 1-2*place)
		}
		return alongRamp(rampRed, 2*place-1)
	}
	return alongRamp(rampDarkBlue, place)
}

// name is what figure.json calls the ramp.
func (r Ramp) name() string {
	if r == Sequential {
		return "sequential"
	}
	return string(r)
}

// branch is the way from white to an end, by way of a colour halfway that is more vivid than their mixture.
type branch struct{ half, end oklab }

var (
	rampDarkBlue = branch{half: oklabOf(0x3d8fc6), end: oklabOf(0x08264f)}
	rampBlue     = branch{half: oklabOf(0x84b5dc), end: oklabOf(0x1a5a9e)}
	rampRed      = branch{half: oklabOf(0xf0a48a), end: oklabOf(0xad1f2d)}
)

// alongRamp goes a share of the way along a branch: lightness linearly, colour by the parabola through white, half and end.
func alongRamp(b branch, share float64) color.NRGBA {
	parabola := func(half, end float64) float64 {
		return share * ((4*half - end) + share*(2*end-4*half))
	}
	return oklab{
		lightness: 1 + share*(b.end.lightness-1),
		a:         parabola(b.half.a, b.end.a),
		b:         parabola(b.half.b, b.end.b),
	}.color()
}

// oklab is a colour in the space of B. Ottosson ("A perceptual color space for image processing", 2020), where
// distances are about as large as they look.
type oklab struct{ lightness, a, b float64 }

func oklabOf(hex uint32) oklab {
	red, green, blue := linear(uint8(hex>>16)), linear(uint8(hex>>8)), linear(uint8(hex))
	long := math.Cbrt(0.4122214708*red + 0.5363325363*green + 0.0514459929*blue)
	medium := math.Cbrt(0.2119034982*red + 0.6806995451*green + 0.1073969566*blue)
	short := math.Cbrt(0.0883024619*red + 0.2817188376*green + 0.6299787005*blue)
	return oklab{
		lightness: 0.2104542553*long + 0.7936177850*medium - 0.0040720468*short,
		a:         1.9779984951*long - 2.4285922050*medium + 0.4505937099*short,
		b:         0.0259040371*long + 0.7827717662*medium - 0.8086757660*short,
	}
}

// color returns the nearest colour that a screen shows.
func (c oklab) color() color.NRGBA {
	cube := func(x float64) float64 { return x * x * x }
	long := cube(c.lightness + 0.3963377774*c.a + 0.2158037573*c.b)
	medium := cube(c.lightness - 0.1055613458*c.a - 0.0638541728*c.b)
	short := cube(c.lightness - 0.0894841775*c.a - 1.2914855480*c.b)
	return color.NRGBA{
		R: encoded(4.0767416621*long - 3.3077115913*medium + 0.2309699292*short),
		G: encoded(-1.2684380046*long + 2.6097574011*medium - 0.3413193965*short),
		B: encoded(-0.0041960863*long - 0.7034186147*medium + 1.7076147010*short),
		A: 0xff,
	}
}

// linear and encoded convert between the bytes of sRGB (IEC 61966-2-1) and intensities in 0…1.
func linear(encoded uint8) float64 {
	v := float64(encoded) / 0xff
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func encoded(intensity float64) uint8 {
	v := min(max(intensity, 0), 1)
	if v <= 0.0031308 {
		v *= 12.92
	} else {
		v = 1.055*math.Pow(v, 1/2.4) - 0.055
	}
	return uint8(math.Round(0xff * v))
}

// luminance is the relative luminance of a colour, 0…1, as contrast is measured by (WCAG 2.2).
func luminance(c color.NRGBA) float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// SignedImage draws the first side² values, row by row, as a square image: white where they are 0, red where positive
// and blue where negative, at full strength from ±limit on. Values that don't exist or aren't numbers are white.
// There are 127 steps of each sign.
func SignedImage(values []float64, side int, limit float64) image.Image {
	picture := image.NewPaletted(image.Rect(0, 0, side, side), signedPalette())
	for i := range picture.Pix {
		step := 0.0
		if i < len(values) && limit > 0 && !math.IsNaN(values[i]) {
			step = math.Round(signedSteps * min(max(values[i]/limit, -1), 1))
		}
		picture.Pix[i] = uint8(signedSteps + step)
	}
	return picture
}

// signedSteps is the number of steps of each sign in a signed image, whose pixels are a byte each.
const signedSteps = 127

// signedPalette has the colours of signed images; white is in the middle.
func signedPalette() color.Palette {
	var palette color.Palette
	for step := -signedSteps; step <= signedSteps; step++ {
		palette = append(palette, Diverging.at(0.5+0.5*float64(step)/signedSteps))
	}
	return palette
}

// GreyImage draws the first side² values, row by row, as a square image: black at low and below, white at high and
// above. Values that don't exist or aren't numbers are black.
func GreyImage(values []float64, side int, low, high float64) image.Image {
	picture := image.NewGray(image.Rect(0, 0, side, side))
	for i := range min(len(values), len(picture.Pix)) {
		if level := (values[i] - low) / (high - low); level > 0 {
			picture.Pix[i] = uint8(math.Round(0xff * min(level, 1)))
		}
	}
	return picture
}
