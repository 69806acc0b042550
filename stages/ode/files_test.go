package ode

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/stages/stagetest"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// mustRun runs the stage and returns its curves.
func mustRun(t *testing.T, call *stages.Call) table.Table {
	t.Helper()
	if err := (Kind{}).Run(t.Context(), call); err != nil {
		t.Fatal(err)
	}
	curves, err := table.ReadFile(call.OutputPath("curves.csv"))
	if err != nil {
		t.Fatal(err)
	}
	return curves
}

// withEverything asks for both biases and weight decay.
func withEverything(p *Parameters) {
	p.EncoderBias, p.OutputBias, p.WeightDecay = setup.EncoderBias{Train: true, Init: 0.3}, setup.OutputBias{Train: true}, 0.01
}

func TestBiasesAreWritten(t *testing.T) {
	call := newCall(t, diagonal(), withEverything)
	curves := mustRun(t, call)
	if want := append([]string{"t", "pmse"}, order.ColumnNames(2, true, true)...); !slices.Equal(curves.Names, want) {
		t.Errorf("columns %v, want %v", curves.Names, want)
	}
	last := curves.Rows() - 1
	column := func(name string) []float64 {
		c, err := curves.Column(name)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	state, _ := stagetest.Arrays(t, call.OutputPath("state.npz"))
	w := order.Weights{Hidden: 2, Dim: 6, W: state["W"], V: state["V"], B: state["b"], C: state["c"]}
	if got := order.Error(w, state["eigenvalues"], gaussian.Erf{}); math.Abs(got/column("pmse")[last]-1) > 1e-12 {
		t.Errorf("error of the final weights %v, last pmse %v", got, column("pmse")[last])
	}
	if b := column("b_2"); b[0] != 0.3 || b[last] != w.B[1] || b[last] == 0.3 {
		t.Errorf("bias of unit 2 from %v to %v, at last %v", b[0], b[last], w.B[1])
	}
	if c := column("c_norm"); c[0] != 0 || c[last] == 0 {
		t.Errorf("‖c‖ from %v to %v", c[0], c[last])
	}
	description, err := run.Read(call.OutputPath(run.FileName))
	if err != nil || description.EncoderBias != run.TrainedBias || description.OutputBias != run.TrainedBias || description.WeightDecay != 0.01 || description.Rule != "vanilla" {
		t.Errorf("%+v, %v", description, err)
	}
}

func TestModesOverTime(t *testing.T) {
	for _, modes := range []int{0, 3} {
		call := newCall(t, diagonal(), func(p *Parameters) { p.Modes = modes })
		curves := mustRun(t, call)
		data, shapes := stagetest.Arrays(t, call.OutputPath("modes.npz"))
		count := 6 // hidden + 4
		if modes > 0 {
			count = modes
		}
		if !slices.Equal(shapes["W"], []int{curves.Rows(), 2, count}) || !slices.Equal(shapes["V"], shapes["W"]) ||
			!slices.Equal(data["eigenvalues"], diagonal().Eigenvalues[:count]) || !slices.Equal(data["t"], curves.Columns[0]) {
			t.Fatalf("shapes %v, eigenvalues %v", shapes, data["eigenvalues"])
		}
		start, err := call.Parameters.(*Parameters).StartWeights(call.Seed, 6)
		if err != nil {
			t.Fatal(err)
		}
		state, _ := stagetest.Arrays(t, call.OutputPath("state.npz"))
		first, last := data["V"][:2*count], data["V"][(curves.Rows()-1)*2*count:]
		for k := range 2 {
			for m := range count {
				if math.Abs(first[k*count+m]-start.Decoder(k)[m]) > 1e-12 || last[k*count+m] != state["V"][6*k+m] {
					t.Errorf("V[%d,%d] goes from %v to %v, want %v to %v", k, m, first[k*count+m], last[k*count+m], start.Decoder(k)[m], state["V"][6*k+m])
				}
			}
		}
	}
}

// Tied weights are one matrix in every file, and start from the encoder of the untied network.
func TestTied(t *testing.T) {
	for _, rule := range []string{"vanilla", "truncated", "sanger"} {
		call := newCall(t, permuted(), func(p *Parameters) {
			p.Activation, p.Rule, p.Tied = "linear", rule, rule != "sanger"
		})
		mustRun(t, call)
		state, _ := stagetest.Arrays(t, call.OutputPath("state.npz"))
		modes, _ := stagetest.Arrays(t, call.OutputPath("modes.npz"))
		if !slices.Equal(state["W"], state["V"]) || !slices.Equal(modes["W"], modes["V"]) {
			t.Errorf("%s: W and V differ", rule)
		}
		description, err := run.Read(call.OutputPath(run.FileName))
		if err != nil || !description.Tied || description.Rule != rule {
			t.Errorf("%+v, %v", description, err)
		}
	}
}

// A state is a start: two halves of a run are the whole of it.
func TestStateIsAStart(t *testing.T) {
	whole := mustRun(t, newCall(t, diagonal(), withEverything))
	half := newCall(t, diagonal(), func(p *Parameters) {
		withEverything(p)
		p.Horizon = 50
	})
	mustRun(t, half)
	rest := mustRun(t, newCall(t, diagonal(), func(p *Parameters) {
		withEverything(p)
		p.EncoderBias.Init = 0
		p.Horizon, p.Init = 50, &setup.Init{Weights: stages.File(half.OutputPath("state.npz"))}
	}))
	got, want := rest.Columns[1][rest.Rows()-1], whole.Columns[1][whole.Rows()-1]
	if math.Abs(got/want-1) > 1e-6 {
		t.Errorf("pmse after two halves %v, after the whole %v", got, want)
	}
}

// Every method solves the same equations.
func TestMethodsAgree(t *testing.T) {
	want := mustRun(t, newCall(t, diagonal(), nil))
	for _, method := range []string{"dopri5", "rkc2", "rodas5p"} {
		got := mustRun(t, newCall(t, diagonal(), func(p *Parameters) { p.Method = method }))
		for i, pmse := range want.Columns[1] {
			if math.Abs(got.Columns[1][i]/pmse-1) > 1e-6 {
				t.Errorf("%s: pmse %v at t = %v, want %v", method, got.Columns[1][i], got.Columns[0][i], pmse)
			}
		}
	}
}

// The theory is recorded at exactly the times given.
func TestGivenTimes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "times.csv")
	if err := os.WriteFile(path, []byte("t,pmse\n0.0123,1\n0.5,0.9\n33.3,0.1\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	call := newCall(t, diagonal(), nil)
	p := call.Parameters.(*Parameters)
	p.Horizon, p.Points, p.Times = setup.Defaults().Horizon, setup.Defaults().Points, stages.File(path)
	if problems := (Kind{}).Validate(p, nil); len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	if curves := mustRun(t, call); !slices.Equal(curves.Columns[0], []float64{0.0123, 0.5, 33.3}) {
		t.Errorf("times %v", curves.Columns[0])
	}
	if description, err := run.Read(call.OutputPath(run.FileName)); err != nil || description.Horizon != 33.3 {
		t.Errorf("%+v, %v", description, err)
	}
}

func TestGivenTimesThatCannotBeRead(t *testing.T) {
	call := newCall(t, diagonal(), nil)
	call.Parameters.(*Parameters).Times = "absent.csv"
	if err := (Kind{}).Run(t.Context(), call); err == nil || !strings.Contains(err.Error(), "absent.csv") {
		t.Errorf("error %v", err)
	}
}
