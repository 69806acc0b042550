package figures

import (
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
)

// bulk describes the eigenvalues of the spiked model that carry no spike.
type bulk struct {
	variance float64 // σ², of the noise
	ratio    float64 // D/n, dimension over samples; 0 where the covariance is the model's own
	low      float64 // lower edge of the bulk
	edge     float64 // upper edge of the bulk
	slack    float64 // how far beyond the edge its largest eigenvalue may reach: edgeWidths times what it scatters by
}

// measureBulk finds the bulk of a sample covariance of n samples: by Marchenko and Pastur (Math. USSR Sb. 1,
// 457, 1967) it fills σ²(1 ± √(D/n))². σ² is estimated from the D−R smallest eigenvalues, whose mean is
// σ²(1 − R/n) because the R outliers take up the noise along them. The largest eigenvalue of the bulk scatters
// about the edge by σ²(√(D/n)+1)^{4/3} (D/n)^{−1/6} n^{−2/3} (Johnstone, Ann. Stat. 29, 295, 2001); four times that
// it exceeds once in some ten thousand samples, by the law of Tracy and Widom.
func measureBulk(spiked inputs.Spectrum) bulk {
	dim, spikes, samples := len(spiked.Eigenvalues), spiked.About.Spikes, float64(spiked.About.Samples)
	if dim <= spikes {
		return bulk{}
	}
	mean := 0.0
	for _, eigenvalue := range spiked.Eigenvalues[spikes:] {
		mean += eigenvalue / float64(dim-spikes)
	}
	if samples == 0 {
		return bulk{variance: mean, low: mean, edge: mean, slack: 1e-9 * mean}
	}
	b := bulk{variance: mean / (1 - float64(spikes)/samples), ratio: float64(dim) / samples}
	root := math.Sqrt(b.ratio)
	b.low = b.variance * math.Pow(1-root, 2)
	b.edge = b.variance * math.Pow(1+root, 2)
	b.slack = edgeWidths * b.variance * math.Pow(1+root, 4.0/3) * math.Pow(b.ratio, -1.0/6) * math.Pow(samples, -2.0/3)
	return b
}

// edgeWidths is by how many widths of the largest bulk eigenvalue's scatter an outlier must stand clear of the edge.
const edgeWidths = 4

// threshold is the eigenvalue above which one is an outlier.
func (b bulk) threshold() float64 { return b.edge + b.slack }

// above counts the eigenvalues beyond the threshold.
func (b bulk) above(eigenvalues []float64) int {
	n := 0
	for _, eigenvalue := range eigenvalues {
		if eigenvalue > b.threshold() {
			n++
		}
	}
	return n
}

// clear says where outliers lie.
func (b bulk) clear() string {
	if b.ratio == 0 {
		return "above the bulk"
	}
	return fmt.Sprintf("more than %d Tracy–Widom widths above the bulk's edge", edgeWidths)
}

// describe says what the outliers were measured against.
func (b bulk) describe(spiked inputs.Spectrum) string {
	if b.ratio == 0 {
		return fmt.Sprintf("the bulk's eigenvalue is %.4g", b.edge)
	}
	smallest := math.Inf(1)
	for _, eigenvalue := range spiked.Eigenvalues {
		if eigenvalue > b.threshold() {
			smallest = min(smallest, eigenvalue)
		}
	}
	return fmt.Sprintf("edge %s (Marchenko–Pastur, %d samples), counted above %s (the edge and %d widths, Johnstone 2001); "+
		"smallest outlier %s", figure.Number(b.edge, 4), spiked.About.Samples,
		figure.Number(b.threshold(), 4), edgeWidths, figure.Number(smallest, 4))
}

// caption says what the bulk is in the caption.
func (b bulk) caption(spiked inputs.Spectrum) string {
	if b.ratio == 0 {
		return "a bulk of equal eigenvalues"
	}
	return fmt.Sprintf("the bulk of the covariance of %d samples, which follows the law of Marchenko and Pastur (line) up to its edge (dashed)", spiked.About.Samples)
}

// density is the law of Marchenko and Pastur at an eigenvalue, per unit of it.
func (b bulk) density(eigenvalue float64) float64 {
	inside := (b.edge - eigenvalue) * (eigenvalue - b.low)
	if inside <= 0 {
		return 0
	}
	return math.Sqrt(inside) / (2 * math.Pi * b.ratio * b.variance * eigenvalue)
}

// spikedSeed draws the same examples every time.
const spikedSeed = 20220106

// drawSpiked draws inputs with the spectrum's outliers and noise. The model is the same in any basis; the outliers'
// directions are random and, in many dimensions, all but orthogonal.
func drawSpiked(spiked inputs.Spectrum, bulk bulk, n int) [][]float64 {
	dim, spikes := len(spiked.Eigenvalues), spiked.About.Spikes
	directions := make([][]float64, spikes)
	draws := random.New(spikedSeed, "spiked inputs to show", 0)
	for m := range directions {
		directions[m] = make([]float64, dim)
		draws.Normals(directions[m], 1/math.Sqrt(float64(dim)))
	}
	rows := make([][]float64, n)
	for i := range rows {
		rows[i] = make([]float64, dim)
		draws.Normals(rows[i], math.Sqrt(bulk.variance))
		for m, direction := range directions {
			amplitude := math.Sqrt(spiked.Eigenvalues[m]) * draws.NormFloat64()
			for j, u := range direction {
				rows[i][j] += amplitude * u
			}
		}
	}
	return rows
}

// percentiles returns two quantiles of all values.
func percentiles(rows [][]float64, low, high float64) (atLow, atHigh float64) {
	all := slices.Concat(rows...)
	slices.Sort(all)
	at := func(share float64) float64 { return all[int(share*float64(len(all)-1))] }
	return at(low), at(high)
}
