package figures

import (
	"fmt"
	"strings"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
)

// Bounds of the claims that a simulation follows its theory.
const (
	medianBound = 0.01 // of the relative deviation once learning has begun
	endBound    = 0.05 // of the relative deviation at the end
)

// followsTheory are the claims that the error of a simulation is the theory's: its median deviation, which tells a course,
// and the last one, which tells where it ends. Where a component is learnt, the error of a few replicas is known to some
// percent only, and after that to a part of a thousand, more sharply than the theory of D → ∞ holds at a finite D:
// a bound in standard errors would be too wide for the one and too narrow for the other.
func followsTheory(name string, p pair) ([]figure.Claim, error) {
	deviation, err := inputs.RelativeDeviation(p.simulation, p.theory, errorColumn)
	if err != nil {
		return nil, err
	}
	learning := deviation.Below(learningShare * initialError(p.theory))
	median := fmt.Sprintf("%s: SGD deviates from the theory by at most %s in the median, once learning has begun", name, percent(medianBound))
	ends := fmt.Sprintf("%s: SGD ends within %s of the theory", name, percent(endBound))
	if len(learning.Times) == 0 {
		why := "learning hasn't begun by *t* = " + figure.Number(p.simulation.Run.Horizon, 3)
		return []figure.Claim{figure.NotMeasured(median, fmt.Sprintf("≤ %g", medianBound), why), figure.NotMeasured(ends, fmt.Sprintf("≤ %g", endBound), why)}, nil
	}
	last := lastOf(learning)
	return []figure.Claim{
		figure.AtMost(median, learning.Median(), medianBound, fmt.Sprintf("over %d times up to *t* = %s; the largest is %s, %s", len(learning.Times),
			figure.Number(p.simulation.Run.Horizon, 3), percent(learning.Worst().Size), knownText(learning.Worst(), learning.Replicas))),
		figure.AtMost(ends, last.Size, endBound, knownText(last, learning.Replicas)),
	}, nil
}

// knownText says where a deviation is and how well it is known there.
func knownText(at inputs.Extreme, replicas int) string {
	return strings.TrimPrefix(worstText(at, replicas), "largest ")
}

// lastOf is the deviation at the last time.
func lastOf(d inputs.Deviation) inputs.Extreme {
	last := len(d.Times) - 1
	one := inputs.Deviation{Times: d.Times[last:], Values: d.Values[last:], Replicas: d.Replicas}
	if d.Spread != nil {
		one.Spread = d.Spread[last:]
	}
	return one.Worst()
}

// inLawText says of simulations that they were made by the simulator in law, all or some of them: nothing where none was.
func inLawText(pairs ...pair) string {
	var names []string
	for _, p := range pairs {
		if p.simulation.Run.Simulator == run.InLaw {
			names = append(names, networkName(p.simulation.Run))
		}
	}
	switch len(names) {
	case 0:
		return ""
	case len(pairs):
		return ", simulated exactly in law"
	}
	return fmt.Sprintf(", simulated exactly in law for %s", listed(names))
}

// dimensionBeside writes D in a caption where other figures on the spiked model have another one.
func dimensionBeside(r run.Run) string {
	const usual = 1000
	if float64(r.Dim) == usual {
		return dimensionText(r)
	}
	return fmt.Sprintf("%s in place of the %d of other figures", dimensionText(r), usual)
}
