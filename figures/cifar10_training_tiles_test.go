package figures

import (
	"image/color"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"

	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/theory/gaussian"
)

// rotated is a basis of four dimensions in which the two leading components are turned by an angle.
func rotated() spectrum.Spectrum {
	c, s := math.Cos(0.7), math.Sin(0.7)
	return spectrum.Spectrum{Eigenvalues: []float64{8, 4, 2, 1}, Eigenvectors: []float64{c, -s, 0, 0, s, c, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}}
}

// With linear units Q_kk = w·Ω w/D and M_kk = Q_kk + b²: the parts are worked out by hand.
func TestLeadingUnits(t *testing.T) {
	basis := spectrum.Spectrum{Eigenvalues: []float64{8, 4, 2, 1}}
	w := inputs.Weights{
		W: [][]float64{{1, 0, 0, 0}, {0, 0, 0, 1}, {0, 1, 0, 0}}, // M: 2, 0.25, 1
		V: [][]float64{{1, 0, 0, 0}, {0, 3, 0, 0}, {0, 0, 2, 0}}, // parts: 1.41, 1.5, 2
	}
	if got := leadingUnits(gaussian.Linear{}, w, basis); !slices.Equal(got, []int{2, 1, 0}) {
		t.Errorf("units %v", got)
	}
	w.B = []float64{2, 0, 0} // part of the first: √(2 + 4)
	if got := leadingUnits(gaussian.Linear{}, w, basis); !slices.Equal(got, []int{0, 2, 1}) {
		t.Errorf("with a bias units %v", got)
	}
}

func TestOddActivations(t *testing.T) {
	for name, want := range map[string]bool{"erf": true, "linear": true, "tanh": true, "relu": false, "logistic": false, "gelu": false} {
		g, err := gaussian.ByName(name)
		if err != nil || isOdd(g) != want {
			t.Errorf("%s is odd: %v, %v", name, isOdd(g), err)
		}
	}
}

// An autoencoder of linear units w = v = D^{1/4} ψ makes of inputs what PCA makes of them.
func TestReconstructionsByPCA(t *testing.T) {
	basis := rotated()
	x := [][]float64{{1, 2, 3, 4}, {-1, 0.5, 0, 2}}
	components := leadingComponents(basis, 2)
	for _, row := range components {
		floats.Scale(math.Sqrt2, row) // D^{1/4}
	}
	want := projected(basis, x, 2)
	got, err := reconstructed("linear", inputs.Weights{W: components, V: components}, x)
	if err != nil {
		t.Fatal(err)
	}
	for i := range x {
		if !floats.EqualApprox(got[i], want[i], 1e-12) || !floats.EqualApprox(want[i], []float64{x[i][0], x[i][1], 0, 0}, 1e-12) {
			t.Errorf("of %v: the network makes %v, PCA %v", x[i], got[i], want[i])
		}
	}
	if all := projected(basis, x, 9); !floats.EqualApprox(all[1], x[1], 1e-12) {
		t.Errorf("with all components %v", all)
	}
}

func TestReconstructionWithBiases(t *testing.T) {
	w := inputs.Weights{W: [][]float64{{2, 0, 0, 0}}, V: [][]float64{{1, 2, 3, 4}}, B: []float64{0.5}, C: []float64{0, 0, 0, 10}}
	got, err := reconstructed("relu", w, [][]float64{{1, 9, 9, 9}, {-1, 9, 9, 9}})
	if err != nil || !floats.EqualApprox(got[0], []float64{1.5, 3, 4.5, 16}, 1e-12) || !floats.EqualApprox(got[1], []float64{0, 0, 0, 10}, 1e-12) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := reconstructed("sine", w, nil); err == nil {
		t.Error("an unknown activation was taken")
	}
}

// The largest pixel is at full strength, whatever the scale; the sign is that of the largest pixel.
func TestSignedImages(t *testing.T) {
	row := []float64{1e-3, -4e-3, 2e-3, 0}
	if largestSign(row) != -1 || largestSign([]float64{0, 0}) != 1 {
		t.Error("the largest pixel is negative")
	}
	images := signedImages([][]float64{row, signed(row, -1000)})
	if a, b := images[0].At(1, 0), images[1].At(1, 0); a == b || images[0].Bounds().Dx() != 2 {
		t.Errorf("the largest pixels are %v and %v", a, b)
	}
	if r, g, b, _ := images[0].At(1, 1).RGBA(); r != 0xffff || g != 0xffff || b != 0xffff {
		t.Errorf("zero is %v", color.NRGBAModel.Convert(images[0].At(1, 1)))
	}
}
