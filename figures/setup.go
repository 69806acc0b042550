package figures

import (
	"fmt"
	"image"
	"math"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/stages"
)

// Setup shows what is studied: the shallow autoencoder, the eigenvalues of its two kinds of input, and examples of both.
type Setup struct{}

// Name implements figure.Figure.
func (Setup) Name() string { return "setup" }

// Title implements figure.Figure.
func (Setup) Title() string { return "Shallow autoencoders and their inputs" }

// Ports implements figure.Figure.
func (Setup) Ports() []stages.Port {
	return []stages.Port{
		{Name: "spiked", Doc: "sample covariance of the spiked model (covariance with samples above 0)", Kinds: []string{"covariance"}, Required: true},
		{Name: "natural", Doc: "covariance of the images", Kinds: []string{"covariance"}, Required: true},
		{Name: "images", Doc: "the images of which examples are shown", Kinds: []string{"whiten"}, Required: true},
	}
}

// tilesShown is the number of examples of each kind.
const tilesShown = 4

// Build implements figure.Figure.
func (f Setup) Build(in inputs.Set) (*figure.Built, error) {
	spiked, err := in.Spectrum("spiked")
	if err != nil {
		return nil, err
	}
	natural, err := in.Spectrum("natural")
	if err != nil {
		return nil, err
	}
	examples, err := in.Samples("images", tilesShown)
	if err != nil {
		return nil, err
	}
	if about := spiked.About; about.Model != "spiked" || about.Spikes < 1 {
		return nil, fmt.Errorf("needs.spiked: it is of model %q with %d spikes; wire a covariance stage with model: spiked and spikes above 0",
			about.Model, about.Spikes)
	}
	bulk := measureBulk(spiked)
	if !(bulk.variance > 0) || !(natural.Trace() > 0) {
		return nil, fmt.Errorf("a spectrum is without variance, needs.spiked: %g in the bulk, or needs.natural: %g; wire others", bulk.variance, natural.Trace())
	}
	b := &figure.Built{
		Name: f.Name(), Title: f.Title(), Width: figure.DoubleColumn,
		Grid: figure.Grid{Columns: []float64{1.25, 1.25, 0.72}, Rows: []float64{1.15, 1.15}},
		Panels: []figure.Panel{
			{Title: "autoencoder", Scheme: architecture(), Place: figure.Place{RowSpan: 2}},
			spikedPanel(spiked, bulk),
			naturalPanel(natural),
			examplePanel(spiked, bulk, examples),
		},
		Claims: setupClaims(spiked, natural, bulk),
	}
	b.Caption, b.Alt = describeSetup(spiked, natural, bulk, examples)
	b.Caption += recompressed(in, natural)
	return b, nil
}

// examplePanel shows inputs of both kinds as grey images.
func examplePanel(spiked inputs.Spectrum, bulk bulk, examples inputs.Samples) figure.Panel {
	return figure.Panel{
		Title: "inputs",
		Tiles: &figure.Tiles{Columns: 2, Groups: []figure.TileGroup{
			{Heading: "spiked model", Images: greyImages(drawSpiked(spiked, bulk, tilesShown))},
			{Heading: exampleName(examples), Images: greyImages(examples.Inputs), Private: !examples.Surrogates},
		}},
		Place: figure.Place{Column: 2, RowSpan: 2},
	}
}

func exampleName(examples inputs.Samples) string {
	if examples.Surrogates {
		return "Gaussian surrogates"
	}
	return "CIFAR10"
}

// greyImages turns inputs into square images, row by row, all on one scale of grey: from the 1st to the
// 99th percentile of their values. Values that don't fill a square are left over.
func greyImages(rows [][]float64) []image.Image {
	low, high := percentiles(rows, 0.01, 0.99)
	var tiles []image.Image
	for _, row := range rows {
		tiles = append(tiles, figure.GreyImage(row, int(math.Sqrt(float64(len(row)))), low, high))
	}
	return tiles
}

// setupClaims are the claims of the figure.
func setupClaims(spiked, natural inputs.Spectrum, bulk bulk) []figure.Claim {
	first := natural.Eigenvalues[0] / natural.Trace()
	return []figure.Claim{
		figure.Equal(fmt.Sprintf("exactly %d eigenvalues of the spiked model lie %s", spiked.About.Spikes, bulk.clear()),
			bulk.above(spiked.Eigenvalues), spiked.About.Spikes, bulk.describe(spiked)),
		figure.Between("the first eigenvalue of CIFAR10 carries 28–32 % of the variance", first, 0.28, 0.32,
			fmt.Sprintf("%s of a total of %s", percent(first), figure.Number(natural.Trace(), 4))),
	}
}
