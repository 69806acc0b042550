package figures

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/jsonfile"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// sizedRun is a run in D dimensions to t = 10. As many of its replicas are above the theory as below it, all by the same
// share at t = 10 and proportionally less before; a theory has no replicas.
type sizedRun struct {
	dim       float64
	simulator string
	replicas  int
	share     float64
	start     float64 // Q_kk at t = 0
	change    func(*run.Run)
}

func (s sizedRun) input(t *testing.T) stages.Input {
	t.Helper()
	times := append([]float64{0}, floats.LogSpan(make([]float64, 31), 0.01, 10)...)
	columns := make([][]float64, 5)
	for replica := range max(1, s.replicas) {
		for _, at := range times {
			off := s.share * float64(1-2*(replica%2)) * at / 10
			for j, value := range []float64{float64(replica + 1), at, curve(at) * (1 + off), s.start + at, s.start + at} {
				columns[j] = append(columns[j], value)
			}
		}
	}
	names := []string{"replica", "t", "pmse", "Q_1_1", "Q_2_2"}
	r := describedWith("erf", func(r *run.Run) {
		r.Dim, r.Horizon, r.Replicas, r.Method, r.Simulator = jsonfile.Number(s.dim), 10, s.replicas, run.SGD, s.simulator
	})
	kind, stage := "sgd", fmt.Sprintf("%s-%g", s.simulator, s.dim)
	if s.replicas == 0 {
		names, columns = names[1:], columns[1:]
		r.Method, r.Replicas, kind, stage = run.Theory, 1, "ode", fmt.Sprintf("theory-%g", s.dim)
	}
	if s.change != nil {
		s.change(&r)
	}
	return writeCurves(t, r, names, columns).named(stage).input(kind)
}

// sizes wires theory and simulations in law that deviate like D^exponent, and direct ones of the first two D whose
// deviation is larger by a factor; 0 leaves them out.
func sizes(t *testing.T, exponent, factor float64) map[string][]stages.Input {
	t.Helper()
	const replicas = 60
	ports := map[string][]stages.Input{}
	for i, dim := range []float64{1e4, 100, 1e3} { // in any order
		share := 0.5 * math.Pow(dim, exponent)
		ports["theory"] = append(ports["theory"], sizedRun{dim: dim, start: 0.1}.input(t))
		ports["sgd"] = append(ports["sgd"], sizedRun{dim, run.InLaw, replicas, share, 0.1, nil}.input(t))
		if factor > 0 && i > 0 {
			ports["direct"] = append(ports["direct"], sizedRun{dim, run.Direct, replicas, share * factor, 0.1, nil}.input(t))
		}
	}
	return ports
}

func TestFiniteSize(t *testing.T) {
	b := build(t, FiniteSize{}, sizes(t, -0.5, 1))
	if got := claimMarks(b); got != "++++" {
		t.Errorf("verdicts %s: %+v", got, b.Claims)
	}
	for i, at := range []float64{0.1, 1, 10} {
		row := b.Tables.Exponents[i]
		if math.Abs(row.Measured+0.5) > 1e-9 || row.From != 100 || row.To != 1e4 || row.Variable != "D" {
			t.Errorf("%+v, want the exponent −1/2", row)
		}
		marks := b.Panels[3].Series[slices.Index(seriesNames(b.Panels[3]), fmt.Sprintf("SGD in law, *t* = %g", at))]
		if want := 0.5 / 10 * at / 10; math.Abs(marks.Y[0]-want) > 1e-9 {
			t.Errorf("at t = %g and D = 100 the deviation is %g, want %g", at, marks.Y[0], want)
		}
	}
	if len(b.Panels) != 4 || len(b.Panels[2].Series) != 3 || len(b.Tables.Deviations) != 5 {
		t.Errorf("%d panels, %d sizes, %d deviations", len(b.Panels), len(b.Panels[2].Series), len(b.Tables.Deviations))
	}
	for _, fact := range []string{"at *D* = 10^{2} and 10^{4}", "at *D* = 10^{2}, 10^{3} and 10^{4}", "60 replicas", "(*D* = 10^{2} and 10^{3})", "with the same variances *Q*_{*kk*} at every", "at *t* = 0.1 (up to *D* = 10^{4}), 1 (10^{4}) and 10", "within a factor 1 of"} {
		if !strings.Contains(b.Caption, fact) {
			t.Errorf("the caption doesn't say %q: %s", fact, b.Caption)
		}
	}
}

// The curves of all D, times √D, are one where the law holds.
func TestFiniteSizeCollapses(t *testing.T) {
	b := build(t, FiniteSize{}, sizes(t, -0.5, 0))
	first := b.Panels[2].Series[0]
	for _, other := range b.Panels[2].Series[1:] {
		if !floats.EqualApprox(first.Y, other.Y, 1e-9) {
			t.Errorf("%s has %v, %s %v", first.Name, first.Y, other.Name, other.Y)
		}
	}
	if got := claimMarks(b); got != "+++?" {
		t.Errorf("without a direct simulation verdicts are %s: %+v", got, b.Claims)
	}
	if strings.Contains(b.Caption, "all weights") {
		t.Errorf("the caption speaks of a simulation that isn't there: %s", b.Caption)
	}
}

func TestFiniteSizeClaimsFail(t *testing.T) {
	for name, test := range map[string]struct {
		exponent, factor float64
		want             string
	}{
		"another exponent":           {-0.56, 1, "---+"},
		"direct deviates more":       {-0.5, 1.6, "+++-"},
		"direct deviates less":       {-0.5, 0.6, "+++-"},
		"direct within its accuracy": {-0.5, 1.05, "++++"},
	} {
		b := build(t, FiniteSize{}, sizes(t, test.exponent, test.factor))
		if got := claimMarks(b); got != test.want {
			t.Errorf("%s: verdicts %s, want %s: %+v", name, got, test.want, b.Claims)
		}
	}
}

// A simulator that deviates by three times as much at one D and a third as much at another agrees on the average only.
func TestSimulatorsThatAgreeOnTheAverage(t *testing.T) {
	ports := sizes(t, -0.5, 1)
	for i, dim := range []float64{100, 1e3} {
		ports["direct"][i] = sizedRun{dim, run.Direct, 60, 0.5 / math.Sqrt(dim) * [2]float64{3, 1. / 3}[i], 0.1, nil}.input(t)
	}
	if got := claimMarks(build(t, FiniteSize{}, ports)); got != "+++-" {
		t.Errorf("verdicts %s", got)
	}
}

// Simulators whose deviations scatter alike about other means don't agree.
func TestSimulatorsOfOtherMeans(t *testing.T) {
	laws := []sizeLaw{{time: 1, inLaw: []sizedPoint{{100, 0.1, 0.1, 0, 0.01}}, direct: []sizedPoint{{100, 0.1, 0.1, 0.05, 0.01}}}}
	claim := simulatorsAgree(compared(laws))
	if want := 0.05 / (0.01 * math.Sqrt2); claim.Pass || math.Abs(claim.Measured-want) > 1e-9 || !strings.Contains(claim.Detail, "that of the mean") {
		t.Errorf("%+v, want %g", claim, want)
	}
}

// Of one number the bound is two standard errors, and that of more is larger.
func TestBoundOfManyNumbers(t *testing.T) {
	if one, many := (agreement{numbers: 1}).bound(), (agreement{numbers: 16}).bound(); math.Abs(one-2) > 1e-9 || math.Abs(many-2.98) > 0.01 {
		t.Errorf("%g and %g", one, many)
	}
}

// Two dimensions make no law, and their figure is drawn all the same.
func TestFiniteSizeOfFewSizes(t *testing.T) {
	ports := sizes(t, -0.5, 0)
	for port := range ports {
		ports[port] = ports[port][:2]
	}
	b := build(t, FiniteSize{}, ports)
	if got := claimMarks(b); got != "??" {
		t.Errorf("verdicts %s: %+v", got, b.Claims)
	}
}

// Starts that depend on D are said to.
func TestFiniteSizeSaysOtherStarts(t *testing.T) {
	ports := sizes(t, -0.5, 0)
	ports["theory"][0] = sizedRun{dim: 1e4, start: 0.2}.input(t)
	if b := build(t, FiniteSize{}, ports); !strings.Contains(b.Caption, "with other variances *Q*_{*kk*} at each") {
		t.Errorf("caption %s", b.Caption)
	}
}

func TestFiniteSizeRefuses(t *testing.T) {
	simulation := func(dim float64, simulator string, replicas int, change func(*run.Run)) stages.Input {
		return sizedRun{dim, simulator, replicas, 0.1, 0.1, change}.input(t)
	}
	tied := func(r *run.Run) { r.Tied = true }
	for want, change := range map[string]func(map[string][]stages.Input){
		"give it simulator: in_law":     func(p map[string][]stages.Input) { p["sgd"][0] = simulation(1e4, run.Direct, 4, nil) },
		"give it simulator: direct":     func(p map[string][]stages.Input) { p["direct"][0] = simulation(100, run.InLaw, 4, nil) },
		"has one replica":               func(p map[string][]stages.Input) { p["sgd"][0] = simulation(1e4, run.InLaw, 1, nil) },
		"no theory is wired":            func(p map[string][]stages.Input) { p["sgd"][0] = simulation(1e4, run.InLaw, 4, tied) },
		"both have D = 1000":            func(p map[string][]stages.Input) { p["sgd"][0] = p["sgd"][2] },
		"4 theories are wired for 3":    func(p map[string][]stages.Input) { p["theory"] = append(p["theory"], sizedRun{dim: 50}.input(t)) },
		"the theory of D = ∞":           func(p map[string][]stages.Input) { p["theory"][0] = sizedRun{dim: math.Inf(1)}.input(t) },
		"should differ in dim alone":    func(p map[string][]stages.Input) { p["theory"][0] = sizedRun{dim: 1e4, change: tied}.input(t) },
		`nothing is wired to "sgd"`:     func(p map[string][]stages.Input) { p["sgd"] = nil },
		"wired to \"direct\" and both":  func(p map[string][]stages.Input) { p["direct"][0] = p["direct"][1] },
		"(erf, tied, D = 10000): add":   func(p map[string][]stages.Input) { p["sgd"][0] = simulation(1e4, run.InLaw, 4, tied) },
		"simulation of stage direct-50": func(p map[string][]stages.Input) { p["direct"][0] = simulation(50, run.Direct, 4, nil) },
	} {
		ports := sizes(t, -0.5, 1)
		change(ports)
		refuses(t, FiniteSize{}, ports, want)
	}
}

// Of equal errors at three D a decade apart the slope has the error σ/(√2 ln 10).
func TestExponentError(t *testing.T) {
	points := []sizedPoint{{dim: 10, rms: 1, error: 0.1}, {dim: 100, rms: 1, error: 0.1}, {dim: 1000, rms: 1, error: 0.1}}
	if got, want := exponentError(points), 0.1/(math.Sqrt2*math.Ln10); math.Abs(got-want) > 1e-12 {
		t.Errorf("%g, want %g", got, want)
	}
}

// seriesNames lists the series of a panel.
func seriesNames(p figure.Panel) []string {
	var names []string
	for _, series := range p.Series {
		names = append(names, series.Name)
	}
	return names
}

// Of three simulations, whatever times each was recorded at, no two are drawn at the same.
func TestOwnTimes(t *testing.T) {
	s := figure.Series{X: []float64{0, 1, 1.26, 1.58, 2}, Y: []float64{4, 5, 6, 7, 8}}
	if got := ownTimes(s, 3, 1); !slices.Equal(got.X, []float64{1.26}) || !slices.Equal(got.Y, []float64{6}) || got.Low != nil {
		t.Errorf("%+v", got)
	}
	if got := ownTimes(s, 3, 0); !slices.Equal(got.X, []float64{1, 2}) {
		t.Errorf("%+v", got)
	}
}
