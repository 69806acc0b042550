package figure

import (
	"fmt"
	"image/color"
	"maps"
	"slices"
	"strconv"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"

	"autoencoder-dynamics/internal/figure/glyph"
	"autoencoder-dynamics/internal/figure/markup"
)

// Style is the look that all figures share. Sizes are points at the printed width.
type Style struct {
	FontSize  vg.Length // axis labels, legends, titles
	SmallSize vg.Length // numbers at ticks, labels of reference lines, caveats
	Width     Width     // in place of the figure's own; 0 keeps it
	palette   map[string]color.NRGBA
	handler   markup.Handler
}

// NewStyle returns the style of the paper.
func NewStyle() Style {
	return Style{
		FontSize:  7.5,
		SmallSize: 6.5,
		palette:   maps.Clone(okabeIto()),
		handler:   markup.Handler{Fonts: glyph.Fonts()},
	}
}

// okabeIto is the palette of M. Okabe and K. Ito (Color Universal Design, 2008), which
// readers with any colour vision tell apart, given to what figures draw. Where two
// series are alike in grey, their markers differ. Hidden units and networks have none of the colours of
// theory and SGD. The wine red of the sixth unit and of Adam, and the indigo and purple of networks, are from
// P. Tol's palette "muted" (2021). Any two networks are 24 or more apart in CIELAB for all kinds of colour
// vision, simulated after Machado et al. (IEEE Trans. Vis. Comput. Graph. 15, 1291, 2009).
func okabeIto() map[string]color.NRGBA {
	rgb := func(hex uint32) color.NRGBA {
		return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
	}
	return map[string]color.NRGBA{
		"theory": rgb(0x0072b2), "sgd": rgb(0xd55e00), "images": rgb(0xd55e00), "surrogates": rgb(0x009e73),
		"data": rgb(0x0072b2), "histogram": rgb(0x9fc5e0), "reference": rgb(0x8a8a8a), "other": rgb(0x9a9a9a),
		"text": rgb(0x1a1a1a), "frame": rgb(0x4d4d4d), "white": rgb(0xffffff), "caveat": rgb(0xa34700),
		"adam": rgb(0x882255), "scatter": rgb(0x0072b2), "density": rgb(0x5f7f96), "function": rgb(0x1a1a1a),
		"unit 1": rgb(0x009e73), "unit 2": rgb(0xcc79a7), "unit 3": rgb(0x56b4e9),
		"unit 4": rgb(0x1a1a1a), "unit 5": rgb(0xe69f00), "unit 6": rgb(0x882255),
		"variant 1": rgb(0x332288), "variant 2": rgb(0xe07b00), "variant 3": rgb(0x009e73),
		"variant 4": rgb(0xaa4499), "variant 5": rgb(0x1a1a1a), "variant 6": rgb(0x7a5c1e),
	}
}

// Units is the number of colours that there are for hidden units.
const Units = 6

// UnitColor names the colour of hidden unit k = 1, 2, …; after Units of them they recur.
func UnitColor(k int) string { return "unit " + strconv.Itoa((k-1)%Units+1) }

// Variants is the number of colours that there are for networks that one panel compares.
const Variants = 6

// VariantColor names the colour of network k = 1, 2, … of those that one panel compares: tied and untied, with biases and
// without. Its theory and its simulation share the colour, and its markers have a shape of their own. After Variants
// of them the colours recur.
func VariantColor(k int) string { return "variant " + strconv.Itoa((k-1)%Variants+1) }

// ColorNames returns the names of the palette's colours, sorted.
func ColorNames() []string { return slices.Sorted(maps.Keys(okabeIto())) }

// WithColor returns the style with one colour changed. The colour is written "#rrggbb".
func (s Style) WithColor(name, hex string) (Style, error) {
	if _, ok := s.palette[name]; !ok {
		return s, fmt.Errorf("no colour %q; there are %q", name, ColorNames())
	}
	parsed, err := ParseColor(hex)
	if err != nil {
		return s, err
	}
	s.palette = maps.Clone(s.palette)
	s.palette[name] = parsed
	return s, nil
}

// ParseColor reads a colour written "#rrggbb".
func ParseColor(hex string) (color.NRGBA, error) {
	if len(hex) != 7 || hex[0] != '#' {
		return color.NRGBA{}, fmt.Errorf("%q isn't a colour: write # and six hexadecimal digits", hex)
	}
	bits, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		return color.NRGBA{}, fmt.Errorf("%q isn't a colour: write # and six hexadecimal digits", hex)
	}
	return color.NRGBA{R: uint8(bits >> 16), G: uint8(bits >> 8), B: uint8(bits), A: 0xff}, nil
}

// color returns a named colour; panels are checked before they are drawn.
func (s Style) color(name string) color.NRGBA { return s.palette[name] }

// faint mixes a colour with white.
func faint(c color.NRGBA) color.NRGBA {
	mix := func(v uint8) uint8 { return uint8((3*int(v) + 2*255) / 5) }
	return color.NRGBA{R: mix(c.R), G: mix(c.G), B: mix(c.B), A: c.A}
}

// text returns how text of a size is set, aligned at its point.
func (s Style) text(size vg.Length, x text.XAlignment, y text.YAlignment) text.Style {
	return text.Style{
		Color: s.color("text"), Font: glyph.Sans(size, false, false),
		XAlign: x, YAlign: y, Handler: s.handler,
	}
}

func (s Style) bold(size vg.Length) font.Font { return glyph.Sans(size, false, true) }

// width returns how wide a line of text is at a size.
func (s Style) width(line string, size vg.Length) vg.Length {
	width, _, _ := s.handler.Box(line, glyph.Sans(size, false, false))
	return width
}
