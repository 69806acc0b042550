package figures

import (
	"cmp"
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

// featureTiles shows the principal components and below them weights of the units that take the largest part in the
// reconstruction: of the network of each activation that ends lowest by SGD, and of the one that ends lowest by Adam.
func (t training) featureTiles() (*figure.Tiles, error) {
	tiles := &figure.Tiles{Columns: trainingTiles}
	add := func(heading string, rows [][]float64) {
		tiles.Groups = append(tiles.Groups, figure.TileGroup{Heading: heading, Images: signedImages(rows)})
	}
	components := leadingComponents(t.basis, min(trainingTiles, t.basis.Dim()))
	for i, psi := range components {
		components[i] = signed(psi, largestSign(psi))
	}
	add(fmt.Sprintf("principal components *ψ*_{1} … *ψ*_{%d}", len(components)), components)
	for _, s := range t.shown() {
		encoders, decoders, err := t.features(s)
		if err != nil {
			return nil, err
		}
		add(s.heading()+": encoder *w*^{*k*}", encoders)
		add(s.heading()+": decoder *v*^{*k*}", decoders)
	}
	return tiles, nil
}

// shownNetwork is a network by one of its trainings.
type shownNetwork struct {
	network trainedNetwork
	run     trainedRun
}

// name names the network and, where it isn't SGD, what trained it.
func (s shownNetwork) name() string {
	if s.run.curves.Run.Optimizer != nil {
		return s.network.name() + ", " + steps(s.run.curves.Run)[0]
	}
	return s.network.name()
}

// heading begins with how long the network was trained: what differs between tiles may be a matter of that alone.
func (s shownNetwork) heading() string {
	_, epoch := s.run.ended()
	return fmt.Sprintf("%s epochs, %s", figure.Number(epoch, 2), s.name())
}

// byEpochs sorts networks by how long they were trained, those trained as long as their headings say in the order given.
func byEpochs(all []shownNetwork) []shownNetwork {
	rounded := func(s shownNetwork) float64 {
		_, epoch := s.run.ended()
		return math.Round(100 * epoch)
	}
	slices.SortStableFunc(all, func(a, b shownNetwork) int { return cmp.Compare(rounded(a), rounded(b)) })
	return all
}

// shown are the networks whose units are shown: of each activation the one that SGD brings lowest, and then the one of
// all that Adam brings lowest; those trained longest last.
func (t training) shown() []shownNetwork {
	lowest := func(candidates []shownNetwork) []shownNetwork {
		if len(candidates) == 0 {
			return nil
		}
		return []shownNetwork{slices.MinFunc(candidates, func(a, b shownNetwork) int {
			errorA, _ := a.run.ended()
			errorB, _ := b.run.ended()
			return cmp.Compare(errorA.mean, errorB.mean)
		})}
	}
	var all, byAdam []shownNetwork
	for _, activation := range t.activations() {
		var bySGD []shownNetwork
		for _, n := range t.of(activation) {
			for _, one := range n.sgd {
				bySGD = append(bySGD, shownNetwork{n, one})
			}
			for _, one := range n.adam {
				byAdam = append(byAdam, shownNetwork{n, one})
			}
		}
		all = append(all, lowest(bySGD)...)
	}
	return byEpochs(append(all, lowest(byAdam)...))
}

// features are encoder and decoder vectors of the units that take the largest part in the reconstruction, the largest
// first. Where flipping a unit's input flips its output, the signs of its vectors mean nothing but together: they are
// chosen such that the decoder's largest pixel is positive.
func (t training) features(s shownNetwork) (encoders, decoders [][]float64, err error) {
	g, err := gaussian.ByName(s.network.network().Activation)
	if err != nil {
		return nil, nil, fmt.Errorf("stage %s: %w", s.run.curves.Stage, err)
	}
	w := s.run.weights
	for _, k := range leadingUnits(g, w, t.basis) {
		sign := 1.0
		if isOdd(g) {
			sign = largestSign(w.V[k])
		}
		encoders, decoders = append(encoders, signed(w.W[k], sign)), append(decoders, signed(w.V[k], sign))
	}
	return encoders, decoders, nil
}

// leadingUnits are the units whose part in the reconstruction, ‖v^k‖√M_kk with M_kk = E g(λ^k + b^k)² for normal inputs, is
// largest: as many as are shown, or all.
func leadingUnits(g gaussian.Activation, w inputs.Weights, basis spectrum.Spectrum) []int {
	hidden, dim := len(w.W), basis.Dim()
	rotated := basis.ToEigenbasis(slices.Concat(w.W...))
	parts, units := make([]float64, hidden), make([]int, hidden)
	for k := range units {
		variance := 0.0
		for tau, along := range rotated[k*dim : (k+1)*dim] {
			variance += along * along * basis.Eigenvalues[tau] / float64(dim)
		}
		law := gaussian.Joint{VarianceK: variance, VarianceL: variance, Covariance: variance}
		if w.B != nil {
			law.MeanK, law.MeanL = w.B[k], w.B[k]
		}
		units[k], parts[k] = k, floats.Norm(w.V[k], 2)*math.Sqrt(max(g.Pair(law).M, 0))
	}
	slices.SortStableFunc(units, func(a, b int) int { return cmp.Compare(parts[b], parts[a]) })
	return units[:min(hidden, trainingTiles)]
}

// isOdd reports whether g(−u) = −g(u).
func isOdd(g gaussian.Activation) bool {
	for _, u := range []float64{0, 0.3, 1, 2.5} {
		if math.Abs(g.Value(u)+g.Value(-u)) > 1e-12 {
			return false
		}
	}
	return true
}

// largestSign is the sign of the entry of the largest size.
func largestSign(row []float64) float64 {
	largest := 0.0
	for _, x := range row {
		if math.Abs(x) > math.Abs(largest) {
			largest = x
		}
	}
	return math.Copysign(1, largest)
}

// signed is a vector times a sign.
func signed(row []float64, sign float64) []float64 {
	out := slices.Clone(row)
	floats.Scale(sign, out)
	return out
}

// signedImages draws vectors as square images, each on its own scale: full colour at its largest entry.
func signedImages(rows [][]float64) []image.Image {
	var all []image.Image
	for _, row := range rows {
		all = append(all, figure.SignedImage(row, side(row), floats.Norm(row, math.Inf(1))))
	}
	return all
}

// side is that of the largest square image which a vector fills.
func side(row []float64) int { return int(math.Sqrt(float64(len(row)))) }

// leadingComponents returns the first n principal components in the data's coordinates.
func leadingComponents(basis spectrum.Spectrum, n int) [][]float64 {
	dim := basis.Dim()
	units := make([]float64, n*dim)
	for m := range n {
		units[m*dim+m] = 1
	}
	return slices.Collect(slices.Chunk(basis.FromEigenbasis(units), dim))
}
