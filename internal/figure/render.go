package figure

import (
	"bytes"
	"fmt"

	"autoencoder-dynamics/internal/figure/canvas"
	"autoencoder-dynamics/internal/figure/markup"
)

// Formats returns the formats that Render knows: svg, pdf, png.
func Formats() []string { return canvas.Formats() }

// Render draws the figure in one of the Formats. The same figure in the same style is the same bytes
// on one architecture. It fails on an unknown format and where Check finds a mistake.
func Render(b *Built, s Style, format string) ([]byte, error) {
	if err := Check(b, s); err != nil {
		return nil, err
	}
	width, height := Size(b, s)
	about := canvas.Description{Title: markup.Unicode(b.Title), Text: markup.Unicode(b.Alt)}
	surface, ok := canvas.New(format, width, height, about)
	if !ok {
		return nil, fmt.Errorf("no format %q; there are %q", format, Formats())
	}
	Draw(b, s, surface)
	var file bytes.Buffer
	if _, err := surface.WriteTo(&file); err != nil {
		return nil, fmt.Errorf("draw figure %s as %s: %w", b.Name, format, err)
	}
	return file.Bytes(), nil
}
