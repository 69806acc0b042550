package figures

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"autoencoder-dynamics/internal/figure"
)

// componentsShown is how many leading components third moments are shown along, and densitiesShown how many of them have
// their density drawn.
const (
	componentsShown = 8
	densitiesShown  = 3
)

// errorPanel draws pmse(t).
func (g beyondGaussian) errorPanel() (figure.Panel, error) {
	line, err := theoryLine(qualified("theory", g.theory.Run), g.theory, g.plain.curves, errorColumn)
	if err != nil {
		return figure.Panel{}, err
	}
	panel := figure.Panel{
		Title: fmt.Sprintf("%s, *K* = %d", networkTitle(g.theory.Run), g.theory.Run.Hidden),
		X:     timeAxis(g.plain.curves, g.flipped.curves), Y: figure.Axis{Label: errorLabel, Scale: figure.Log},
		Series: []figure.Series{upTo(line, max(g.plain.curves.Run.Horizon, g.flipped.curves.Run.Horizon))},
	}
	for _, s := range g.simulations() {
		marks, err := simulationMarks(seriesName(s), figure.Images, s.curves, errorColumn)
		if err != nil {
			return panel, err
		}
		marks.Color = s.color
		panel.Series = append(panel.Series, marks)
	}
	panel.References = pcaErrorsDownTo(g.theory, lowestOf(panel.Series...))
	return panel, nil
}

// seriesName names the markers of a simulation.
func seriesName(s shown) string { return "SGD, " + s.name }

// deviationPanel draws how far both simulations are from the theory, in percent.
func (g beyondGaussian) deviationPanel() figure.Panel {
	panel := figure.Panel{
		Title: "deviation from the theory",
		X:     timeAxis(g.plain.curves, g.flipped.curves), Y: figure.Axis{Label: "deviation [%]"},
		References: []figure.Reference{{At: 0},
			{At: 100 * flippedBound, Label: "+" + percent(flippedBound)}, {At: -100 * flippedBound, Label: "−" + percent(flippedBound)}},
	}
	for _, s := range g.simulations() {
		marks := deviationMarks(seriesName(s), figure.Images, s.deviation)
		marks.Color = s.color
		panel.Series = append(panel.Series, marks)
	}
	panel.Y.Min, panel.Y.Max = fullRange(panel)
	return panel
}

// densityPanel draws the densities of projections in units of their root mean square, beside the normal one.
func (g beyondGaussian) densityPanel() figure.Panel {
	panel := figure.Panel{
		Title: "inputs along the leading components",
		X:     figure.Axis{Label: "projection *ψ*_{*m*}·*x* / √*ρ*_{*m*}", Min: -densityReach, Max: densityReach},
		Y:     figure.Axis{Label: "density"},
		Legend: []figure.Entry{
			{Text: "normal", Role: figure.Function},
		},
	}
	normal := figure.Series{Name: "normal density", Role: figure.Function}
	for i := range densityBins + 1 {
		x := densityReach * (2*float64(i)/densityBins - 1)
		normal.X, normal.Y = append(normal.X, x), append(normal.Y, distuv.UnitNormal.Prob(x))
	}
	panel.Series = append(panel.Series, normal)
	for m, along := range g.projections.Along[:min(densitiesShown, len(g.projections.Along))] {
		density := densityOf(along, math.Sqrt(g.projections.Eigenvalues[m]))
		density.Name, density.Color, density.Dash = fmt.Sprintf("component %d", m+1), densityColor(m), m // the first is solid
		panel.Series = append(panel.Series, density)
		panel.Legend = append(panel.Legend, figure.Entry{Text: fmt.Sprintf("*m* = %d", m+1), Role: density.Role, Color: density.Color, Dash: density.Dash})
	}
	return panel
}

// The density is that of bins of this number and width, up to some root mean squares to either side.
const (
	densityReach = 4.0
	densityBins  = 40
)

// densityColor is the colour of a component, counted from 0: from dark to light; in grey their dashes tell them apart.
func densityColor(m int) string { return figure.UnitColor([densitiesShown]int{6, 1, 5}[m]) }

// densityOf returns the density of values in units of a scale, from counts in bins: a point in the middle of each.
func densityOf(values []float64, scale float64) figure.Series {
	const width = 2 * densityReach / densityBins
	counts := make([]float64, densityBins)
	for _, v := range values {
		if bin := int(math.Floor((v/scale + densityReach) / width)); bin >= 0 && bin < densityBins {
			counts[bin]++
		}
	}
	density := figure.Series{Role: figure.Spectrum}
	for i, count := range counts {
		density.X = append(density.X, -densityReach+(float64(i)+0.5)*width)
		density.Y = append(density.Y, count/(float64(len(values))*width))
	}
	return density
}

// momentPanel draws the third moment of the projections about zero, with two standard errors to either side, and that about
// their mean, which is their skewness. That of images of random sign is 0, where a line is.
func (g beyondGaussian) momentPanel() figure.Panel {
	panel := figure.Panel{
		Title: "third moments",
		X:     figure.Axis{Label: "component *m*", Min: 0.4, Max: float64(len(g.projections.Along)) + 0.6},
		Y:     figure.Axis{Label: "third moment / *σ*_{*m*}^{3}"}, References: []figure.Reference{{At: 0}},
		Legend: []figure.Entry{
			{Text: "about zero", Role: figure.Images, Color: g.plain.color},
			{Text: "about the mean (skewness)", Role: figure.Surrogates, Color: "other"},
		},
	}
	about0 := figure.Series{Name: "third moment about zero, " + g.inputsName(), Role: figure.Images, Tolerance: momentTolerance()}
	central := figure.Series{Name: "third moment about the mean, " + g.inputsName(), Role: figure.Surrogates, Color: "other", Tolerance: momentTolerance()}
	for i, along := range g.projections.Along {
		m, bar := float64(i+1), 2*momentError(len(along))
		panel.X.Ticks = append(panel.X.Ticks, figure.Tick{At: m, Label: fmt.Sprint(i + 1)})
		about0.X, central.X = append(about0.X, m), append(central.X, m)
		third := thirdMoment(along)
		about0.Y, central.Y = append(about0.Y, third), append(central.Y, stat.Skew(along, nil))
		about0.Low, about0.High = append(about0.Low, third-bar), append(about0.High, third+bar)
	}
	panel.Series = []figure.Series{central, about0}
	return panel
}

// momentTolerance is that of moments of images, whose last digits depend on the order of sums.
func momentTolerance() figure.Tolerance { return figure.Tolerance{Absolute: 1e-6} }

// thirdMoment is the mean cube of values, about zero, in units of their standard deviation's cube. Of inputs whose mean
// isn't removed it is what an activation feels of their odd moments: both the mean and the skewness about it.
func thirdMoment(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v * v * v
	}
	return sum / float64(len(values)) / math.Pow(stat.PopStdDev(values, nil), 3)
}

// inputsName says whose projections are shown.
func (g beyondGaussian) inputsName() string {
	if g.projections.Surrogates {
		return "normal numbers in place of images"
	}
	return "images"
}

// momentError is the standard error of the third moment about zero of n normal numbers, whose mean sixth power is 15.
func momentError(n int) float64 { return math.Sqrt(15 / float64(n)) }
