package picture

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
)

// DPI is the resolution of accepted pictures, in dots per inch of the printed figure: a line of 1.1 points is two
// dots wide, the smallest letters can be read.
const DPI = 120

// OnWhite returns an image as 8-bit colours on white, its upper left corner at the origin.
func OnWhite(img image.Image) *image.NRGBA {
	bounds := img.Bounds()
	out := image.NewNRGBA(image.Rect(0, 0, bounds.Dx(), bounds.Dy()))
	draw.Draw(out, out.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, img, bounds.Min, draw.Over)
	return out
}

// Reduce returns a picture of a figure that is so many points wide at DPI; one of a lower resolution stays as it is.
func Reduce(img *image.NRGBA, points float64) *image.NRGBA {
	width := int(math.Round(points / 72 * DPI))
	if width < 1 || width >= img.Rect.Dx() {
		return img
	}
	height := max(1, int(math.Round(float64(img.Rect.Dy())*float64(width)/float64(img.Rect.Dx()))))
	return Resize(img, width, height)
}

// Resize returns the image at another size, each pixel the mean over the area that it covers.
func Resize(img *image.NRGBA, width, height int) *image.NRGBA {
	columns, rows := weights(img.Rect.Dx(), width), weights(img.Rect.Dy(), height)
	between := make([][3]float64, width*img.Rect.Dy()) // reduced along x
	for y := range img.Rect.Dy() {
		line := img.Pix[y*img.Stride:]
		for x, span := range columns {
			sum := &between[y*width+x]
			for i, w := range span.weights {
				p := line[4*(span.first+i):]
				for c := range sum {
					sum[c] += w * float64(p[c])
				}
			}
		}
	}
	out := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y, span := range rows {
		for x := range width {
			var sum [3]float64
			for i, w := range span.weights {
				for c := range sum {
					sum[c] += w * between[(span.first+i)*width+x][c]
				}
			}
			p := out.Pix[y*out.Stride+4*x:]
			for c := range sum {
				p[c] = uint8(math.Round(min(max(sum[c], 0), 255)))
			}
			p[3] = 0xff
		}
	}
	return out
}

// span is the source pixels that one pixel covers, with their shares.
type span struct {
	first   int
	weights []float64
}

func weights(from, to int) []span {
	all := make([]span, to)
	scale := float64(from) / float64(to)
	for i := range all {
		low, high := float64(i)*scale, float64(i+1)*scale
		first, last := min(int(low), from-1), min(int(math.Ceil(high-1e-9)), from)
		all[i].first = first
		for j := first; j < max(last, first+1); j++ {
			covered := min(high, float64(j+1)) - max(low, float64(j))
			all[i].weights = append(all[i].weights, covered/scale)
		}
	}
	return all
}

// step is what colours are rounded to multiples of, so that a picture takes half the bytes.
const step = 15

// FewColours returns the picture with channels rounded to 18 levels, which no comparison minds.
func FewColours(img *image.NRGBA) *image.NRGBA {
	few := image.NewNRGBA(img.Rect)
	for i, v := range img.Pix {
		few.Pix[i] = uint8((int(v) + step/2) / step * step)
	}
	return few
}

// Encode writes a picture as a PNG, with a palette where its colours are few enough.
func Encode(w io.Writer, img *image.NRGBA) error {
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(w, withPalette(img)); err != nil {
		return fmt.Errorf("encode a picture: %w", err)
	}
	return nil
}

// withPalette returns the image with a palette where 256 colours are enough.
func withPalette(img *image.NRGBA) image.Image {
	index := map[color.NRGBA]uint8{}
	var palette color.Palette
	indexed := image.NewPaletted(img.Rect, nil)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			c := img.NRGBAAt(x, y)
			i, ok := index[c]
			if !ok {
				if len(palette) == 256 {
					return img
				}
				i = uint8(len(palette))
				index[c] = i
				palette = append(palette, c)
			}
			indexed.Pix[y*indexed.Stride+x] = i
		}
	}
	indexed.Palette = palette
	return indexed
}
