package figures

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/jsonfile"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/table"
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
	dir := t.TempDir()
	if err := table.WriteFile(filepath.Join(dir, "curves.csv"), table.Table{Names: names, Columns: columns}); err != nil {
		t.Fatal(err)
	}
	if err := r.Write(filepath.Join(dir, run.FileName)); err != nil {
		t.Fatal(err)
	}
	return stageFiles{dir: dir}.named(stage).input(kind)
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
	for _, fact := range []string{"at *D* = 10^{2} and 10^{4}", "at *D* = 10^{2}, 10^{3} and 10^{4}", "60 replicas", "(*D* = 10^{2} and 10^{3})", "with the same variances *Q*_{*kk*} at every", "−0.5 ± "} {
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
		"direct deviates more":       {-0.5, 1.4, "+++-"},
		"direct deviates less":       {-0.5, 0.7, "+++-"},
		"direct within its accuracy": {-0.5, 1.05, "++++"},
	} {
		b := build(t, FiniteSize{}, sizes(t, test.exponent, test.factor))
		if got := claimMarks(b); got != test.want {
			t.Errorf("%s: verdicts %s, want %s: %+v", name, got, test.want, b.Claims)
		}
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
		if _, err := (FiniteSize{}).Build(inputs.NewSet(ports)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

// Of equal errors at three D a decade apart the slope has the error σ/(√2 ln 10).
func TestExponentError(t *testing.T) {
	points := []sizedPoint{{10, 1, 0.1}, {100, 1, 0.1}, {1000, 1, 0.1}}
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
