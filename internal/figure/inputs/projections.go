package inputs

import (
	"fmt"
	"math"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/internal/dataset"
	"autoencoder-dynamics/internal/spectrum"
)

// Projections are the inputs of a training set along the leading principal components.
type Projections struct {
	Along       [][]float64 // a row for each component m = 1, 2, …: ψ_m·x of every input x
	Eigenvalues []float64   // ρ_m, the mean of (ψ_m·x)²
	Surrogates  bool        // drawn from N(0, ρ_m), because there are no images
}

// surrogateCount is how many surrogates are drawn in place of the images of CIFAR10's training set.
const surrogateCount = 50_000

// Projections projects all images of the training set wired to one port on the leading components of the covariance
// wired to another one: on fewer than asked for where it has fewer. Where the embedded law stands in for the images,
// projections are drawn, always the same.
func (s Set) Projections(images, covariance string, components int) (Projections, error) {
	in, err := s.one(images)
	if err != nil {
		return Projections{}, err
	}
	basis, err := s.one(covariance)
	if err != nil {
		return Projections{}, err
	}
	path, err := basis.Path("spectrum.npz")
	if err != nil {
		return Projections{}, err
	}
	decomposed, err := spectrum.ReadFile(path)
	if err != nil {
		return Projections{}, fmt.Errorf("spectrum of stage %s: %w", basis.Stage, err)
	}
	components = min(components, decomposed.Dim())
	p := Projections{Along: make([][]float64, components), Eigenvalues: decomposed.Eigenvalues[:components]}
	if dataset.HasLaw(in) {
		p.draw()
		return p, nil
	}
	set, err := dataset.ReadImages(in, dataset.TrainFile)
	if err != nil {
		return Projections{}, fmt.Errorf("images of stage %s: %w", in.Stage, err)
	}
	if set.Dim != decomposed.Dim() || decomposed.IsDiagonal() {
		return Projections{}, fmt.Errorf("stage %s has no principal components of the images of stage %s, which have %d pixels: wire the covariance of these images",
			basis.Stage, in.Stage, set.Dim)
	}
	if err := checkPixels(set, set.Count); err != nil {
		return Projections{}, fmt.Errorf("images of stage %s: %w", in.Stage, err)
	}
	p.project(set, decomposed)
	return p, nil
}

// draw fills in normal projections.
func (p *Projections) draw() {
	p.Surrogates = true
	draws := random.New(surrogateSeed, "projections to show", 0)
	for m := range p.Along {
		p.Along[m] = make([]float64, surrogateCount)
		draws.Normals(p.Along[m], math.Sqrt(max(p.Eigenvalues[m], 0)))
	}
}

// project fills in the projections of images.
func (p *Projections) project(set dataset.Images, decomposed spectrum.Spectrum) {
	for m := range p.Along {
		unit := make([]float64, set.Dim)
		unit[m] = 1
		component := decomposed.FromEigenbasis(unit)
		p.Along[m] = make([]float64, set.Count)
		for i := range p.Along[m] {
			sum := 0.0
			for j, pixel := range set.Pixels[i*set.Dim : (i+1)*set.Dim] {
				sum += component[j] * float64(pixel)
			}
			p.Along[m][i] = sum
		}
	}
}
