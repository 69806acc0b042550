package figures

import (
	"errors"
	"fmt"
	"slices"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// LongTime follows the flow far beyond what can be simulated, for many input dimensions: the power laws by which
// sigmoidal units become linear, what stops them, and how linear and ReLU units compare.
type LongTime struct{}

// Name implements figure.Figure.
func (LongTime) Name() string { return "long-time" }

// Title implements figure.Figure.
func (LongTime) Title() string { return "Power laws of learning at long times" }

// Ports implements figure.Figure. The exponents of the networks at "sigmoidal" are claimed.
func (LongTime) Ports() []stages.Port {
	return []stages.Port{
		{Name: "sigmoidal", Doc: "the flow of untied sigmoidal units, which the power laws are claimed of", Kinds: []string{"ode"}, Required: true, Many: true},
		{Name: "frozen", Doc: "the same from start weights whose noise on the bulk stops it, at D = ∞", Kinds: []string{"ode"}, Many: true},
		{Name: "others", Doc: "the flow of linear and of ReLU units", Kinds: []string{"ode"}, Many: true},
	}
}

// longRun is one network over long times.
type longRun struct {
	valley
	port string
	name string // that tells it from the others in the figure
}

// decadesFitted is over how many decades of t the power laws are claimed.
const decadesFitted = 4

// Build implements figure.Figure.
func (f LongTime) Build(in inputs.Set) (*figure.Built, error) {
	runs, err := readLong(in)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, r := range runs {
		names = append(names, r.name)
	}
	b := &figure.Built{
		Name: f.Name(), Title: f.Title(), Width: figure.DoubleColumn, Grid: figure.Grid{Rows: []float64{1.45, 1.45}},
		Panels: longPanels(runs), Legend: dashedLegend(names),
	}
	for _, r := range runs {
		switch r.port {
		case "sigmoidal":
			b.Claims = append(b.Claims, r.claims(r.name)...)
			b.Tables.Exponents = append(b.Tables.Exponents, r.named(r.rows())...)
		case "frozen":
			at, value, err := last(r.theory, errorColumn)
			if err != nil {
				return nil, err
			}
			row := plateauRow(r.theory, r.theory.Run.Hidden, value, at)
			row.Network = fmt.Sprintf("%s, K = %d", r.name, r.theory.Run.Hidden)
			b.Tables.Plateaus = append(b.Tables.Plateaus, row)
		default:
			b.Tables.Exponents = append(b.Tables.Exponents, r.named(r.otherRows())...)
		}
	}
	b.Caption, b.Alt = describeLong(runs)
	return b, nil
}

// readLong reads all networks, fits what they do at the end, and names them.
func readLong(in inputs.Set) ([]longRun, error) {
	var runs []longRun
	for _, port := range []string{"sigmoidal", "frozen", "others"} {
		if !in.Has(port) {
			continue
		}
		theories, err := in.Curves(port)
		if err != nil {
			return nil, err
		}
		for _, theory := range theories {
			if port != "others" && !becomesLinear(theory.Run) {
				return nil, fmt.Errorf("stage %s at port %s has %s units: the power laws are those of untied erf or tanh units without biases and without weight decay",
					theory.Stage, port, networkPhrase(theory.Run))
			}
			v, err := newValley(theory, decadesFitted)
			if err != nil {
				return nil, err
			}
			runs = append(runs, longRun{valley: v, port: port})
		}
	}
	if len(runs) == 0 {
		return nil, errors.New("nothing is wired to needs.sigmoidal, and the power laws are those of sigmoidal units: name a theory of erf or tanh there")
	}
	for _, r := range runs {
		if err := sameSettings(runs[0].theory, r.theory, "activation", "dim", "tied", "encoder_bias", "output_bias"); err != nil {
			return nil, err
		}
	}
	nameLong(runs)
	return runs, nil
}

// becomesLinear reports whether a network obeys the law of untied sigmoidal units.
func becomesLinear(r run.Run) bool {
	return sigmoid(r.Activation) != nil && !r.Tied && orElse(r.Rule, vanilla) == vanilla && biasNames(r) == [2]string{run.NoBias, run.NoBias} && r.WeightDecay == 0
}

// nameLong names networks by activation, D and, where that is the same for some, by the size of their first pre-activations.
func nameLong(runs []longRun) {
	plain := make([]string, len(runs))
	for i, r := range runs {
		plain[i] = networkName(r.theory.Run) + ", " + dimensionText(r.theory.Run)
	}
	for i := range runs {
		runs[i].name = plain[i]
		others := append(slices.Clone(plain[:i]), plain[i+1:]...)
		if slices.Contains(others, plain[i]) {
			runs[i].name += ", from √*Q*_{*kk*} = " + figure.Number(runs[i].sizes[0], 1)
		}
		if runs[i].port == "frozen" {
			runs[i].name += " (frozen noise)"
		}
	}
}

// asDashed gives a line the colour of the k-th of several networks, and a look of its own in grey: the first is solid.
func asDashed(s figure.Series, k int) figure.Series {
	s.Dash = dash(k)
	return asVariant(s, k)
}

func dash(k int) int { return (k - 1) % (figure.Dashes + 1) }

// dashedLegend explains the lines of several networks.
func dashedLegend(names []string) []figure.Entry {
	legend := variantLegend(names, figure.Theory)
	for i := range legend {
		legend[i].Dash = dash(i + 1)
	}
	return legend
}

// named gives the lines of a table the network's name in the figure, which tells networks that differ in D or start alone.
func (r longRun) named(rows []figure.Exponent) []figure.Exponent {
	for i := range rows {
		rows[i].Network = fmt.Sprintf("%s, K = %d", r.name, r.theory.Run.Hidden)
	}
	return rows
}

// shortName names the network beside its line.
func (r longRun) shortName() string {
	name := activationName(r.theory.Run.Activation)
	if r.port == "frozen" {
		name += ", frozen noise"
	}
	return name
}
