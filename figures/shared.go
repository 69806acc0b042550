package figures

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
)

// Labels of axes, in the paper's symbols.
const (
	timeLabel  = "time *t* = steps/*D*"
	errorLabel = "reconstruction error pmse"
)

// errorColumn is the column of curves.csv with the reconstruction error over the law that inputs come from.
const errorColumn = "pmse"

// theoryLine is a column of a theory as a line. Where its first time above 0 is later than the simulation's, the line
// is begun there: a logarithmic axis has no place for t = 0.
func theoryLine(name string, c, simulation inputs.Curves, column string) (figure.Series, error) {
	statistic, err := c.Statistic(column)
	if err != nil {
		return figure.Series{}, err
	}
	line := figure.Series{Name: name, Role: figure.Theory, X: c.Times, Y: statistic.Mean}
	first := firstPositive(simulation)
	i, known := slices.BinarySearch(c.Times, first)
	if known || i != 1 {
		return line, nil
	}
	start, err := c.At(column, []float64{first})
	if err != nil {
		return figure.Series{}, err
	}
	line.X = slices.Insert(slices.Clone(line.X), i, first)
	line.Y = slices.Insert(slices.Clone(line.Y), i, start[0])
	return line, nil
}

// simulationMarks is a column of a simulation as markers: its mean over replicas, with bars of one
// standard deviation to either side.
func simulationMarks(name string, role figure.Role, c inputs.Curves, column string) (figure.Series, error) {
	s, err := c.Statistic(column)
	return figure.Series{Name: name, Role: role, X: c.Times, Y: s.Mean, Low: s.Low(), High: s.High(), Replicas: s.Replicas}, err
}

// sameRate is a claim that fails where a simulation learns at another rate than the theory that it is compared
// with, and no claim where the rates agree: the picture is drawn all the same, and check and the report say what it shows.
func sameRate(name string, theory, simulation inputs.Curves) []figure.Claim {
	want, got := theory.Run.LearningRate, simulation.Run.LearningRate
	if want == got {
		return nil
	}
	return []figure.Claim{figure.Between(name+": SGD learns at the rate of the theory", got, want, want,
		fmt.Sprintf("η = %s in the theory, %s in the simulation", figure.Number(want, 3), figure.Number(got, 3)))}
}

// pcaErrors are reference lines at E_m = pmse_PCA(m), the error left with m principal components:
// all of them where there are at most eight, or else powers of two and the last, so that they can be told apart.
func pcaErrors(c inputs.Curves, from, to int) []figure.Reference {
	const all = 8
	var lines []figure.Reference
	for m := from; m <= to; m++ {
		if to > all && m != to && bits.OnesCount(uint(m)) > 1 {
			continue
		}
		if value, ok := c.PCAError(m); ok && value > 0 {
			lines = append(lines, figure.Reference{At: value, Label: fmt.Sprintf("*E*_{%d}", m)})
		}
	}
	return lines
}

// replicaText says what the markers of a simulation are: "mean ± s.d. of 5 replicas".
func replicaText(c inputs.Curves) string {
	if c.Run.Replicas <= 1 {
		return "one replica"
	}
	return fmt.Sprintf("mean ± s.d. of %d replicas", c.Run.Replicas)
}

// worstText says where a deviation was largest and how well it is known there.
func worstText(worst inputs.Extreme, replicas int) string {
	where := "largest at *t* = " + figure.Number(worst.Time, 3)
	if math.IsNaN(worst.StandardError) {
		return where + ", one replica"
	}
	return fmt.Sprintf("%s, ± %s %% s.e.m. of %d replicas", where, figure.Number(100*worst.StandardError, 2), replicas)
}

// prose is a caption as it is written, a few sentences at a time.
type prose struct{ strings.Builder }

func (p *prose) say(format string, values ...any) { fmt.Fprintf(p, format, values...) }

// embeddedText says of figures on images, where the default for them was used, what is drawn in their place.
const embeddedText = "The images themselves were not at hand: Gaussian inputs drawn from the embedded moments of CIFAR10 stand in their place"

// percent writes a share: "1.8 %".
func percent(share float64) string { return figure.Number(100*share, 3) + " %" }

// listed joins words as prose does: "a, b and c".
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// timeAxis is a logarithmic axis that holds all times of the runs but t = 0.
func timeAxis(runs ...inputs.Curves) figure.Axis {
	const margin = 1.4
	last := 0.0
	for _, c := range runs {
		last = max(last, c.Times[len(c.Times)-1])
	}
	return figure.Axis{Label: timeLabel, Scale: figure.Log, Min: firstPositive(runs...) / margin, Max: last * margin}
}

// firstPositive returns the smallest time above 0 of several runs, where a logarithmic axis can begin.
func firstPositive(runs ...inputs.Curves) float64 {
	first := 0.0
	for _, c := range runs {
		for _, t := range c.Times {
			if t > 0 && (first == 0 || t < first) {
				first = t
			}
		}
	}
	return first
}
