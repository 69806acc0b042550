package figures

import (
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
)

// binDecades is the width of the histogram's bins on the logarithmic axis.
const binDecades = 0.08

// spikedPanel draws the histogram of the bulk, its law, its edge and the outliers, over ρ/tr Ω.
func spikedPanel(spiked inputs.Spectrum, bulk bulk) figure.Panel {
	trace := spiked.Trace()
	bins, outliers := histogram(spiked, bulk, trace)
	panel := figure.Panel{
		Title:  "spiked Wishart model",
		X:      figure.Axis{Label: "eigenvalue *ρ* / tr *Ω*", Scale: figure.Log},
		Y:      figure.Axis{Label: "eigenvalues per bin", Scale: figure.Log, Min: 0.7, Max: 2.5 * slices.Max(append(bins.Y, 1))},
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

// histogram counts the bulk's eigenvalues in bins of equal width in the logarithm, one of which ends at the edge, and
// lists the outliers apart.
func histogram(spiked inputs.Spectrum, bulk bulk, trace float64) (bins, outliers figure.Series) {
	bins = figure.Series{Name: "bulk", Role: figure.Histogram, Width: binDecades}
	outliers = figure.Series{Name: "outliers", Role: figure.Outliers}
	counts := map[int]int{}
	origin := bulk.edge
	if bulk.ratio == 0 {
		origin *= math.Pow(10, -binDecades/2) // all eigenvalues are equal: they stand in the middle of a bin
	}
	for _, eigenvalue := range spiked.Eigenvalues {
		switch {
		case eigenvalue > bulk.threshold():
			outliers.X = append(outliers.X, eigenvalue/trace)
			outliers.Y = append(outliers.Y, 1)
			outliers.Labels = append(outliers.Labels, fmt.Sprintf("*ρ*_{%d}", len(outliers.X)))
		case eigenvalue > 1e-9*bulk.variance: // with fewer samples than dimensions the others are zero
			counts[int(math.Floor(math.Log10(eigenvalue/origin)/binDecades))]++
		}
	}
	for bin, count := range sortedCounts(counts) {
		bins.X = append(bins.X, origin/trace*math.Pow(10, (float64(bin)+0.5)*binDecades))
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

// marchenkoPastur is the expected count in a bin about each eigenvalue: (D−R) f(ρ) ρ ln 10 times the bin's width. It
// is drawn at eigenvalues that crowd at both edges, where it falls to zero as a root.
func marchenkoPastur(spiked inputs.Spectrum, bulk bulk, trace float64) figure.Series {
	law := figure.Series{Name: "Marchenko–Pastur", Role: figure.Theory}
	dim := float64(len(spiked.Eigenvalues) - spiked.About.Spikes)
	const points, clearance = 200, 1e-4
	from, to := max(bulk.low, 1e-3*bulk.edge), bulk.edge
	for i := range points {
		angle := clearance + (math.Pi-2*clearance)*float64(i)/(points-1)
		eigenvalue := from * math.Pow(to/from, (1-math.Cos(angle))/2)
		law.X = append(law.X, eigenvalue/trace)
		law.Y = append(law.Y, dim*bulk.density(eigenvalue)*eigenvalue*math.Ln10*binDecades)
	}
	return law
}

// naturalPanel draws the eigenvalues of the images on logarithmic axes.
func naturalPanel(natural inputs.Spectrum) figure.Panel {
	series := figure.Series{Name: "eigenvalues of CIFAR10", Role: figure.Spectrum}
	trace := natural.Trace()
	for i, eigenvalue := range natural.Eigenvalues {
		if eigenvalue > 0 {
			series.X = append(series.X, float64(i+1))
			series.Y = append(series.Y, eigenvalue/trace)
		}
	}
	return figure.Panel{
		Title:  "CIFAR10, greyscale",
		X:      figure.Axis{Label: "index *τ*", Scale: figure.Log},
		Y:      figure.Axis{Label: "*ρ*_{*τ*} / tr *Ω*", Scale: figure.Log},
		Series: []figure.Series{series},
		Place:  figure.Place{Row: 1, Column: 1},
	}
}
