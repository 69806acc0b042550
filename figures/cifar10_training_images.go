package figures

import (
	"fmt"
	"image"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/theory/gaussian"
)

// reconstructionTiles shows images, what PCA makes of them with as many components as there are hidden units, and what
// networks do. All are on one scale of grey. What is made of real images isn't given away.
func (t training) reconstructionTiles() (*figure.Tiles, error) {
	low, high := percentiles(t.samples.Inputs, 0.01, 0.99)
	tiles := &figure.Tiles{Columns: trainingTiles}
	add := func(heading string, rows [][]float64) {
		var images []image.Image
		for _, row := range rows {
			images = append(images, figure.GreyImage(row, side(row), low, high))
		}
		tiles.Groups = append(tiles.Groups, figure.TileGroup{Heading: heading, Images: images, Private: !t.samples.Surrogates})
	}
	originals := "training images"
	if t.samples.Surrogates {
		originals = "Gaussian surrogates in place of images"
	}
	add(originals, t.samples.Inputs)
	hidden := t.reference().Run.Hidden
	add(fmt.Sprintf("PCA with %d components", hidden), projected(t.basis, t.samples.Inputs, hidden))
	for _, s := range t.reconstructing() {
		rows, err := reconstructed(s.network.network().Activation, s.run.weights, t.samples.Inputs)
		if err != nil {
			return nil, fmt.Errorf("stage %s: %w", s.run.curves.Stage, err)
		}
		add(s.heading(), rows)
	}
	return tiles, nil
}

// reconstructing are all networks trained by SGD, and the one whose units are shown that Adam trained; those trained longest last.
func (t training) reconstructing() []shownNetwork {
	var all []shownNetwork
	for _, n := range t.networks {
		for _, one := range n.sgd {
			all = append(all, shownNetwork{n, one})
		}
	}
	for _, s := range t.shown() {
		if s.run.curves.Run.Optimizer != nil {
			all = append(all, s)
		}
	}
	return byEpochs(all)
}

// projected is what PCA makes of inputs with m components.
func projected(basis spectrum.Spectrum, rows [][]float64, m int) [][]float64 {
	dim := basis.Dim()
	amplitudes := basis.ToEigenbasis(slices.Concat(rows...))
	for row := range slices.Chunk(amplitudes, dim) {
		clear(row[min(m, dim):])
	}
	return slices.Collect(slices.Chunk(basis.FromEigenbasis(amplitudes), dim))
}

// reconstructed is what a network makes of inputs: x̂ = Σ_k v^k g(w^k·x/√D + b^k) + c.
func reconstructed(activation string, w inputs.Weights, rows [][]float64) ([][]float64, error) {
	g, err := gaussian.ByName(activation)
	if err != nil {
		return nil, err
	}
	var all [][]float64
	for _, x := range rows {
		made := make([]float64, len(x))
		copy(made, w.C)
		for k := range w.W {
			u := floats.Dot(w.W[k], x) / math.Sqrt(float64(len(x)))
			if w.B != nil {
				u += w.B[k]
			}
			floats.AddScaled(made, g.Value(u), w.V[k])
		}
		all = append(all, made)
	}
	return all, nil
}
