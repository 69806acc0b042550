package figures

import (
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
)

// sigmoid returns the function of a sigmoidal unit, or nil for other units.
func sigmoid(activation string) func(float64) float64 {
	switch activation {
	case "erf":
		return func(x float64) float64 { return math.Erf(x / math.Sqrt2) }
	case "tanh":
		return math.Tanh
	}
	return nil
}

// unitState is what the pre-activations of a network are at one time: unit k's is λ^k ~ N(0, Q_kk).
type unitState struct {
	name   string // "early" or "late"
	time   float64
	widths []float64 // √Q_kk of each unit
}

// stateAt returns the state at the recorded time that is nearest to the one asked for.
func stateAt(c inputs.Curves, name string, t float64) (unitState, error) {
	nearest := 0
	for i, at := range c.Times {
		if math.Abs(at-t) < math.Abs(c.Times[nearest]-t) {
			nearest = i
		}
	}
	state := unitState{name: name, time: c.Times[nearest]}
	for k := 1; k <= c.Run.Hidden; k++ {
		statistic, err := c.Statistic(fmt.Sprintf("Q_%d_%d", k, k))
		if err != nil {
			return state, err
		}
		state.widths = append(state.widths, math.Sqrt(max(0, statistic.Mean[nearest])))
	}
	return state, nil
}

// unitPanels draw what the units of a network do with their inputs, early and at the end: (λ, g(λ)) for some inputs,
// and the density of λ below.
func unitPanels(theory inputs.Curves, early float64, column int) ([]figure.Panel, error) {
	first, err := stateAt(theory, "early", early)
	if err != nil {
		return nil, err
	}
	end, err := stateAt(theory, "late", theory.Times[len(theory.Times)-1])
	if err != nil {
		return nil, err
	}
	const reach = 2.5 // in standard deviations of the widest λ
	edge := reach * max(slices.Max(first.widths), slices.Max(end.widths), 1e-6)
	axis := figure.Axis{Label: "pre-activation *λ*", Min: -edge, Max: edge}
	color := figure.VariantColor(1)
	title := "untied units"
	if theory.Run.Tied {
		color, title = figure.VariantColor(2), "tied units"
	}
	g := sigmoid(theory.Run.Activation)
	points := figure.Panel{
		Title: title, X: axis, Y: figure.Axis{Label: "*g*(*λ*)"}, Place: figure.Place{Row: 1, Column: column},
		Series: []figure.Series{faded(scatter(first, g, edge, "other")), scatter(end, g, edge, color)},
		Legend: []figure.Entry{stateEntry(first, "other"), stateEntry(end, color)},
	}
	points.X.Shared = true
	density := figure.Panel{
		X: axis, Y: figure.Axis{Label: "density"}, Place: figure.Place{Row: 2, Column: column}, Bare: true,
		Series: []figure.Series{faded(density(first, edge, "other")), density(end, edge, color)},
	}
	density.Y.Max = 1.1 * max(slices.Max(density.Series[0].Y), slices.Max(density.Series[1].Y))
	return []figure.Panel{points, density}, nil
}

// stateEntry says in a legend which time a colour stands for.
func stateEntry(s unitState, color string) figure.Entry {
	return figure.Entry{Text: "*t* = " + figure.Number(s.time, 2), Role: figure.Scatter, Color: color, Faint: color == "other"}
}

// faded draws what was early lighter than what is at the end, also in grey.
func faded(s figure.Series) figure.Series {
	s.Faint = true
	return s
}

// scatter draws pre-activations of each unit from their law, always from the same random numbers, and shows what the
// unit makes of them. Those beyond the panel's edge are left out.
func scatter(state unitState, g func(float64) float64, edge float64, color string) figure.Series {
	const seed, inputsShown = 20220106, 100
	s := figure.Series{Name: "units, " + state.name, Role: figure.Scatter, Color: color}
	for k, width := range state.widths {
		draws := make([]float64, inputsShown)
		random.New(seed, "pre-activations to show", uint64(k)).Normals(draws, width)
		for _, lambda := range draws {
			if math.Abs(lambda) <= edge {
				s.X, s.Y = append(s.X, lambda), append(s.Y, g(lambda))
			}
		}
	}
	return s
}

// density is that of the pre-activation of a unit chosen at random: the mean over units of N(0, Q_kk).
func density(state unitState, edge float64, color string) figure.Series {
	const points = 401
	s := figure.Series{Name: "density, " + state.name, Role: figure.Density, Color: color}
	for i := range points {
		x := edge * (2*float64(i)/(points-1) - 1)
		var sum float64
		for _, width := range state.widths {
			width = max(width, 4*edge/points) // a dead unit's λ is always 0: a peak as narrow as can be drawn
			sum += math.Exp(-x*x/(2*width*width)) / (width * math.Sqrt(2*math.Pi))
		}
		s.X, s.Y = append(s.X, x), append(s.Y, sum/float64(len(state.widths)))
	}
	return s
}
