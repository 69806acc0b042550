package picture_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"autoencoder-dynamics/internal/reference/picture"
)

// striped is a white picture with a dark line of one pixel at a height.
func striped(width, height, at int) *image.NRGBA {
	img := picture.OnWhite(image.NewNRGBA(image.Rect(0, 0, width, height)))
	for x := range width {
		img.SetNRGBA(x, at, color.NRGBA{R: 0x20, G: 0x40, B: 0x80, A: 0xff})
	}
	return img
}

func TestOnWhite(t *testing.T) {
	half := image.NewNRGBA(image.Rect(5, 5, 6, 6))
	half.SetNRGBA(5, 5, color.NRGBA{A: 0x80})
	if got := picture.OnWhite(half).NRGBAAt(0, 0); got.A != 0xff || got.R < 0x7e || got.R > 0x80 {
		t.Errorf("half a black on white is %v", got)
	}
}

func TestResizeKeepsTheMean(t *testing.T) {
	small := picture.Resize(striped(30, 30, 14), 12, 12)
	sum := 0
	for y := range 12 {
		sum += 255 - int(small.NRGBAAt(6, y).R)
	}
	if want := (255 - 0x20) * 12 / 30; sum < want-2 || sum > want+2 {
		t.Errorf("darkness %d, want %d", sum, want)
	}
}

func TestReduceNeverEnlarges(t *testing.T) {
	if got := picture.Reduce(striped(30, 30, 1), 72); got.Rect.Dx() != 30 {
		t.Errorf("%v", got.Rect)
	}
	if got := picture.Reduce(striped(300, 150, 1), 72); got.Rect.Dx() != picture.DPI || got.Rect.Dy() != picture.DPI/2 {
		t.Errorf("%v", got.Rect)
	}
}

func TestCompare(t *testing.T) {
	a := striped(100, 60, 30)
	if r := picture.Compare(a, a); !r.Same || r.Share != 0 {
		t.Errorf("the same picture: %+v", r)
	}
	if r := picture.Compare(a, striped(100, 60, 33)); r.Same || r.Y < 24 || r.Y > 42 {
		t.Errorf("a line moved by three pixels: %+v", r)
	}
	if r := picture.Compare(a, striped(100, 80, 30)); r.Same || r.Size != "the picture was 100 by 60 pixels, is 100 by 80" {
		t.Errorf("another size: %+v", r)
	}
	dot := striped(100, 60, 30)
	dot.SetNRGBA(50, 10, color.NRGBA{A: 0xff})
	if r := picture.Compare(a, dot); !r.Same {
		t.Errorf("a stray pixel: %+v", r)
	}
}

func TestEncodeUsesAPalette(t *testing.T) {
	var file bytes.Buffer
	few := picture.FewColours(striped(60, 60, 3))
	if err := picture.Encode(&file, few); err != nil {
		t.Fatal(err)
	}
	decoded, err := png.Decode(&file)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := decoded.(*image.Paletted); !ok {
		t.Errorf("two colours are written as %T", decoded)
	}
	if !bytes.Equal(picture.OnWhite(decoded).Pix, few.Pix) {
		t.Error("other pixels came back")
	}
	many := image.NewNRGBA(image.Rect(0, 0, 40, 40))
	for i := range many.Pix {
		many.Pix[i] = uint8(i*7919>>3) | 3
	}
	for i := 3; i < len(many.Pix); i += 4 {
		many.Pix[i] = 0xff
	}
	file.Reset()
	if err := picture.Encode(&file, many); err != nil {
		t.Fatal(err)
	}
	if decoded, err = png.Decode(&file); err != nil || !bytes.Equal(picture.OnWhite(decoded).Pix, many.Pix) {
		t.Errorf("many colours: %v", err)
	}
}

func TestShown(t *testing.T) {
	old, now := striped(20, 20, 5), striped(20, 24, 12)
	overlay := picture.Overlay(old, now)
	if overlay.Rect.Dy() != 24 {
		t.Errorf("the overlay of 20 and 24 rows has %d", overlay.Rect.Dy())
	}
	if c := overlay.NRGBAAt(3, 5); c.R <= c.B {
		t.Errorf("what only the old one has is %v, want orange", c)
	}
	if c := overlay.NRGBAAt(3, 12); c.B <= c.R {
		t.Errorf("what only the new one has is %v, want blue", c)
	}
	if c := picture.Difference(old, now).NRGBAAt(3, 5); c.R != 0xa0 || c.G != 0 {
		t.Errorf("a difference is %v", c)
	}
	if c := picture.Difference(old, old).NRGBAAt(3, 1); c.R != 0xff {
		t.Errorf("no difference is %v", c)
	}
}
