package figure

import (
	"bytes"
	"fmt"
	"slices"

	"autoencoder-dynamics/internal/reference/drawing"
)

// The files that an accepted reference of the figure is made from, which may be given away, beside data.csv,
// claims.json and figure.json. The public ones are there where the figure has private images, without these.
const (
	OperationsFile    = "operations.jsonl"
	PublicDataFile    = "public-data.csv"
	PublicPictureFile = "public-figure.png"
)

// Record returns what is drawn in the figure, element by element.
func Record(b *Built, s Style) drawing.Drawing {
	recorder := drawing.Recorder{PanelName: func(n int) string { return panelName(b.Panels, n) }}
	Draw(b, s, &recorder)
	width, height := Size(b, s)
	return drawing.Drawing{
		Header:   drawing.Header{Width: rounded(width), Height: rounded(height)},
		Elements: recorder.Elements(),
	}
}

// writeRecord writes what is drawn, and where the figure has private images what it is without them.
func writeRecord(b *Built, s Style, path func(name string) string) error {
	public := b.WithoutPrivate()
	var operations bytes.Buffer
	if err := Record(public, s).Write(&operations); err != nil {
		return fmt.Errorf("figure %s: %w", b.Name, err)
	}
	if err := writeFile(path(OperationsFile), operations.Bytes()); err != nil {
		return err
	}
	if !b.hasPrivate() {
		return nil
	}
	data, err := Data(public)
	if err != nil {
		return err
	}
	picture, err := Render(public, s, "png")
	if err != nil {
		return err
	}
	if err := writeFile(path(PublicDataFile), data); err != nil {
		return err
	}
	return writeFile(path(PublicPictureFile), picture)
}

// hasPrivate reports whether the figure shows images that must not be given away.
func (b *Built) hasPrivate() bool {
	return slices.ContainsFunc(b.Panels, func(p Panel) bool {
		return p.Tiles != nil && slices.ContainsFunc(p.Tiles.Groups, func(g TileGroup) bool { return g.Private })
	})
}
