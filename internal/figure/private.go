package figure

import (
	"image"
	"image/color"
	"slices"
)

// WithoutPrivate returns the figure as it may be given away: light grey in place of each private image, of the same
// size, and no rows of it in data.csv. Everything else, layout included, is the same; the figure itself is left as it is.
func (b *Built) WithoutPrivate() *Built {
	public := *b
	public.Panels = slices.Clone(b.Panels)
	for i := range public.Panels {
		panel := &public.Panels[i]
		if panel.Tiles == nil {
			continue
		}
		tiles := *panel.Tiles
		tiles.Groups = slices.Clone(tiles.Groups)
		for j := range tiles.Groups {
			tiles.Groups[j] = tiles.Groups[j].blanked()
		}
		panel.Tiles = &tiles
	}
	return &public
}

// blanked is the group without its images where these are private.
func (g TileGroup) blanked() TileGroup {
	if !g.Private {
		return g
	}
	images := make([]image.Image, len(g.Images))
	for i, one := range g.Images {
		images[i] = blank{one.Bounds()}
	}
	g.Images = images
	return g
}

// blank stands in for an image that isn't shown.
type blank struct{ bounds image.Rectangle }

var _ image.Image = blank{}

// ColorModel implements image.Image.
func (blank) ColorModel() color.Model { return color.GrayModel }

// Bounds implements image.Image.
func (b blank) Bounds() image.Rectangle { return b.bounds }

// At implements image.Image.
func (blank) At(int, int) color.Color { return color.Gray{Y: 0xe6} }
