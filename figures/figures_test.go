package figures

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages"
)

func TestAll(t *testing.T) {
	names := map[string]bool{}
	for _, f := range All() {
		if names[f.Name()] {
			t.Errorf("two figures are called %s", f.Name())
		}
		names[f.Name()] = true
		found, ok := ByName(f.Name())
		if !ok || found != f || f.Title() == "" {
			t.Errorf("figure %s: found %v, title %q", f.Name(), found, f.Title())
		}
		for _, port := range f.Ports() {
			if port.Doc == "" || len(port.Kinds) == 0 {
				t.Errorf("figure %s, port %s has no documentation or no kinds", f.Name(), port.Name)
			}
		}
	}
	if _, ok := ByName("theory-vs-sdg"); ok {
		t.Error("a figure that there isn't was found")
	}
}

// curve is a stand-in for the dynamics: pmse falls from 1 to 0.1 around t = 10.
func curve(t float64) float64 { return 0.1 + 0.9/(1+math.Pow(t/10, 2)) }

// stageFiles is what a stage of one kind writes, in a folder of the test's.
type stageFiles struct {
	dir     string
	caveats []stages.Caveat
}

func (s stageFiles) input(kind string) stages.Input {
	entries, _ := os.ReadDir(s.dir)
	in := stages.Input{Stage: "upstream", Kind: kind, Files: map[string]string{}, Caveats: s.caveats}
	for _, entry := range entries {
		in.Files[entry.Name()] = filepath.Join(s.dir, entry.Name())
	}
	return in
}

// curves writes the curves of a theory (replicas 0) or of a simulation that is off by a share.
func curves(t *testing.T, described run.Run, replicas int, off float64) stageFiles {
	t.Helper()
	times := append([]float64{0}, floats.LogSpan(make([]float64, 41), 0.01, 100)...)
	names := []string{"replica", "t", "pmse", "Q_1_1", "Q_1_2", "Q_2_2", "S_1", "S_2", "T_1_1", "T_1_2", "T_2_2"}
	columns := make([][]float64, len(names))
	for r := range max(replicas, 1) {
		for _, at := range times {
			columns[0], columns[1] = append(columns[0], float64(r+1)), append(columns[1], at)
			scatter := 0.001 * float64(r-max(replicas, 1)/2)
			columns[2] = append(columns[2], curve(at)*(1+off+scatter))
			for j := 3; j < len(names); j++ {
				columns[j] = append(columns[j], float64(j-5)*(1-curve(at))+scatter)
			}
		}
	}
	described.Method, described.Horizon, described.Replicas = run.SGD, 100, replicas
	if replicas == 0 {
		described.Method, described.Replicas = run.Theory, 1
		names, columns = names[1:], columns[1:]
	}
	dir := t.TempDir()
	if err := table.WriteFile(filepath.Join(dir, "curves.csv"), table.Table{Names: names, Columns: columns}); err != nil {
		t.Fatal(err)
	}
	if err := described.Write(filepath.Join(dir, run.FileName)); err != nil {
		t.Fatal(err)
	}
	return stageFiles{dir: dir}
}

func described(activation string) run.Run {
	return run.Run{Activation: activation, Hidden: 2, Dim: 100, LearningRate: 1, Inputs: run.Normal, Error: run.ClosedForm,
		PCAErrors: []float64{1, 0.4, 0.1}}
}

func build(t *testing.T, f figure.Figure, ports map[string][]stages.Input) *figure.Built {
	t.Helper()
	b, err := f.Build(inputs.NewSet(ports))
	if err != nil {
		t.Fatal(err)
	}
	if err := figure.Check(b, figure.NewStyle()); err != nil {
		t.Fatal(err)
	}
	if b.Caption == "" || b.Alt == "" || strings.Contains(b.Caption, "%!") || strings.Contains(b.Alt, "%!") {
		t.Errorf("caption %q, alternative text %q", b.Caption, b.Alt)
	}
	return b
}

func pass(b *figure.Built) []bool {
	var verdicts []bool
	for _, claim := range b.Claims {
		verdicts = append(verdicts, claim.Pass)
	}
	return verdicts
}

func TestTheoryVsSGD(t *testing.T) {
	erf, linear := described("erf"), described("linear")
	b := build(t, TheoryVsSGD{}, map[string][]stages.Input{
		"theory": {curves(t, linear, 0, 0).input("ode"), curves(t, erf, 0, 0).input("ode")},
		"sgd":    {curves(t, erf, 3, 0).input("sgd"), curves(t, linear, 5, 0.04).input("sgd")},
	})
	var titles []string
	for _, panel := range b.Panels {
		titles = append(titles, panel.Title)
	}
	if !slices.Equal(titles[:2], []string{"erf", "linear"}) || len(titles) != 5 {
		t.Errorf("panels %q", titles)
	}
	if want := []bool{true, true, false, false, true}; !slices.Equal(pass(b), want) {
		t.Errorf("claims %v, want %v: linear was made 4 %% off\n%+v", pass(b), want, b.Claims)
	}
	if len(b.Panels[0].References) != 2 {
		t.Errorf("E_1 and E_2 aren't drawn: %+v", b.Panels[0].References)
	}
	if got, want := len(b.Panels[2].Series), 2*3; got != want {
		t.Errorf("%d series of Q, want theory and SGD of every entry: %d", got, want)
	}
	for _, fact := range []string{"erf and linear", "*K* = 2", "100-dimensional", "3 to 5 replicas"} {
		if !strings.Contains(b.Caption, fact) {
			t.Errorf("the caption doesn't say %q: %s", fact, b.Caption)
		}
	}
}

func TestTheoryVsSGDWithOnePair(t *testing.T) {
	for activation, panels := range map[string]int{"erf": 4, "linear": 1} {
		b := build(t, TheoryVsSGD{}, map[string][]stages.Input{
			"theory": {curves(t, described(activation), 0, 0).input("ode")},
			"sgd":    {curves(t, described(activation), 1, 0).input("sgd")},
		})
		if len(b.Panels) != panels {
			t.Errorf("%s alone: %d panels, want %d", activation, len(b.Panels), panels)
		}
	}
}

func TestTheoryVsSGDRefusesWhatDoesNotMatch(t *testing.T) {
	wide := described("erf")
	wide.Hidden = 3
	for name, sgd := range map[string]run.Run{"K = 2 and 3": wide, "activation erf": described("linear")} {
		_, err := TheoryVsSGD{}.Build(inputs.NewSet(map[string][]stages.Input{
			"theory": {curves(t, described("erf"), 0, 0).input("ode")},
			"sgd":    {curves(t, sgd, 2, 0).input("sgd")},
		}))
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("want an error about %q, got %v", name, err)
		}
	}
}

func TestCIFAR10Universality(t *testing.T) {
	real, normal := described("erf"), described("erf")
	real.Inputs, real.Error = run.Images, run.TestSet
	caveat := []stages.Caveat{{ID: inputs.EmbeddedDefault, Label: "surrogates"}}
	for _, test := range []struct {
		name    string
		images  run.Run
		caveats []stages.Caveat
		off     float64
		pass    []bool
		says    string
	}{
		{"real images", real, nil, 0.015, []bool{true, true}, "SGD on real images stays within 2 %"},
		{"real images off", real, nil, 0.03, []bool{true, false}, "SGD on real images stays within 2 %"},
		{"embedded default", normal, caveat, 0.005, []bool{true, true}, "SGD on embedded surrogates stays within 1 %"},
	} {
		images := curves(t, test.images, 3, test.off)
		images.caveats = test.caveats
		b := build(t, CIFAR10Universality{}, map[string][]stages.Input{
			"theory":     {curves(t, normal, 0, 0).input("ode")},
			"images":     {images.input("sgd")},
			"surrogates": {curves(t, normal, 3, 0).input("sgd")},
		})
		if !slices.Equal(pass(b), test.pass) {
			t.Errorf("%s: claims %v, want %v", test.name, pass(b), test.pass)
		}
		if !strings.Contains(b.Claims[1].Claim, test.says) {
			t.Errorf("%s: the claim is %q", test.name, b.Claims[1].Claim)
		}
		if embedded := strings.Contains(b.Legend[1].Text, "embedded"); embedded != (test.caveats != nil) {
			t.Errorf("%s: the legend says %q", test.name, b.Legend[1].Text)
		}
		if len(b.Panels) != 2 || !b.Panels[0].X.Shared || b.Panels[0].X.Min != b.Panels[1].X.Min {
			t.Errorf("%s: the panels don't share their time axis", test.name)
		}
	}
}

// covarianceFiles writes a spectrum and what it is.
func covarianceFiles(t *testing.T, eigenvalues []float64, about map[string]any) stages.Input {
	t.Helper()
	dir := t.TempDir()
	if err := (spectrum.Spectrum{Eigenvalues: eigenvalues}).WriteFile(filepath.Join(dir, "spectrum.npz")); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(about)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "about.json"), text, 0o644); err != nil {
		t.Fatal(err)
	}
	return stageFiles{dir: dir}.input("covariance")
}

// lawFiles writes the law of 16 inputs with decreasing variance, in place of images.
func lawFiles(t *testing.T) stages.Input {
	t.Helper()
	dir := t.TempDir()
	law := spectrum.Spectrum{Eigenvalues: make([]float64, 16), Eigenvectors: make([]float64, 16*16)}
	for i := range law.Eigenvalues {
		law.Eigenvalues[i] = 1 / float64(i+1)
		law.Eigenvectors[i*16+i] = 1
	}
	if err := law.WriteFile(filepath.Join(dir, "law.npz")); err != nil {
		t.Fatal(err)
	}
	return stageFiles{dir: dir}.input("whiten")
}

func TestSetup(t *testing.T) {
	// A bulk of 96 eigenvalues at the quantiles of Marchenko and Pastur's law for D/n = 1/2 and σ² = 1, and spikes.
	b := bulk{variance: 1, ratio: 0.5, low: math.Pow(1-math.Sqrt(0.5), 2), edge: math.Pow(1+math.Sqrt(0.5), 2)}
	eigenvalues := append([]float64{400, 200, 100, 50}, quantiles(b, 96)...)
	natural := []float64{0.3, 0.2, 0.15, 0.1, 0.08, 0.07, 0.05, 0.05}
	for name, test := range map[string]struct {
		spikes int
		first  float64
		pass   []bool
	}{
		"as it should be":   {4, 0.3, []bool{true, true}},
		"a spike too few":   {3, 0.3, []bool{false, true}},
		"too flat spectrum": {4, 0.2, []bool{true, false}},
	} {
		natural[0] = test.first
		ports := map[string][]stages.Input{
			"spiked":  {covarianceFiles(t, eigenvalues, map[string]any{"model": "spiked", "spikes": test.spikes, "samples": 200})},
			"natural": {covarianceFiles(t, natural, map[string]any{"dim": 8})},
			"images":  {lawFiles(t)},
		}
		built := build(t, Setup{}, ports)
		if !slices.Equal(pass(built), test.pass) {
			t.Errorf("%s: claims %v, want %v\n%+v", name, pass(built), test.pass, built.Claims)
		}
		if !strings.Contains(built.Caption, "stand in for its images") {
			t.Errorf("%s: the caption takes surrogates for images: %s", name, built.Caption)
		}
	}
}

// quantiles returns eigenvalues, decreasing, at the middles of n equal shares of the bulk's law.
func quantiles(b bulk, n int) []float64 {
	const steps = 200_000
	width := (b.edge - b.low) / steps
	var values []float64
	mass := 0.0
	for i := range steps {
		at := b.low + (float64(i)+0.5)*width
		mass += b.density(at) * width
		if len(values) < n && mass >= (float64(len(values))+0.5)/float64(n) {
			values = append(values, at)
		}
	}
	slices.Reverse(values)
	return values
}

// The law of Marchenko and Pastur has mass 1 and mean σ².
func TestBulkDensity(t *testing.T) {
	b := bulk{variance: 2, ratio: 0.4, low: 2 * math.Pow(1-math.Sqrt(0.4), 2), edge: 2 * math.Pow(1+math.Sqrt(0.4), 2)}
	const steps = 100_000
	mass, mean, width := 0.0, 0.0, (b.edge-b.low)/steps
	for i := range steps {
		at := b.low + (float64(i)+0.5)*width
		mass += b.density(at) * width
		mean += at * b.density(at) * width
	}
	if math.Abs(mass-1) > 1e-4 || math.Abs(mean-2) > 1e-3 {
		t.Errorf("mass %g, mean %g; want 1 and 2", mass, mean)
	}
}

// With the model's own covariance the bulk is one eigenvalue, and every spike an outlier.
func TestBulkOfTheModelItself(t *testing.T) {
	s := inputs.Spectrum{Eigenvalues: []float64{9, 4, 1, 1, 1}, About: inputs.AboutSpectrum{Spikes: 2}}
	b := measureBulk(s)
	if n := b.above(s.Eigenvalues); n != 2 {
		t.Errorf("%d outliers, want 2", n)
	}
}

// On a logarithmic axis the theory begins no later than the simulation, although its own first time is later.
func TestTheoryLineBeginsWithTheSimulation(t *testing.T) {
	theory, simulation := described("erf"), described("erf")
	in := inputs.NewSet(map[string][]stages.Input{
		"theory": {lateCurves(t, theory, 0.1).input("ode")},
		"sgd":    {lateCurves(t, simulation, 0.05).input("sgd")},
	})
	late, err := in.OneCurves("theory")
	if err != nil {
		t.Fatal(err)
	}
	early, err := in.OneCurves("sgd")
	if err != nil {
		t.Fatal(err)
	}
	line, err := theoryLine("theory", late, early, "pmse")
	if err != nil {
		t.Fatal(err)
	}
	if want := []float64{0, 0.05, 0.1, 1}; !slices.Equal(line.X, want) || math.Abs(line.Y[1]-0.95) > 1e-12 {
		t.Errorf("the line has times %v and values %v", line.X, line.Y)
	}
	if same, err := theoryLine("theory", early, late, "pmse"); err != nil || len(same.X) != 3 {
		t.Errorf("a theory that begins earlier was changed: %v, %v", same.X, err)
	}
}

// lateCurves writes three points: t = 0, a first time and 1.
func lateCurves(t *testing.T, r run.Run, first float64) stageFiles {
	t.Helper()
	dir := t.TempDir()
	r.Method = run.Theory
	if err := table.WriteFile(filepath.Join(dir, "curves.csv"),
		table.Table{Names: []string{"t", "pmse"}, Columns: [][]float64{{0, first, 1}, {1, 0.9, 0.5}}}); err != nil {
		t.Fatal(err)
	}
	if err := r.Write(filepath.Join(dir, run.FileName)); err != nil {
		t.Fatal(err)
	}
	return stageFiles{dir: dir}
}
