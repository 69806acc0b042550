package autoencoder

import (
	"math"

	"autoencoder-dynamics/autoencoder/random"
)

// chiSquared draws from the chi-squared law with at least two degrees of freedom, exactly, by
// rejection (G. Marsaglia, W. W. Tsang, ACM Trans. Math. Softw. 26 (2000) 363–372): with many
// degrees of freedom d = shape ≫ 1 nearly every first proposal is taken.
type chiSquared struct {
	shape float64 // degrees of freedom/2 − 1/3
	width float64 // 1/√(9·shape)
}

func newChiSquared(freedom float64) chiSquared {
	shape := float64(freedom/2) - 1.0/3
	return chiSquared{shape: shape, width: 1 / (3 * math.Sqrt(shape))}
}

// draw returns the next number from the stream.
func (c chiSquared) draw(stream *random.Stream) float64 {
	for {
		z := stream.NormFloat64()
		root := 1 + float64(c.width*z)
		if root <= 0 {
			continue
		}
		cube := float64(root * root * root)
		uniform := 1 - stream.Float64() // above 0
		square := float64(z * z)
		if uniform < 1-float64(0.0331*square*square) || math.Log(uniform) < float64(square/2)+float64(c.shape*(1-cube+math.Log(cube))) {
			return 2 * c.shape * cube
		}
	}
}
