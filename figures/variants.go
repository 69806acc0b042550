package figures

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
)

// asVariant gives a series the colour of the k-th of several networks in one panel, from 1 on: its line and its
// markers have the same.
func asVariant(s figure.Series, k int) figure.Series {
	s.Color = figure.VariantColor(k)
	return s
}

// variantLegend explains the colours of several networks, in order, each by a sample of the role: figure.SGD shows
// the shape of its markers, figure.Theory the line of a network that isn't simulated.
func variantLegend(names []string, role figure.Role) []figure.Entry {
	var legend []figure.Entry
	for i, name := range names {
		legend = append(legend, figure.Entry{Text: name, Role: role, Color: figure.VariantColor(i + 1)})
	}
	return legend
}

// sameExcept returns an error where two theories differ in more than the settings named, as run.json has them, or learn
// from inputs of different covariances: a panel then would compare what it doesn't say.
func sameExcept(a, b inputs.Curves, keys ...string) error {
	if err := sameSettings(a, b, keys...); err != nil {
		return err
	}
	return sameCovariance(a, b)
}

// sameSettings is sameExcept for inputs of any covariance.
func sameSettings(a, b inputs.Curves, except ...string) error {
	var differ []string
	for _, s := range settings() {
		if one, other := s.value(a.Run), s.value(b.Run); one != other && !slices.Contains(except, s.key) {
			differ = append(differ, fmt.Sprintf("%s is %s in stage %s and %s in stage %s", s.key, one, a.Stage, other, b.Stage))
		}
	}
	if a.Run.LearningRate != b.Run.LearningRate {
		differ = append(differ, fmt.Sprintf("learning_rate is %g in stage %s and %g in stage %s", a.Run.LearningRate, a.Stage, b.Run.LearningRate, b.Stage))
	}
	if len(differ) > 0 {
		return fmt.Errorf("networks that are drawn together should differ in %s alone: %s; give them the same", listed(except), strings.Join(differ, ", "))
	}
	return nil
}

// meanNorm returns, over time, the mean over hidden units of √(A_kk·scale), where A is the order parameter of the
// prefix: √Q_kk with "Q", ‖v^k‖ with "T". Of a simulation it is taken from the means over replicas.
func meanNorm(c inputs.Curves, prefix string, scale float64) ([]float64, error) {
	norms := make([]float64, len(c.Times))
	for k := 1; k <= c.Run.Hidden; k++ {
		statistic, err := c.Statistic(fmt.Sprintf("%s_%d_%d", prefix, k, k))
		if err != nil {
			return nil, err
		}
		for i, square := range statistic.Mean {
			norms[i] += math.Sqrt(max(0, square)*scale) / float64(c.Run.Hidden)
		}
	}
	return norms, nil
}

// decoderScale turns T_kk into the square of ‖v^k‖/√D: at D = ∞ it is that already.
func decoderScale(r run.Run) float64 {
	if dim := float64(r.Dim); !math.IsInf(dim, 0) {
		return 1 / dim
	}
	return 1
}

// excess returns pmse less E_m over time.
func excess(c inputs.Curves, m int) ([]float64, error) {
	floor, ok := c.PCAError(m)
	if !ok {
		return nil, fmt.Errorf("run.json of stage %s has no PCA error E_%d: wire the stage to a covariance whose spectrum is known that far", c.Stage, m)
	}
	statistic, err := c.Statistic(errorColumn)
	if err != nil {
		return nil, err
	}
	return lowered(statistic.Mean, floor), nil
}

// lowered subtracts a floor from values, or returns nil where there are none.
func lowered(values []float64, floor float64) []float64 {
	if values == nil {
		return nil
	}
	above := make([]float64, len(values))
	for i, v := range values {
		above[i] = v - floor
	}
	return above
}

// last returns the last time of a run and a column's value there.
func last(c inputs.Curves, column string) (at, value float64, err error) {
	statistic, err := c.Statistic(column)
	if err != nil {
		return 0, 0, err
	}
	n := len(c.Times) - 1
	return c.Times[n], statistic.Mean[n], nil
}

// dimensionText writes D within a sentence or a legend: "*D* = 1000", "*D* = ∞".
func dimensionText(r run.Run) string {
	if math.IsInf(float64(r.Dim), 0) {
		return "*D* = ∞"
	}
	return "*D* = " + figure.Number(float64(r.Dim), 4)
}

// sourceLegend says which is theory and which simulation: in their own colours, or in another where colours tell networks.
func sourceLegend(color string) []figure.Entry {
	return []figure.Entry{
		{Text: "theory", Role: figure.Theory, Color: color},
		{Text: "SGD, mean ± s.d. over replicas", Role: figure.SGD, Color: color},
	}
}
