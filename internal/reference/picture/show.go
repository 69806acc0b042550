package picture

import (
	"image"
	"image/color"
	"image/draw"
	"math"
)

// amplification is by how much differences are made stronger than they are.
const amplification = 4

// Difference shows where two pictures differ, amplified, in dark red on what they have in common in faint grey.
func Difference(a, b *image.NRGBA) *image.NRGBA {
	return combine(a, b, func(old, now color.NRGBA) color.NRGBA {
		gap := 0
		for _, pair := range [][2]uint8{{old.R, now.R}, {old.G, now.G}, {old.B, now.B}} {
			gap = max(gap, int(pair[0])-int(pair[1]), int(pair[1])-int(pair[0]))
		}
		strength := min(1, amplification*float64(gap)/255)
		faint := 1 - 0.18*min(darkness(old), darkness(now))
		return mix(faint, strength, color.NRGBA{R: 0xa0, A: 0xff})
	})
}

// The colours of what only one of the pictures has, which readers with any colour vision tell apart.
var (
	onlyOld = color.NRGBA{R: 0xd5, G: 0x5e, B: 0x00, A: 0xff}
	onlyNew = color.NRGBA{R: 0x00, G: 0x72, B: 0xb2, A: 0xff}
)

// Overlay lays two pictures over each other: in grey what both have, in orange what only the old one has, in blue what only the new one.
func Overlay(a, b *image.NRGBA) *image.NRGBA {
	return combine(a, b, func(old, now color.NRGBA) color.NRGBA {
		before, after := darkness(old), darkness(now)
		common := min(before, after)
		if before > after {
			return mix(1-0.75*common, before-common, onlyOld)
		}
		return mix(1-0.75*common, after-common, onlyNew)
	})
}

// darkness is 0 for white and 1 for black.
func darkness(c color.NRGBA) float64 {
	return 1 - (0.299*float64(c.R)+0.587*float64(c.G)+0.114*float64(c.B))/255
}

// mix is a grey with a share of a colour over it.
func mix(grey, share float64, c color.NRGBA) color.NRGBA {
	channel := func(v uint8) uint8 { return uint8(math.Round((1-share)*255*grey + share*float64(v))) }
	return color.NRGBA{R: channel(c.R), G: channel(c.G), B: channel(c.B), A: 0xff}
}

// combine makes a picture pixel by pixel from two, which are white where one has less than the other.
func combine(a, b *image.NRGBA, pixel func(old, now color.NRGBA) color.NRGBA) *image.NRGBA {
	size := a.Rect.Union(b.Rect)
	a, b = onto(size, a), onto(size, b)
	out := image.NewNRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			out.SetNRGBA(x, y, pixel(a.NRGBAAt(x, y), b.NRGBAAt(x, y)))
		}
	}
	return out
}

func onto(size image.Rectangle, img *image.NRGBA) *image.NRGBA {
	if img.Rect == size {
		return img
	}
	out := image.NewNRGBA(size)
	draw.Draw(out, size, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(out, img.Rect, img, img.Rect.Min, draw.Src)
	return out
}
