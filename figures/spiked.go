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
	slack    float64 // how far beyond the edge its largest eigenvalue may reach
}

// measureBulk finds the bulk of a sample covariance of n samples: by Marchenko and Pastur (Math. USSR Sb. 1,
// 457, 1967) it fills σ²(1 ± √(D/n))². σ² is estimated from the D−R smallest eigenvalues, whose mean is
// σ²(1 − R/n) because the R outliers take up the noise along them. The largest eigenvalue of the bulk scatters
// about the edge by σ²(√(D/n)+1)^{4/3} (D/n)^{−1/6} n^{−2/3} (Johnstone, Ann. Stat. 29, 295, 2001); four times that
// it exceeds once in some ten thousand samples.
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
	b.slack = 4 * b.variance * math.Pow(1+root, 4.0/3) * math.Pow(b.ratio, -1.0/6) * math.Pow(samples, -2.0/3)
	return b
}

// above counts the eigenvalues beyond the bulk's edge.
func (b bulk) above(eigenvalues []float64) int {
	n := 0
	for _, eigenvalue := range eigenvalues {
		if eigenvalue > b.edge+b.slack {
			n++
		}
	}
	return n
}

// describe says what the outliers were measured against.
func (b bulk) describe(spiked inputs.Spectrum) string {
	if b.ratio == 0 {
		return fmt.Sprintf("the bulk's eigenvalue is %.4g", b.edge)
	}
	smallest := math.Inf(1)
	for _, eigenvalue := range spiked.Eigenvalues {
		if eigenvalue > b.edge+b.slack {
			smallest = eigenvalue
		}
	}
	return fmt.Sprintf("edge %.4g (Marchenko–Pastur, %d samples), smallest outlier %.4g", b.edge, spiked.About.Samples, smallest)
}

// caption says what the bulk is in the caption.
func (b bulk) caption(spiked inputs.Spectrum) string {
	if b.ratio == 0 {
		return "a bulk of equal eigenvalues"
	}
	return fmt.Sprintf("the bulk of the covariance of %d samples, which follows the law of Marchenko and Pastur (line) up to its edge (dashed)",
		spiked.About.Samples)
}

// density is the law of Marchenko and Pastur at an eigenvalue, per unit of it.
func (b bulk) density(eigenvalue float64) float64 {
	inside := (b.edge - eigenvalue) * (eigenvalue - b.low)
	if inside <= 0 {
		return 0
	}
	return math.Sqrt(inside) / (2 * math.Pi * b.ratio * b.variance * eigenvalue)
}

// binDecades is the width of the histogram's bins on the logarithmic axis.
const binDecades = 0.08

// spikedPanel draws the histogram of the bulk, its law, its edge and the outliers, over ρ/tr Ω.
func spikedPanel(spiked inputs.Spectrum, bulk bulk) figure.Panel {
	trace := spiked.Trace()
	bins, outliers := histogram(spiked, bulk, trace)
	panel := figure.Panel{
		Title:  "spiked Wishart model",
		X:      figure.Axis{Label: "eigenvalue *ρ* / tr *Ω*", Scale: figure.Log},
		Y:      figure.Axis{Label: "eigenvalues", Scale: figure.Log, Min: 0.7, Max: 2.5 * slices.Max(append(bins.Y, 1))},
		Series: []figure.Series{bins},
		Legend: []figure.Entry{{Text: "bulk", Role: figure.Histogram}, {Text: "spikes", Role: figure.Outliers}},
		Place:  figure.Place{Column: 1},
	}
	if bulk.ratio > 0 {
		panel.Series = append(panel.Series, marchenkoPastur(spiked, bulk, trace))
		panel.Legend = slices.Insert(panel.Legend, 1, figure.Entry{Text: "Marchenko–Pastur", Role: figure.Theory})
		panel.References = append(panel.References, figure.Reference{At: bulk.edge / trace, Label: "edge", Vertical: true})
	}
	panel.Series = append(panel.Series, outliers)
	return panel
}

// histogram counts the bulk's eigenvalues in bins of equal width in the logarithm, and lists the outliers apart.
func histogram(spiked inputs.Spectrum, bulk bulk, trace float64) (bins, outliers figure.Series) {
	bins = figure.Series{Name: "bulk", Role: figure.Histogram, Width: binDecades}
	outliers = figure.Series{Name: "outliers", Role: figure.Outliers}
	counts := map[int]int{}
	for _, eigenvalue := range spiked.Eigenvalues {
		switch {
		case eigenvalue > bulk.edge+bulk.slack:
			outliers.X = append(outliers.X, eigenvalue/trace)
			outliers.Y = append(outliers.Y, 1)
			outliers.Labels = append(outliers.Labels, fmt.Sprintf("*ρ*_{%d}", len(outliers.X)))
		case eigenvalue > 1e-9*bulk.variance: // with fewer samples than dimensions the others are zero
			counts[int(math.Floor(math.Log10(eigenvalue/trace)/binDecades))]++
		}
	}
	for bin, count := range sortedCounts(counts) {
		bins.X = append(bins.X, math.Pow(10, (float64(bin)+0.5)*binDecades))
		bins.Y = append(bins.Y, float64(count))
	}
	return bins, outliers
}

// sortedCounts yields bins with their counts in the order of the bins.
func sortedCounts(counts map[int]int) func(yield func(bin, count int) bool) {
	return func(yield func(bin, count int) bool) {
		var bins []int
		for bin := range counts {
			bins = append(bins, bin)
		}
		slices.Sort(bins)
		for _, bin := range bins {
			if !yield(bin, counts[bin]) {
				return
			}
		}
	}
}

// marchenkoPastur is the expected count in a bin about each eigenvalue: D f(ρ) ρ ln 10 times the bin's width.
func marchenkoPastur(spiked inputs.Spectrum, bulk bulk, trace float64) figure.Series {
	law := figure.Series{Name: "Marchenko–Pastur", Role: figure.Theory}
	dim := float64(len(spiked.Eigenvalues) - spiked.About.Spikes)
	const points = 200
	from, to := max(bulk.low, 1e-3*bulk.edge), bulk.edge
	for i := range points {
		eigenvalue := from * math.Pow(to/from, (float64(i)+0.5)/points)
		law.X = append(law.X, eigenvalue/trace)
		law.Y = append(law.Y, dim*bulk.density(eigenvalue)*eigenvalue*math.Ln10*binDecades)
	}
	return law
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
