package figure

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"slices"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	plotdraw "gonum.org/v1/plot/vg/draw"

	"autoencoder-dynamics/internal/figure/markup"
)

// Measures of image tiles.
const (
	tileHeading    = 1.35         // height of a heading's line in font sizes
	tileGap        = 16           // a tile's side over the gap between two
	tileGroupGap   = vg.Length(5) // between groups below each other
	tileGroupSpace = vg.Length(9) // between groups side by side
)

// tileGrid is how groups of tiles share a frame: all tiles are equally large.
type tileGrid struct {
	across  int       // groups side by side
	rows    []int     // rows of tiles in each row of groups
	side    vg.Length // of a tile
	gap     vg.Length // between tiles
	columns int
}

// arrangeTiles finds the largest tiles with which all groups fit into the frame.
func arrangeTiles(tiles Tiles, s Style, size vg.Point) tileGrid {
	g := tileGrid{across: max(tiles.GroupColumns, 1), columns: tiles.Columns}
	for i, group := range tiles.Groups {
		if i%g.across == 0 {
			g.rows = append(g.rows, 0)
		}
		last := &g.rows[len(g.rows)-1]
		*last = max(*last, (len(group.Images)+tiles.Columns-1)/tiles.Columns)
	}
	lines := vg.Length(len(g.rows))
	width := size.X - vg.Length(g.across-1)*tileGroupSpace
	height := size.Y - lines*s.SmallSize*tileHeading - (lines-1)*tileGroupGap
	inWidth, inHeight := vg.Length(0), vg.Length(0) // tiles and gaps, in sides
	inWidth = vg.Length(g.across) * extent(tiles.Columns)
	for _, rows := range g.rows {
		inHeight += extent(rows)
	}
	g.side = min(width/inWidth, height/inHeight)
	g.gap = g.side / tileGap
	return g
}

// extent is the length of n tiles and the gaps between them, in sides of a tile.
func extent(n int) vg.Length { return vg.Length(n) + vg.Length(n-1)/tileGap }

// drawTiles draws groups of images below each other or side by side, each under its heading.
func drawTiles(c plotdraw.Canvas, s Style, tiles Tiles, frame vg.Rectangle, group func(name string, part func())) {
	g := arrangeTiles(tiles, s, frame.Size())
	y := frame.Max.Y
	for i, rows := range g.rows {
		for j := range g.across {
			k := i*g.across + j
			if k >= len(tiles.Groups) {
				break
			}
			x := frame.Min.X + vg.Length(j)*(g.side*extent(g.columns)+tileGroupSpace)
			one := tiles.Groups[k]
			group(markup.Unicode(one.Heading), func() { g.draw(c, s, one, vg.Point{X: x, Y: y}) })
		}
		y -= s.SmallSize*tileHeading + g.side*extent(rows) + tileGroupGap
	}
}

// draw draws one group downwards from its upper left corner. All its images are one, with white between
// them: a document holds one large image more cheaply than a hundred small ones.
func (g tileGrid) draw(c plotdraw.Canvas, s Style, group TileGroup, corner vg.Point) {
	c.FillText(s.text(s.SmallSize, text.XLeft, text.YTop), corner, group.Heading)
	if len(group.Images) == 0 {
		return
	}
	top := corner.Y - s.SmallSize*tileHeading
	columns := min(g.columns, len(group.Images))
	rows := (len(group.Images) + g.columns - 1) / g.columns
	c.DrawImage(vg.Rectangle{
		Min: vg.Point{X: corner.X, Y: top - g.side*extent(rows)},
		Max: vg.Point{X: corner.X + g.side*extent(columns), Y: top},
	}, montage(group.Images, columns, rows))
}

// montage puts images side by side and below each other, each enlarged to the same number of pixels, in whole steps, so
// that viewers that smooth images show square pixels all the same.
func montage(images []image.Image, columns, rows int) image.Image {
	side := 0
	for _, one := range images {
		side = max(side, one.Bounds().Dx(), one.Bounds().Dy())
	}
	side = enlarged(side, len(images))
	gap := int(math.Round(float64(side) / tileGap))
	bounds := image.Rect(0, 0, columns*(side+gap)-gap, rows*(side+gap)-gap)
	whole := emptyImage(images, bounds)
	draw.Draw(whole, bounds, image.White, image.Point{}, draw.Src)
	for i, one := range images {
		left, top := i%columns*(side+gap), i/columns*(side+gap)
		enlarge(whole, one, image.Rect(left, top, left+side, top+side))
	}
	return whole
}

// enlarge fills a rectangle with an image, each pixel a smaller rectangle.
func enlarge(whole draw.Image, one image.Image, to image.Rectangle) {
	from := one.Bounds()
	set := func(x, y, fromX, fromY int) { whole.Set(x, y, one.At(fromX, fromY)) }
	if indexed, ok := whole.(*image.Paletted); ok { // by number: to look each colour up takes long
		set = func(x, y, fromX, fromY int) {
			indexed.SetColorIndex(x, y, one.(*image.Paletted).ColorIndexAt(fromX, fromY))
		}
	}
	for y := range to.Dy() {
		for x := range to.Dx() {
			set(to.Min.X+x, to.Min.Y+y, from.Min.X+x*from.Dx()/to.Dx(), from.Min.Y+y*from.Dy()/to.Dy())
		}
	}
}

// emptyImage is an image that holds the colours of all others, in one byte a pixel where it can.
func emptyImage(images []image.Image, bounds image.Rectangle) draw.Image {
	grey, signed, palette := true, true, signedPalette()
	for _, one := range images {
		grey = grey && one.ColorModel() == color.GrayModel
		paletted, ok := one.(*image.Paletted)
		signed = signed && ok && slices.Equal(paletted.Palette, palette)
	}
	switch {
	case grey:
		return image.NewGray(bounds)
	case signed:
		return image.NewPaletted(bounds, palette)
	default:
		return image.NewNRGBA(bounds)
	}
}

// enlarged is the number of pixels to which tiles of a side are enlarged: six times, twice where there are many.
func enlarged(side, n int) int {
	const many = 1 << 22 // pixels of all tiles
	factor := 6
	for factor > 2 && n*side*side*factor*factor > many {
		factor--
	}
	return side * factor
}
