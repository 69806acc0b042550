package canvas

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image/png"
	"io"
	"math"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"

	"autoencoder-dynamics/internal/figure/glyph"
)

// DPI is the resolution of PNG, in dots per inch.
const DPI = 300

// PNG draws to a raster of DPI dots per inch on white.
type PNG struct{ *vgimg.Canvas }

var _ Canvas = PNG{}

// NewPNG returns a white raster of a size in points.
func NewPNG(width, height vg.Length) PNG {
	return PNG{vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(DPI))}
}

// FillString fills the letters' outlines, which stay sharp when they are rotated.
func (p PNG) FillString(face font.Face, at vg.Point, text string) {
	scale := face.Font.Size / vg.Length(glyph.UnitsPerEm(face))
	for _, r := range text {
		place := func(q vg.Point) vg.Point { return vg.Point{X: at.X + scale*q.X, Y: at.Y + scale*q.Y} }
		if outline := glyph.Outline(face, r); len(outline) > 0 {
			p.Fill(mapped(outline, place))
		}
		at.X += scale * vg.Length(glyph.AdvanceUnits(face, r))
	}
}

func mapped(path vg.Path, place func(vg.Point) vg.Point) vg.Path {
	moved := make(vg.Path, len(path))
	for i, part := range path {
		part.Pos = place(part.Pos)
		controls := make([]vg.Point, len(part.Control))
		for j, control := range part.Control {
			controls[j] = place(control)
		}
		part.Control = controls
		moved[i] = part
	}
	return moved
}

// WriteTo writes the image, with its resolution in it.
func (p PNG) WriteTo(w io.Writer) (int64, error) {
	var encoded bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&encoded, p.Image()); err != nil {
		return 0, fmt.Errorf("encode PNG: %w", err)
	}
	out := &counter{to: w}
	_, err := out.Write(withResolution(encoded.Bytes()))
	return out.n, err
}

// withResolution puts a pHYs chunk after the header, which image/png always writes first:
// 8 bytes of signature, then length, type, 13 bytes and checksum of IHDR.
func withResolution(encoded []byte) []byte {
	const afterHeader = 8 + 4 + 4 + 13 + 4
	perMetre := uint32(math.Round(DPI / 0.0254))
	body := append([]byte("pHYs"), binary.BigEndian.AppendUint32(nil, perMetre)...)
	body = append(binary.BigEndian.AppendUint32(body, perMetre), 1)
	chunk := append(binary.BigEndian.AppendUint32(nil, uint32(len(body)-4)), body...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(body))

	whole := append([]byte{}, encoded[:afterHeader]...)
	whole = append(whole, chunk...)
	return append(whole, encoded[afterHeader:]...)
}
