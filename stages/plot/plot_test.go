package plot_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/pipelinefile"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/stages/plot"
)

// Hyperbola is another figure, with ports of its own.
type Hyperbola struct{ Parabola }

func (Hyperbola) Name() string { return "hyperbola" }
func (Hyperbola) Ports() []stages.Port {
	return []stages.Port{
		{Name: "theory", Doc: "anything", Kinds: []string{"sgd", "ode"}, Required: true, Many: true},
		{Name: "focus", Doc: "a point", Kinds: []string{"sgd"}, Required: true},
	}
}

// Parabola is a figure that needs one stage, whose output "exponent" it doesn't read.
type Parabola struct{}

func (Parabola) Name() string  { return "parabola" }
func (Parabola) Title() string { return "A parabola" }
func (Parabola) Ports() []stages.Port {
	return []stages.Port{{Name: "theory", Doc: "anything", Kinds: []string{"ode"}, Required: true}}
}

func (Parabola) Build(in inputs.Set) (*figure.Built, error) {
	if !in.Has("theory") {
		return nil, errors.New("nothing to draw")
	}
	return &figure.Built{
		Name: "parabola", Title: "A parabola", Caption: "*y* = *x*^{2}", Alt: "A parabola.", Width: figure.SingleColumn,
		Grid: figure.Grid{Columns: []float64{1}, Rows: []float64{1}},
		Panels: []figure.Panel{{X: figure.Axis{Label: "*x*"}, Y: figure.Axis{Label: "*y*"}, Series: []figure.Series{
			{Name: "theory", Role: figure.Theory, X: []float64{0, 1, 2}, Y: []float64{0, 1, 4}}}}},
	}, nil
}

func kind() plot.Kind { return plot.Kind{Figures: []figure.Figure{Parabola{}}} }

func TestContract(t *testing.T) {
	k := kind()
	parameters := k.Defaults("parabola")
	if got := parameters.(*plot.Parameters).Figure; got != "parabola" {
		t.Errorf("the figure is %q unless given, want the stage's name", got)
	}
	if ports := k.Ports(parameters); len(ports) != 1 || ports[0].Name != "theory" {
		t.Errorf("ports %+v", ports)
	}
	want := []stages.CodeRoot{
		{Package: "autoencoder-dynamics/stages/plot"},
		{Package: "autoencoder-dynamics/stages/plot_test", Symbol: "Parabola"},
	}
	if diff := cmp.Diff(want, k.CodeRoots(parameters)); diff != "" {
		t.Errorf("code roots: %s", diff)
	}
}

// With a wrong name, the ports of any figure will do, and the one thing said is that there is no such figure.
func TestAnUnknownFigureIsTheOnlyMistake(t *testing.T) {
	k := plot.Kind{Figures: []figure.Figure{Parabola{}, Hyperbola{}}}
	want := []stages.Port{
		{Name: "theory", Doc: "anything", Kinds: []string{"ode", "sgd"}, Many: true},
		{Name: "focus", Doc: "a point", Kinds: []string{"sgd"}},
	}
	if diff := cmp.Diff(want, k.Ports(k.Defaults("parabla"))); diff != "" {
		t.Errorf("ports: %s", diff)
	}
	if diff := cmp.Diff([]string{"ode"}, Parabola{}.Ports()[0].Kinds); diff != "" {
		t.Errorf("a figure's own ports were changed: %s", diff)
	}
	source := "stages:\n  curve: {uses: ode}\n  parabla: {uses: plot, needs: {theory: curve}}\n"
	_, err := pipelinefile.Parse("pipeline.yaml", []byte(source), pipelinefile.Options{Kinds: []stages.Kind{k, curve{}}})
	var problems pipelinefile.Problems
	if !errors.As(err, &problems) || len(problems.List) != 1 || !strings.Contains(err.Error(), `no figure is called "parabla"`) {
		t.Errorf("want one mistake, the figure's name: %v", err)
	}
}

// curve is a kind "ode" without ports and parameters.
type curve struct{}

func (curve) Name() string                                       { return "ode" }
func (curve) Summary() string                                    { return "A curve." }
func (curve) Defaults(string) any                                { return &struct{}{} }
func (curve) Ports(any) []stages.Port                            { return nil }
func (curve) Validate(any, map[string][]string) []stages.Problem { return nil }
func (curve) Run(context.Context, *stages.Call) error            { return nil }

func TestValidate(t *testing.T) {
	for _, test := range []struct {
		name       string
		change     func(p *plot.Parameters)
		path, says string // "" for none
	}{
		{"as it is", func(*plot.Parameters) {}, "", ""},
		{"another name", func(p *plot.Parameters) { p.Figure = "parabla" }, "with.figure", `"parabola"`},
		{"no name near", func(p *plot.Parameters) { p.Figure = "zzz" }, "with.figure", "parabola"},
		{"too narrow", func(p *plot.Parameters) { p.Width = 1 }, "with.width", "2 to 12"},
		{"illegible", func(p *plot.Parameters) { p.FontSize = 3 }, "with.font_size", "5 to 14"},
		{"no colour", func(p *plot.Parameters) { p.Colors.Theory = "red" }, "with.colors.theory", "#rrggbb"},
		{"too many units", func(p *plot.Parameters) {
			p.Colors.Units = []string{"#000000", "#111111", "#222222", "#333333", "#444444", "#555555", "#666666"}
		}, "with.colors.units", "at most 6"},
		{"too many networks", func(p *plot.Parameters) { p.Colors.Variants = slices.Repeat([]string{"#000000"}, 7) }, "with.colors.variants", "at most 6"},
		{"no colour of a network", func(p *plot.Parameters) { p.Colors.Variants = []string{"blue"} }, "with.colors.variants", "#rrggbb"},
		{"no colour of Adam", func(p *plot.Parameters) { p.Colors.Adam = "#12" }, "with.colors.adam", "#rrggbb"},
	} {
		p := kind().Defaults("parabola").(*plot.Parameters)
		test.change(p)
		problems := kind().Validate(p, nil)
		if test.path == "" {
			if len(problems) != 0 {
				t.Errorf("%s: %+v", test.name, problems)
			}
			continue
		}
		if len(problems) != 1 || problems[0].Path != test.path || !strings.Contains(problems[0].Expected, test.says) {
			t.Errorf("%s: %+v", test.name, problems)
		}
	}
}

type silent struct{}

func (silent) Total(int64, string) {}
func (silent) Add(int64)           {}
func (silent) Note(string)         {}

func call(t *testing.T, change func(p *plot.Parameters)) *stages.Call {
	t.Helper()
	p := kind().Defaults("parabola").(*plot.Parameters)
	change(p)
	return &stages.Call{
		Stage: "parabola", Parameters: p, Progress: silent{}, OutputDir: t.TempDir(), Caveat: func(stages.Caveat) {},
		Inputs: map[string][]stages.Input{"theory": {{Stage: "erf-theory", Kind: "ode",
			Caveats: []stages.Caveat{{ID: "embedded-default", Label: "surrogates", Text: "Surrogates stand in for images."}}}}},
	}
}

func read(t *testing.T, c *stages.Call, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(c.OutputDir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestRun(t *testing.T) {
	plain := call(t, func(*plot.Parameters) {})
	if err := kind().Run(t.Context(), plain); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(plain.OutputDir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if diff := cmp.Diff([]string{"claims.json", "data.csv", "figure.json", "figure.pdf", "figure.png", "figure.svg", "operations.jsonl"}, names); diff != "" {
		t.Errorf("outputs: %s", diff)
	}
	if summary := read(t, plain, "figure.json"); !strings.Contains(summary, "Surrogates stand in for images.") || !strings.Contains(summary, "y = x²") {
		t.Errorf("figure.json lacks the caveat or the caption: %s", summary)
	}
	if claims := read(t, plain, "claims.json"); !strings.Contains(claims, `"claims": []`) {
		t.Errorf("a figure without claims: %s", claims)
	}

	coloured := call(t, func(p *plot.Parameters) { p.Colors.Theory = "#123456" })
	if err := kind().Run(t.Context(), coloured); err != nil {
		t.Fatal(err)
	}
	if read(t, plain, "data.csv") != read(t, coloured, "data.csv") {
		t.Error("a colour changed the numbers")
	}
	if !strings.Contains(read(t, coloured, "figure.svg"), "#123456") {
		t.Error("the colour isn't in the picture")
	}
}

func TestRunStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := kind().Run(ctx, call(t, func(*plot.Parameters) {})); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestRunNamesTheFigureThatFails(t *testing.T) {
	c := call(t, func(*plot.Parameters) {})
	c.Inputs = nil
	if err := kind().Run(t.Context(), c); err == nil || !strings.Contains(err.Error(), "figure parabola: nothing to draw") {
		t.Errorf("error %v", err)
	}
}
