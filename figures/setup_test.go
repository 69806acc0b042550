package figures

import (
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"

	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/stages"
)

func TestSetup(t *testing.T) {
	// A bulk of 96 eigenvalues at the quantiles of Marchenko and Pastur's law for D/n = 1/2 and σ² = 1, and spikes.
	b := bulk{variance: 1, ratio: 0.5, low: math.Pow(1-math.Sqrt(0.5), 2), edge: math.Pow(1+math.Sqrt(0.5), 2)}
	eigenvalues := append([]float64{400, 200, 100, 50}, quantiles(b, 96)...)
	natural := []float64{0.3, 0.2, 0.15, 0.1, 0.08, 0.07, 0.05, 0.05}
	for name, test := range map[string]struct {
		spikes int
		first  float64
		want   string
	}{
		"as it should be":   {4, 0.3, "++"},
		"a spike too few":   {3, 0.3, "-+"},
		"too flat spectrum": {4, 0.2, "+-"},
	} {
		natural[0] = test.first
		ports := map[string][]stages.Input{
			"spiked":  {covarianceFiles(t, eigenvalues, map[string]any{"model": "spiked", "spikes": test.spikes, "samples": 200})},
			"natural": {covarianceFiles(t, natural, map[string]any{"dim": 8})},
			"images":  {lawFiles(t)},
		}
		built := build(t, Setup{}, ports)
		if got := claimMarks(built); got != test.want {
			t.Errorf("%s: claims %s, want %s\n%+v", name, got, test.want, built.Claims)
		}
		if !strings.Contains(built.Caption, "stand in for its images") {
			t.Errorf("%s: the caption takes surrogates for images: %s", name, built.Caption)
		}
	}
}

// quantiles returns eigenvalues, decreasing, at the middles of n equal shares of the bulk's law.
func quantiles(b bulk, n int) []float64 {
	const steps = 200_000
	width := (b.edge - b.low) / steps
	var values []float64
	mass := 0.0
	for i := range steps {
		at := b.low + (float64(i)+0.5)*width
		mass += b.density(at) * width
		if len(values) < n && mass >= (float64(len(values))+0.5)/float64(n) {
			values = append(values, at)
		}
	}
	slices.Reverse(values)
	return values
}

// The law of Marchenko and Pastur has mass 1 and mean σ².
func TestBulkDensity(t *testing.T) {
	b := bulk{variance: 2, ratio: 0.4, low: 2 * math.Pow(1-math.Sqrt(0.4), 2), edge: 2 * math.Pow(1+math.Sqrt(0.4), 2)}
	const steps = 100_000
	mass, mean, width := 0.0, 0.0, (b.edge-b.low)/steps
	for i := range steps {
		at := b.low + (float64(i)+0.5)*width
		mass += b.density(at) * width
		mean += at * b.density(at) * width
	}
	if math.Abs(mass-1) > 1e-4 || math.Abs(mean-2) > 1e-3 {
		t.Errorf("mass %g, mean %g; want 1 and 2", mass, mean)
	}
}

// With the model's own covariance the bulk is one eigenvalue, and every spike an outlier.
func TestBulkOfTheModelItself(t *testing.T) {
	s := inputs.Spectrum{Eigenvalues: []float64{9, 4, 1, 1, 1}, About: inputs.AboutSpectrum{Spikes: 2}}
	b := measureBulk(s)
	if n := b.above(s.Eigenvalues); n != 2 {
		t.Errorf("%d outliers, want 2", n)
	}
}

// golden is a sample covariance of 200 samples in 100 dimensions with 4 spikes, whose bulk has the mean 0.98 = 1 − 4/200.
func golden(fourth float64) inputs.Spectrum {
	eigenvalues := []float64{400, 200, 100, fourth}
	for len(eigenvalues) < 100 {
		eigenvalues = append(eigenvalues, 0.98)
	}
	return inputs.Spectrum{Eigenvalues: eigenvalues, About: inputs.AboutSpectrum{Model: "spiked", Spikes: 4, Samples: 200}}
}

// The numbers were worked out apart from the code: with σ² = 1 and D/n = 1/2, (1 ± √½)² and 4 (1+√½)^{4/3} 2^{1/6} 200^{−2/3}.
func TestMeasuredBulk(t *testing.T) {
	b := measureBulk(golden(50))
	for name, pair := range map[string][2]float64{
		"variance": {b.variance, 1}, "lower edge": {b.low, 0.0857864376269049}, "edge": {b.edge, 2.914213562373095}, "slack": {b.slack, 0.2678505711878195},
	} {
		if math.Abs(pair[0]/pair[1]-1) > 1e-12 {
			t.Errorf("%s is %.16g, want %.16g", name, pair[0], pair[1])
		}
	}
}

// The edge is at 2.914, and outliers begin at 3.182.
func TestSpikesNearTheEdge(t *testing.T) {
	for fourth, want := range map[float64]int{2.90: 3, 2.92: 3, 3.17: 3, 3.19: 4, 5: 4} {
		s := golden(fourth)
		b := measureBulk(s)
		if got := b.above(s.Eigenvalues); got != want {
			t.Errorf("with a spike at %g there are %d outliers, want %d", fourth, got, want)
		}
		claim := setupClaims(s, inputs.Spectrum{Eigenvalues: []float64{0.3, 0.7}}, b)[0]
		if claim.Pass != (want == 4) || !strings.Contains(claim.Detail, "edge 2.914 ") || !strings.Contains(claim.Detail, "above 3.182") {
			t.Errorf("with a spike at %g: %+v", fourth, claim)
		}
		bins, outliers := histogram(s, b, s.Trace())
		if total := floats.Sum(bins.Y); len(outliers.X) != want || total != float64(100-want) {
			t.Errorf("with a spike at %g: %d outliers and %g in the histogram", fourth, len(outliers.X), total)
		}
	}
}

// The line is the count that is expected in a bin: over all bins that is D − R. At both ends it is below the axis.
func TestLineOfMarchenkoPastur(t *testing.T) {
	s := golden(50)
	b := measureBulk(s)
	law := marchenkoPastur(s, b, s.Trace())
	total := 0.0
	for i := 1; i < len(law.X); i++ {
		total += (law.Y[i] + law.Y[i-1]) / 2 * math.Log10(law.X[i]/law.X[i-1]) / binDecades
	}
	if math.Abs(total-96) > 0.05 {
		t.Errorf("the line sums to %g, want 96", total)
	}
	axis := spikedPanel(s, b).Y
	if first, last := law.Y[0], law.Y[len(law.Y)-1]; first > axis.Min || last > axis.Min {
		t.Errorf("the line ends at %g and %g, above the axis at %g", first, last, axis.Min)
	}
}

func TestNoBarStraddlesTheEdge(t *testing.T) {
	b := measureBulk(golden(50))
	s := golden(50)
	copy(s.Eigenvalues[4:], []float64{2.99, 2.92, 2.91, 2.8, 2.7})
	bins, _ := histogram(s, b, s.Trace())
	half := math.Pow(10, binDecades/2)
	edge, beyond := b.edge/s.Trace(), 0.0
	for i, x := range bins.X {
		if x/half < edge*(1-1e-9) && x*half > edge*(1+1e-9) {
			t.Errorf("the bar from %g to %g straddles the edge at %g", x/half, x*half, edge)
		}
		if x > edge {
			beyond += bins.Y[i]
		}
	}
	if beyond != 2 {
		t.Errorf("%g eigenvalues stand right of the edge, want 2", beyond)
	}
}

func TestSetupRefusesOtherModels(t *testing.T) {
	for _, about := range []map[string]any{{"model": "sinusoidal", "spikes": 4}, {"model": "spiked"}, {"dim": 8}} {
		_, err := Setup{}.Build(inputs.NewSet(map[string][]stages.Input{
			"spiked":  {covarianceFiles(t, []float64{3, 1, 1, 1}, about)},
			"natural": {covarianceFiles(t, []float64{3, 1, 1, 1}, map[string]any{})},
			"images":  {lawFiles(t)},
		}))
		if err == nil || !strings.Contains(err.Error(), "needs.spiked") {
			t.Errorf("%v: error %v", about, err)
		}
	}
}

func TestTheCaptionOwnsUpToJPEG(t *testing.T) {
	natural := inputs.Spectrum{Eigenvalues: make([]float64, 1024)}
	for _, test := range []struct{ id, text, says string }{
		{inputs.EmbeddedDefault, "moments of CIFAR10 (JPEG re-encoding)", "artefact of the JPEG re-encoding"},
		{inputs.EmbeddedDefault, "moments of CIFAR10", ""},
		{inputs.UnofficialArchive, "not the official archive", "where they were re-encoded as JPEG"},
		{"other", "JPEG", ""},
	} {
		in := inputs.NewSet(map[string][]stages.Input{"natural": {{Caveats: []stages.Caveat{{ID: test.id, Text: test.text}}}}})
		if got := recompressed(in, natural); !strings.Contains(got, test.says) || (test.says == "" && got != "") {
			t.Errorf("%s, %q: the caption says %q", test.id, test.text, got)
		}
	}
	natural.Eigenvalues = natural.Eigenvalues[:8]
	in := inputs.NewSet(map[string][]stages.Input{"natural": {{Caveats: []stages.Caveat{{ID: inputs.EmbeddedDefault, Text: "JPEG"}}}}})
	if got := recompressed(in, natural); got != "" {
		t.Errorf("of eight eigenvalues the caption says %q", got)
	}
}

// Images of the data set are private; draws of the spiked model, and surrogates, aren't.
func TestSetupKeepsImagesPrivate(t *testing.T) {
	for _, real := range []bool{false, true} {
		images := lawFiles(t)
		if real {
			images = trainingPictures(t, tilesShown, 16)
		}
		b := build(t, Setup{}, map[string][]stages.Input{
			"spiked":  {covarianceFiles(t, []float64{9, 1, 1, 1}, map[string]any{"model": "spiked", "spikes": 1})},
			"natural": {covarianceFiles(t, []float64{0.3, 0.7}, map[string]any{})},
			"images":  {images},
		})
		if groups := b.Panels[3].Tiles.Groups; groups[0].Private || groups[1].Private != real {
			t.Errorf("real images %v: the spiked model's are private: %v, those of %s: %v", real, groups[0].Private, groups[1].Heading, groups[1].Private)
		}
	}
}
