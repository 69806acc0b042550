package figures

import (
	"fmt"
	"math"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/figure/markup"
	"autoencoder-dynamics/internal/run"
)

// tableNetwork names a network in a table, without markup: "erf, tied, K = 4".
func tableNetwork(r run.Run) string {
	return markup.Unicode(fmt.Sprintf("%s, K = %d", networkName(r), r.Hidden))
}

// tableSource says in a table how a run was made.
func tableSource(r run.Run) string {
	if r.Method == run.Theory {
		return "theory"
	}
	return "SGD"
}

// deviationRow is the line of the table of deviations on how far a simulation is from its theory. learnsFrom says what
// from: "spiked model, D = 1000", "real images". What was compared at no time at all has NaN in every column of numbers.
func deviationRow(simulation inputs.Curves, learnsFrom string, d inputs.Deviation) figure.Deviation {
	worst, horizon := d.Worst(), math.NaN()
	if n := len(d.Times); n > 0 {
		horizon = d.Times[n-1]
	}
	return figure.Deviation{
		Network: tableNetwork(simulation.Run), Inputs: markup.Unicode(learnsFrom), Replicas: d.Replicas, Horizon: horizon,
		Largest: worst.Size, At: worst.Time, StandardError: worst.StandardError, Median: d.Median(),
	}
}

// plateauRow is the line of the table of plateaus on a run whose error at a time is to be compared with the one that PCA
// leaves with some components.
func plateauRow(c inputs.Curves, components int, measured, at float64) figure.Plateau {
	expected, ok := c.PCAError(components)
	if !ok {
		expected = math.NaN()
	}
	return figure.Plateau{
		Network: tableNetwork(c.Run), Source: tableSource(c.Run), Components: components,
		Expected: expected, Measured: measured, Time: at,
	}
}
