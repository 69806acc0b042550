package cifar10

import "fmt"

// Weights of red, green and blue in the brightness (luma) of ITU-R BT.601, in
// thousandths, so that the brightness of a pixel is an integer from 0 to GreyScale.
const (
	RedWeight   = 299
	GreenWeight = 587
	BlueWeight  = 114

	GreyScale = 255 * (RedWeight + GreenWeight + BlueWeight) // the integer brightness of white, 255,000
)

// Greyscale writes the brightness of images to destination:
//
//	y = (0.299 R + 0.587 G + 0.114 B) / 255, from 0 (black) to 1 (white)
//
// (ITU-R BT.601). images is N×3×32×32 and destination N×1024, both row by row.
// The weighted sum is taken in integers: only the division rounds. It panics where the lengths don't fit.
func Greyscale[T float32 | float64](destination []T, images []uint8) {
	checkGrey(len(destination), len(images))
	for first := 0; first < len(images); first += ImageBytes {
		red, green, blue := planes(images[first:])
		row := destination[first/3:][:Pixels]
		for p := range row {
			row[p] = T(float64(weigh(red[p], green[p], blue[p])) / GreyScale)
		}
	}
}

// GreyscaleInteger writes 299 R + 587 G + 114 B, from 0 to [GreyScale], in the
// same layout as [Greyscale]. Sums and products of these are exact in float64 while
// they stay below 2⁵³.
func GreyscaleInteger(destination []float64, images []uint8) {
	checkGrey(len(destination), len(images))
	for first := 0; first < len(images); first += ImageBytes {
		red, green, blue := planes(images[first:])
		row := destination[first/3:][:Pixels]
		for p := range row {
			row[p] = float64(weigh(red[p], green[p], blue[p]))
		}
	}
}

func weigh(red, green, blue uint8) int {
	return RedWeight*int(red) + GreenWeight*int(green) + BlueWeight*int(blue)
}

func planes(image []uint8) (red, green, blue []uint8) {
	return image[:Pixels], image[Pixels : 2*Pixels], image[2*Pixels : 3*Pixels]
}

func checkGrey(destination, images int) {
	if images%ImageBytes != 0 || destination*3 != images {
		panic(fmt.Sprintf("cifar10: %d bytes of images don't fit %d grey values: want N×3×32×32 and N×1024", images, destination))
	}
}
