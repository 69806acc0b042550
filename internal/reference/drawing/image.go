package drawing

import (
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/recorder"
)

// image adds an image by its place, its size and the mean colours of its parts.
func (p *player) image(a *recorder.DrawImage) {
	p.endText()
	left, bottom := p.now().at.apply(a.Rectangle.Min)
	right, top := p.now().at.apply(a.Rectangle.Max)
	bounds := a.Image.Bounds()
	p.add(Element{
		Operation: Image, X: rounded(left), Y: rounded(bottom), W: rounded(right - left), H: rounded(top - bottom),
		Columns: bounds.Dx(), Rows: bounds.Dy(), Mean: means(a.Image),
	})
}

// means returns the mean red, green and blue of Blocks×Blocks parts, rows from the top; of fewer where there are fewer pixels.
func means(img image.Image) []uint8 {
	bounds := img.Bounds()
	columns, rows := min(Blocks, bounds.Dx()), min(Blocks, bounds.Dy())
	var all []uint8
	for j := range rows {
		for i := range columns {
			var sum [3]int
			part := image.Rect(
				bounds.Min.X+i*bounds.Dx()/columns, bounds.Min.Y+j*bounds.Dy()/rows,
				bounds.Min.X+(i+1)*bounds.Dx()/columns, bounds.Min.Y+(j+1)*bounds.Dy()/rows)
			for y := part.Min.Y; y < part.Max.Y; y++ {
				for x := part.Min.X; x < part.Max.X; x++ {
					c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
					sum[0], sum[1], sum[2] = sum[0]+int(c.R), sum[1]+int(c.G), sum[2]+int(c.B)
				}
			}
			n := part.Dx() * part.Dy()
			all = append(all, uint8((sum[0]+n/2)/n), uint8((sum[1]+n/2)/n), uint8((sum[2]+n/2)/n))
		}
	}
	return all
}

// heat collects the cells of a heat map.
type heat struct {
	cells []filled
	all   vg.Rectangle // that all cells cover
}

// filled is a rectangle of one colour.
type filled struct {
	area  vg.Rectangle
	color color.NRGBA
}

func (h *heat) add(path vg.Path, at affine, c color.NRGBA) {
	far := vg.Length(math.Inf(1))
	area := vg.Rectangle{Min: vg.Point{X: far, Y: far}, Max: vg.Point{X: -far, Y: -far}}
	for _, part := range path {
		if part.Type == vg.CloseComp {
			continue
		}
		x, y := at.apply(part.Pos)
		area.Min = vg.Point{X: min(area.Min.X, x), Y: min(area.Min.Y, y)}
		area.Max = vg.Point{X: max(area.Max.X, x), Y: max(area.Max.Y, y)}
	}
	if len(h.cells) == 0 {
		h.all = area
	}
	h.all.Min = vg.Point{X: min(h.all.Min.X, area.Min.X), Y: min(h.all.Min.Y, area.Min.Y)}
	h.all.Max = vg.Point{X: max(h.all.Max.X, area.Max.X), Y: max(h.all.Max.Y, area.Max.Y)}
	h.cells = append(h.cells, filled{area, c})
}

// endHeat adds the cells as an image of Blocks×Blocks parts.
func (p *player) endHeat(h *heat) {
	if h == nil || len(h.cells) == 0 {
		return
	}
	size := h.all.Size()
	e := Element{
		Operation: Image, X: rounded(h.all.Min.X), Y: rounded(h.all.Min.Y), W: rounded(size.X), H: rounded(size.Y),
		Columns: Blocks, Rows: Blocks,
	}
	for j := range Blocks {
		for i := range Blocks {
			e.Mean = append(e.Mean, h.mean(i, Blocks-1-j)...)
		}
	}
	p.add(e)
}

// mean is the mean colour of a part of what all cells cover, on white, counted from the lower left.
func (h *heat) mean(i, j int) []uint8 {
	size := h.all.Size()
	width, height := float64(size.X)/Blocks, float64(size.Y)/Blocks
	left, bottom := float64(h.all.Min.X)+float64(i)*width, float64(h.all.Min.Y)+float64(j)*height
	sum, free := [3]float64{}, width*height
	for _, cell := range h.cells {
		across := min(float64(cell.area.Max.X), left+width) - max(float64(cell.area.Min.X), left)
		up := min(float64(cell.area.Max.Y), bottom+height) - max(float64(cell.area.Min.Y), bottom)
		if across <= 0 || up <= 0 {
			continue
		}
		area := across * up
		for c, level := range [3]uint8{cell.color.R, cell.color.G, cell.color.B} {
			sum[c] += area * float64(level)
		}
		free -= area
	}
	mean := make([]uint8, 3)
	covered := width*height - free
	for c := range mean {
		total := sum[c] + max(free, 0)*0xff
		mean[c] = uint8(math.Round(min(max(total/(covered+max(free, 0)), 0), 255)))
	}
	return mean
}
