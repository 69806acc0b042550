package figures

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// curveFiles writes pmse(t) of a run at given times: a theory, or two replicas with the weights of four pixels.
func curveFiles(t *testing.T, described run.Run, times []float64, pmse func(t float64) float64) stageFiles {
	t.Helper()
	names, columns := []string{"t", "pmse"}, make([][]float64, 2)
	replicas := max(described.Replicas, 1)
	for range replicas {
		for _, at := range times {
			columns[0], columns[1] = append(columns[0], at), append(columns[1], pmse(at))
		}
	}
	described.Horizon, described.Replicas = times[len(times)-1], replicas
	if described.Method == run.SGD {
		ids := make([]float64, len(columns[0]))
		for i := range ids {
			ids[i] = float64(i / len(times))
		}
		names, columns = append([]string{"replica"}, names...), append([][]float64{ids}, columns...)
	}
	files := writeCurves(t, described, names, columns)
	if described.Method == run.SGD {
		weights := npz.Array{Name: "W", Shape: []int{replicas, 2, 4}, Data: make([]float64, replicas*2*4)}
		weights.Data.([]float64)[0] = 1
		decoder := weights
		decoder.Name = "V"
		if err := npz.WriteFile(filepath.Join(files.dir, "weights.npz"), weights, decoder); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// relaxing falls exponentially from just above 1 by a share of 2/D = 0.5 %; staircase is at rest first, and then falls in one step.
func relaxing(share float64) func(float64) float64 {
	return func(t float64) float64 { return 1.001 - (0.001+0.005*share)*(1-math.Exp(-t/10)) }
}

func staircase(t float64) float64 { return 0.1 + 0.9/(1+math.Exp((t-40)/4)) }

// whitenedPorts wires the figure of K = 2 of D = 400 directions, with the fall of the simulation on whitened images.
func whitenedPorts(t *testing.T, simulated func(float64) float64) map[string][]stages.Input {
	t.Helper()
	times := []float64{0}
	for i := range 100 {
		times = append(times, 0.1*math.Pow(1000, float64(i)/99))
	}
	white := describedWith("erf", func(r *run.Run) { r.Method, r.Dim, r.PCAErrors = run.Theory, 400, []float64{1, 0.9975, 0.995} })
	plain := describedWith("erf", func(r *run.Run) { r.Method, r.Dim, r.PCAErrors = run.Theory, 400, []float64{1, 0.4, 0.1} })
	simulation := func(r run.Run) run.Run { r.Method, r.Replicas = run.SGD, 2; return onImages(r) }
	flat, natural := make([]float64, 400), make([]float64, 400)
	for i := range flat {
		flat[i], natural[i] = 1, 0.1*400/398.0
	}
	natural[0], natural[1] = 0.6*400, 0.3*400
	return map[string][]stages.Input{
		"spectrum":         {covarianceFiles(t, flat, nil)},
		"theory":           {curveFiles(t, white, times, relaxing(1)).input("ode")},
		"sgd":              {curveFiles(t, simulation(white), times, simulated).input("sgd")},
		"natural-spectrum": {covarianceFiles(t, natural, nil)},
		"natural-theory":   {curveFiles(t, plain, times, staircase).input("ode")},
		"natural-sgd":      {curveFiles(t, simulation(plain), times, staircase).input("sgd")},
	}
}

func TestWhitenedControl(t *testing.T) {
	plateau := func(t float64) float64 { return 1.001 - 0.006/(1+math.Exp((40-t)/4)) }
	for name, test := range map[string]struct {
		simulated func(float64) float64
		verdicts  string // flat, no plateau (theory, SGD), K/D (theory, SGD), SGD beside theory
	}{
		"as it is":        {relaxing(1), "++++++"},
		"learns less":     {relaxing(0.9), "++++--"},
		"learns too much": {relaxing(1.06), "++++--"},
		"plateau":         {plateau, "++-++-"},
		"learns nothing":  {func(float64) float64 { return 1.001 }, "++-+--"},
	} {
		b := build(t, WhitenedControl{}, whitenedPorts(t, test.simulated))
		if got := claimMarks(b); got != test.verdicts {
			t.Errorf("%s: claims %s, want %s: %+v", name, got, test.verdicts, b.Claims)
		}
		if len(b.Panels) != 4 || len(b.Panels[3].Tiles.Groups) != 2 || len(b.Panels[3].Tiles.Groups[0].Images) != 2 {
			t.Errorf("%s: panels %+v", name, b.Panels)
		}
	}
	b := build(t, WhitenedControl{}, whitenedPorts(t, relaxing(1)))
	if !strings.Contains(b.Caption, "*K* = 2 hidden units") || !strings.Contains(b.Caption, "they lie 0.5 % of the variance apart") {
		t.Errorf("caption %q", b.Caption)
	}
	if rows := b.Tables.Plateaus; len(rows) != 2 || rows[1].Expected != 0.995 || rows[1].Source != "SGD" || len(b.Tables.Deviations) != 1 {
		t.Errorf("tables %+v", b.Tables)
	}
}

// A run that ends while pmse still falls can't tell what the whole of the fall is like.
func TestWhitenedTooShort(t *testing.T) {
	slow := func(t float64) float64 { return relaxing(1)(t / 10) }
	ports := whitenedPorts(t, slow)
	theory := describedWith("erf", func(r *run.Run) { r.Method, r.Dim, r.PCAErrors = run.Theory, 400, []float64{1, 0.9975, 0.995} })
	times := []float64{0}
	for i := range 100 {
		times = append(times, 0.1*math.Pow(1000, float64(i)/99))
	}
	ports["theory"] = []stages.Input{curveFiles(t, theory, times, slow).input("ode")}
	if got := claimMarks(build(t, WhitenedControl{}, ports)); got != "+????+" {
		t.Errorf("claims %s", got)
	}
}

// A spectrum that isn't flat fails its claim.
func TestWhitenedTooLittle(t *testing.T) {
	ports := whitenedPorts(t, relaxing(1))
	values := make([]float64, 400)
	for i := range values {
		values[i] = 1
	}
	values[0], values[399] = 1.01, 0.99
	ports["spectrum"] = []stages.Input{covarianceFiles(t, values, nil)}
	if b := build(t, WhitenedControl{}, ports); b.Claims[0].Pass {
		t.Errorf("%+v", b.Claims[0])
	}
}

func TestWhitenedControlRefuses(t *testing.T) {
	other := describedWith("erf", func(r *run.Run) { r.Method, r.Dim, r.Hidden, r.PCAErrors = run.Theory, 400, 1, []float64{1, 0.4, 0.1} })
	simulation := onImages(other)
	simulation.Method, simulation.Replicas = run.SGD, 2
	times := []float64{0, 1, 2}
	for name, test := range map[string]struct {
		change func(map[string][]stages.Input)
		says   string
	}{
		"another spectrum": {func(p map[string][]stages.Input) {
			p["spectrum"] = []stages.Input{covarianceFiles(t, []float64{2, 1}, nil)}
		},
			"needs.theory: stage upstream is of another covariance"},
		"no variance": {func(p map[string][]stages.Input) {
			p["spectrum"] = []stages.Input{covarianceFiles(t, []float64{0, 0}, nil)}
		},
			"no eigenvalue above 0"},
		"another network": {func(p map[string][]stages.Input) {
			p["sgd"] = []stages.Input{curveFiles(t, simulation, times, staircase).input("sgd")}
		}, "needs.sgd: the theory of one network"},
		"another K of natural images": {func(p map[string][]stages.Input) {
			p["natural-theory"] = []stages.Input{curveFiles(t, other, times, staircase).input("ode")}
			p["natural-sgd"] = []stages.Input{curveFiles(t, simulation, times, staircase).input("sgd")}
		}, "it has 1 hidden units"},
	} {
		t.Run(name, func(t *testing.T) {
			ports := whitenedPorts(t, relaxing(1))
			test.change(ports)
			refuses(t, WhitenedControl{}, ports, test.says)
		})
	}
}

// An exponential takes ln(4/3)/ln(5/4), ln(3/2)/ln(4/3), … longer for each fifth; a step at rest before it doesn't.
func TestSlowing(t *testing.T) {
	var times, exponential, step []float64
	for i := range 4001 {
		at := 0.1 * float64(i)
		times, exponential, step = append(times, at), append(exponential, math.Exp(-at/10)), append(step, staircase(at))
	}
	if got, want := slowing(times, exponential), math.Log(4.0/3)/math.Log(5.0/4); math.Abs(got-want) > 1e-3 {
		t.Errorf("an exponential slows down by %v, want %v", got, want)
	}
	if got := slowing(times, step); !(got < 0.5) {
		t.Errorf("a plateau has the ratio %v", got)
	}
	if got := slowing([]float64{0, 1}, []float64{1, 2}); !math.IsNaN(got) {
		t.Errorf("what rises has the ratio %v", got)
	}
	if got := figure.AtLeast("", math.NaN(), 1, ""); got.Pass {
		t.Error("a claim on nothing passes")
	}
}
