package figure_test

import (
	"bytes"
	"image"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/figure"
)

// What may be given away has grey tiles in place of private images and none of their numbers; the rest, and the
// figure itself, are as they were.
func TestWithoutPrivate(t *testing.T) {
	tiles, heat := tilesPanel(), overlapPanel()
	tiles.Place, heat.Place = figure.Place{}, figure.Place{Column: 1}
	b := &figure.Built{Name: "private", Width: figure.SingleColumn, Grid: figure.Grid{Rows: []float64{0.7}}, Panels: []figure.Panel{tiles, heat}}
	before := mustRender(t, b, figure.NewStyle(), "png")
	public := b.WithoutPrivate()
	data, err := figure.Data(public)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(data), "originals") || !strings.Contains(string(data), "\na,decoder 8,31,") {
		t.Error("data.csv has numbers of private images, or lacks those of others")
	}
	if !bytes.Equal(before, mustRender(t, b, figure.NewStyle(), "png")) {
		t.Error("the figure itself was changed")
	}
	old, blanked := mustDecode(t, before), mustDecode(t, mustRender(t, public, figure.NewStyle(), "png"))
	changed := differences(old, blanked)
	if frame := framePixels(b, 0); changed.Empty() || !changed.In(frame) {
		t.Errorf("the picture differs in %v, want a part of %v", changed, frame)
	}
	for _, series := range figure.Summarize(public, figure.NewStyle()).Panels[0].Series {
		if series.Private != strings.HasPrefix(series.Name, "originals ") || series.Style != "tiles" || series.Tolerance.Absolute != 2 {
			t.Errorf("figure.json has %+v", series)
		}
	}
	if err := figure.Check(public, figure.NewStyle()); err != nil {
		t.Error(err)
	}
}

// differences returns the smallest rectangle outside of which two pictures are alike.
func differences(a, b image.Image) image.Rectangle {
	var changed image.Rectangle
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if a.At(x, y) != b.At(x, y) {
				changed = changed.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return changed
}

// framePixels is where panel i lies in the PNG.
func framePixels(b *figure.Built, i int) image.Rectangle {
	const dotsPerPoint = 300.0 / 72
	f := figure.Summarize(b, figure.NewStyle()).Panels[i].Frame
	return image.Rect(int(f.Left*dotsPerPoint), int(f.Top*dotsPerPoint),
		int((f.Left+f.Width)*dotsPerPoint)+1, int((f.Top+f.Height)*dotsPerPoint)+1)
}

// All tiles of a panel are equally large, in whatever order and number, and stay in their frame.
func TestTilesFillTheirFrame(t *testing.T) {
	black := image.NewGray(image.Rect(0, 0, 8, 8))
	for _, groups := range [][]int{{8, 3}, {64, 64, 16}} {
		tiles := &figure.Tiles{Columns: 4, GroupColumns: 2}
		for i, n := range groups {
			group := figure.TileGroup{Heading: strings.Repeat("i", i+1)}
			for range n {
				group.Images = append(group.Images, black)
			}
			tiles.Groups = append(tiles.Groups, group)
		}
		b := &figure.Built{Name: "tiles", Width: figure.SingleColumn, Grid: figure.Grid{Rows: []float64{1}},
			Panels: []figure.Panel{{Tiles: tiles}}}
		picture := mustDecode(t, mustRender(t, b, figure.NewStyle(), "png"))
		blank := mustDecode(t, mustRender(t, without(b), figure.NewStyle(), "png"))
		if changed := differences(picture, blank); changed.Empty() || !changed.In(framePixels(b, 0).Inset(-1)) {
			t.Errorf("%v tiles reach over %v, their frame is %v", groups, changed, framePixels(b, 0))
		}
	}
}

// without is the figure, its tiles white.
func without(b *figure.Built) *figure.Built {
	white := image.NewGray(image.Rect(0, 0, 8, 8))
	for i := range white.Pix {
		white.Pix[i] = 0xff
	}
	other, tiles := *b, *b.Panels[0].Tiles
	tiles.Groups = nil
	for _, group := range b.Panels[0].Tiles.Groups {
		copied := group
		copied.Images = nil
		for range group.Images {
			copied.Images = append(copied.Images, white)
		}
		tiles.Groups = append(tiles.Groups, copied)
	}
	other.Panels = []figure.Panel{{Tiles: &tiles}}
	return &other
}

func TestCheckOfTiles(t *testing.T) {
	one := image.NewGray(image.Rect(0, 0, 2, 2))
	for want, tiles := range map[string]figure.Tiles{
		"in 0 columns":                {Groups: []figure.TileGroup{{Heading: "a", Images: []image.Image{one}}}},
		`two groups of tiles`:         {Columns: 1, Groups: []figure.TileGroup{{Images: []image.Image{one}}, {Images: []image.Image{one}}}},
		`the group "a" has no images`: {Columns: 1, Groups: []figure.TileGroup{{Heading: "a"}}},
		`image 2 of the group "a"`:    {Columns: 1, Groups: []figure.TileGroup{{Heading: "a", Images: []image.Image{one, nil}}}},
	} {
		err := figure.Check(&figure.Built{Width: 1, Grid: figure.Grid{Rows: []float64{1}}, Panels: []figure.Panel{{Tiles: &tiles}}}, figure.NewStyle())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("nothing about %q in: %v", want, err)
		}
	}
}
