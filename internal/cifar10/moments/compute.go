package moments

import (
	"context"
	"fmt"
	"math/bits"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"

	"autoencoder-dynamics/internal/cifar10"
)

// Pixels is the dimension D of a greyscale image.
const Pixels = cifar10.Pixels

// chunk is the number of images whose products are summed at a time.
const chunk = 512

// maxImages bounds the sums of products: each is at most images·GreyScale², which must stay below 2⁵³.
const maxImages = (1 << 53) / (cifar10.GreyScale * cifar10.GreyScale)

// Moments are the first two moments of greyscale images with pixel values y from 0 (black) to 1 (white).
type Moments struct {
	Count      int       // number N of images
	Mean       []float64 // D: m = (1/N) Σ y
	Covariance []float64 // D×D, row by row: (1/N) Σ (y-m)(y-m)ᵀ
}

// Compute returns the moments of images (N×3×32×32). progress is called with the
// number of images done since the last call, and may be nil. It returns an error
// where there is no image or more than 138,000, and one that wraps ctx.Err() when ctx is done.
// It panics where images has no multiple of 3,072 bytes.
func Compute(ctx context.Context, images []uint8, progress func(images int)) (*Moments, error) {
	if len(images)%cifar10.ImageBytes != 0 {
		panic(fmt.Sprintf("moments: %d bytes are no multiple of %d", len(images), cifar10.ImageBytes))
	}
	count := len(images) / cifar10.ImageBytes
	if count == 0 || count > maxImages {
		return nil, fmt.Errorf("moments of %d images: exact sums need 1 to %d", count, maxImages)
	}
	sums, products := make([]float64, Pixels), make([]float64, Pixels*Pixels)
	grey := make([]float64, chunk*Pixels)
	for first := 0; first < count; first += chunk {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("moments: %w", err)
		}
		n := min(chunk, count-first)
		block := grey[:n*Pixels]
		cifar10.GreyscaleInteger(block, images[first*cifar10.ImageBytes:(first+n)*cifar10.ImageBytes])
		addMoments(sums, products, block)
		if progress != nil {
			progress(n)
		}
	}
	return normalize(count, sums, products), nil
}

// addMoments adds the sums and the sums of products of a block of images. All are whole numbers
// below 2⁵³, so that the additions are exact in any order.
func addMoments(sums, products, block []float64) {
	rows := len(block) / Pixels
	for first := 0; first < len(block); first += Pixels {
		for p, y := range block[first : first+Pixels] {
			sums[p] += y
		}
	}
	gonum.Implementation{}.Dgemm(blas.Trans, blas.NoTrans, Pixels, Pixels, rows, 1, block, Pixels, block, Pixels, 1, products, Pixels)
}

// normalize turns sums into moments: the covariance of pixels i and j is
//
//	(N Σ yᵢyⱼ - Σ yᵢ Σ yⱼ) / N²
func normalize(count int, sums, products []float64) *Moments {
	m := &Moments{Count: count, Mean: make([]float64, Pixels), Covariance: make([]float64, Pixels*Pixels)}
	scale := float64(count) * cifar10.GreyScale
	for i := range Pixels {
		m.Mean[i] = sums[i] / scale
		for j := range Pixels {
			m.Covariance[i*Pixels+j] = difference(uint64(count), products[i*Pixels+j], sums[i], sums[j]) / (scale * scale)
		}
	}
	return m
}

// difference returns n·product - a·b, for whole numbers, rounded once or twice.
func difference(n uint64, product, a, b float64) float64 {
	high1, low1 := bits.Mul64(n, uint64(product))
	high2, low2 := bits.Mul64(uint64(a), uint64(b))
	low, borrow := bits.Sub64(low1, low2, 0)
	high, borrow := bits.Sub64(high1, high2, borrow)
	if borrow == 0 {
		return float64(high)*(1<<64) + float64(low)
	}
	low, carry := bits.Add64(^low, 1, 0)
	high = ^high + carry
	return -(float64(high)*(1<<64) + float64(low))
}
