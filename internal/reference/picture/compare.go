package picture

import (
	"fmt"
	"image"
	"math"
)

// Result is how two pictures look different.
type Result struct {
	Same  bool
	Size  string  // what is wrong with the sizes, "" where they can be compared
	Share float64 // of the pixels that look different
	X, Y  int     // where most of them are
}

// The comparison blurs, so that a thin line is the same whether it falls on one row of pixels or on two, and then asks
// of each pixel whether its colour is among those within half a pixel in the other picture. What is left are moved,
// lost and new things; a few stray pixels are none.
const (
	blurRadius = 1.0 // standard deviation in pixels
	threshold  = 26  // levels of 255
	side       = 12  // of the squares that are counted over, in pixels
	enough     = 6   // different pixels in a square that are a difference
	sizeSlack  = 2   // pixels by which sizes may differ
)

// Compare says whether two pictures look the same.
func Compare(a, b *image.NRGBA) Result {
	if !alike(a.Rect.Dx(), b.Rect.Dx()) || !alike(a.Rect.Dy(), b.Rect.Dy()) {
		return Result{Size: fmt.Sprintf("the picture was %d by %d pixels, is %d by %d", a.Rect.Dx(), a.Rect.Dy(), b.Rect.Dx(), b.Rect.Dy())}
	}
	if a.Rect.Dx() != b.Rect.Dx() || a.Rect.Dy() != b.Rect.Dy() {
		b = Resize(b, a.Rect.Dx(), a.Rect.Dy())
	}
	width, height := a.Rect.Dx(), a.Rect.Dy()
	planesA, planesB := planesOf(a), planesOf(b)
	columns := (width + side - 1) / side
	counts := make([]int, columns*((height+side-1)/side))
	total := 0
	for y := range height {
		for x := range width {
			if different(planesA, planesB, x, y) {
				counts[y/side*columns+x/side]++
				total++
			}
		}
	}
	result := Result{Same: true, Share: float64(total) / float64(width*height)}
	most := 0
	for i, n := range counts {
		if n > most {
			most = n
			result.X, result.Y = i%columns*side+side/2, i/columns*side+side/2
		}
	}
	result.Same = most < enough
	return result
}

func alike(a, b int) bool { return max(a, b)-min(a, b) <= sizeSlack+max(a, b)/200 }

func different(a, b [3]plane, x, y int) bool {
	for c := range a {
		if a[c].outside(b[c], x, y) > threshold || b[c].outside(a[c], x, y) > threshold {
			return true
		}
	}
	return false
}

// plane is one channel, blurred.
type plane struct {
	width, height int
	values        []float32
}

func (p plane) at(x, y int) float32 {
	return p.values[min(max(y, 0), p.height-1)*p.width+min(max(x, 0), p.width-1)]
}

// outside is by how much a pixel's value is out of the range of those within half a pixel in the other plane; 0 where
// that can't be more than the threshold.
func (p plane) outside(other plane, x, y int) float32 {
	value, middle := p.values[y*p.width+x], other.values[y*other.width+x]
	if max(value-middle, middle-value) <= threshold {
		return 0
	}
	low, high := middle, middle
	for dy := -1; dy <= 1; dy++ {
		for dx := -1; dx <= 1; dx++ {
			between := (middle + other.at(x+dx, y) + other.at(x, y+dy) + other.at(x+dx, y+dy)) / 4
			low, high = min(low, between), max(high, between)
		}
	}
	return max(low-value, value-high, 0)
}

// planesOf returns red, green and blue of a picture, blurred.
func planesOf(img *image.NRGBA) [3]plane {
	var planes [3]plane
	width, height := img.Rect.Dx(), img.Rect.Dy()
	for c := range planes {
		p := plane{width, height, make([]float32, width*height)}
		for y := range height {
			for x := range width {
				p.values[y*width+x] = float32(img.Pix[y*img.Stride+4*x+c])
			}
		}
		planes[c] = p.blurred(1, 0).blurred(0, 1)
	}
	return planes
}

// blurred returns the plane blurred by a Gaussian along one direction.
func (p plane) blurred(dx, dy int) plane {
	const reach = 3
	var kernel [2*reach + 1]float32
	sum := float32(0)
	for i := range kernel {
		distance := float64(i - reach)
		kernel[i] = float32(math.Exp(-distance * distance / (2 * blurRadius * blurRadius)))
		sum += kernel[i]
	}
	out := plane{p.width, p.height, make([]float32, len(p.values))}
	for y := range p.height {
		for x := range p.width {
			total := float32(0)
			for i, w := range kernel {
				total += w * p.at(x+(i-reach)*dx, y+(i-reach)*dy)
			}
			out.values[y*p.width+x] = total / sum
		}
	}
	return out
}
