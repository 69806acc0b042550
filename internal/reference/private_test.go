package reference_test

import (
	"bytes"
	"image"
	"testing"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/reference"
)

// Of images of a data set nothing gets into what is accepted: neither numbers, nor what is drawn, nor pixels.
func TestPrivateImagesAreLeftOut(t *testing.T) {
	withTile := func(level uint8) *figure.Built {
		tile := image.NewGray(image.Rect(0, 0, 8, 8))
		for i := range tile.Pix {
			tile.Pix[i] = level
		}
		return changed(func(b *figure.Built) {
			b.Panels[1] = figure.Panel{Place: b.Panels[1].Place, Tiles: &figure.Tiles{Columns: 1, Groups: []figure.TileGroup{
				{Heading: "images", Images: []image.Image{tile}, Private: true}}}}
		})
	}
	files := func(level uint8) map[string][]byte {
		all := map[string][]byte{}
		store := reference.Store{Dir: t.TempDir()}
		if err := store.Accept(manifest("sample"), written(t, withTile(level))); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"data.csv", "figure.json", "operations.jsonl", "picture.png"} {
			all[name] = readFile(t, store.Dir+"/quick/sample/"+name)
		}
		return all
	}
	dark, light := files(10), files(200)
	for name := range dark {
		if !bytes.Equal(dark[name], light[name]) {
			t.Errorf("%s depends on a private image", name)
		}
	}
	if bytes.Contains(dark["data.csv"], []byte("images 1")) {
		t.Error("data.csv has numbers of a private image")
	}
}
