package figures

import (
	"encoding/json"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages"
)

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
	if got, want := claimMarks(b), "++--+"; got != want {
		t.Errorf("claims %s, want %s: linear was made 4 %% off\n%+v", got, want, b.Claims)
	}
	if rows := b.Tables.Deviations; len(rows) != 2 || rows[1].Network != "linear, K = 2" || rows[1].Inputs != "normal inputs, D = 100" || math.Abs(rows[1].Largest-0.04) > 1e-9 {
		t.Errorf("deviations %+v", rows)
	}
	if len(b.Panels[0].References) != 2 {
		t.Errorf("E_1 and E_2 aren't drawn: %+v", b.Panels[0].References)
	}
	if got, want := len(b.Panels[2].Series), 2*3; got != want {
		t.Errorf("%d series of Q, want theory and SGD of every entry: %d", got, want)
	}
	for _, fact := range []string{"erf and linear", "*K* = 2", "input of *D* = 100 dimensions", "3 (erf) and 5 (linear) replicas"} {
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

// columns returns the curves of one stage with some columns made by a function of time.
func columns(t *testing.T, described run.Run, made map[string]func(t float64) float64) inputs.Curves {
	t.Helper()
	written := curves(t, described, 0, 0)
	path := filepath.Join(written.dir, "curves.csv")
	changed, err := table.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	times, err := changed.Column("t")
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range changed.Names {
		if value, ok := made[name]; ok {
			for j, at := range times {
				changed.Columns[i][j] = value(at)
			}
		}
	}
	if err := table.WriteFile(path, changed); err != nil {
		t.Fatal(err)
	}
	c, err := inputs.NewSet(map[string][]stages.Input{"curves": {written.input("ode")}}).OneCurves("curves")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Each entry counts in shares of its own range: S_1 has a range of 90 and S_2 of 0.9, or none at all.
func TestOrderParametersInSharesOfTheirRange(t *testing.T) {
	off := func(share float64, value func(float64) float64, size float64) func(float64) float64 {
		return func(t float64) float64 { return value(t) + share*size*t/100 }
	}
	wide := func(t float64) float64 { return 90 * t / 100 }
	narrow := func(t float64) float64 { return 0.9 * t / 100 }
	constant := func(float64) float64 { return 0.5 }
	for _, test := range []struct {
		name        string
		theory, sgd map[string]func(float64) float64
		entry       string
		share       float64
		pass        bool
	}{
		{"the wide one", map[string]func(float64) float64{"S_1": wide, "S_2": narrow},
			map[string]func(float64) float64{"S_1": off(0.04, wide, 90), "S_2": off(0.03, narrow, 0.9)}, "S1", 0.04, true},
		{"the narrow one", map[string]func(float64) float64{"S_1": wide, "S_2": narrow},
			map[string]func(float64) float64{"S_1": off(0.04, wide, 90), "S_2": off(-0.06, narrow, 0.9)}, "S2", 0.06, false},
		{"a constant one", map[string]func(float64) float64{"S_1": wide, "S_2": constant},
			map[string]func(float64) float64{"S_1": wide, "S_2": off(0.02, constant, 90)}, "S2", 0.02, true},
	} {
		p := pair{columns(t, described("erf"), test.theory), columns(t, described("erf"), test.sgd)}
		d, err := familyDeviation(families(100)[1], p)
		if err != nil || d.entry != test.entry || math.Abs(d.share-test.share) > 1e-9 || math.Abs(d.time-100) > 1e-9 {
			t.Errorf("%s: %+v, %v; want %s off by %g of its range at t = 100", test.name, d, err, test.entry, test.share)
		}
		var b figure.Built
		if err := addOrderParameters(&b, p); err != nil || len(b.Claims) != 1 || b.Claims[0].Pass != test.pass || math.Abs(b.Claims[0].Measured-test.share) > 1e-9 {
			t.Errorf("%s: claims %+v, %v", test.name, b.Claims, err)
		}
	}
}

func TestTheLargerOfTwoDeviations(t *testing.T) {
	unknown, small, large := entryDeviation{"Q11", math.NaN(), 1}, entryDeviation{"Q12", 0.1, 2}, entryDeviation{"Q22", 0.2, 3}
	for _, three := range [][3]entryDeviation{{small, large, small}, {large, small, small}} {
		if got := three[0].or(three[1]).or(three[2]); got != large {
			t.Errorf("%+v gives %+v", three, got)
		}
	}
	for _, three := range [][3]entryDeviation{{small, unknown, large}, {unknown, small, large}, {small, large, unknown}} {
		if got := three[0].or(three[1]).or(three[2]); !math.IsNaN(got.share) || got.entry != "Q11" {
			t.Errorf("%+v gives %+v: NaN was passed over", three, got)
		}
	}
}

// The long plateau at the start, on which SGD can't but agree, doesn't lower the median.
func TestTheMedianLeavesThePlateauOut(t *testing.T) {
	theory := described("erf")
	exact, late := columns(t, theory, nil), columns(t, theory, map[string]func(float64) float64{"pmse": func(t float64) float64 {
		if t < 2.2 { // curve(2.2) = 0.958 is above 0.95
			return curve(t)
		}
		return 1.01 * curve(t)
	}})
	var b figure.Built
	if err := addErrorPanel(&b, pair{exact, late}, figure.Axis{}); err != nil {
		t.Fatal(err)
	}
	median := b.Claims[1]
	if median.Pass || math.Abs(median.Measured-0.01) > 1e-9 || !strings.Contains(median.Detail, "0.95 *E*_{0}") {
		t.Errorf("%+v, want a median of 0.01", median)
	}
}

// S and T are O(D): both are drawn, and stand in data.csv, over D.
func TestFamiliesAreScaled(t *testing.T) {
	p := pair{columns(t, described("erf"), nil), columns(t, described("erf"), nil)}
	for i, want := range []float64{1, 0.01, 0.01} {
		f := families(float64(p.theory.Run.Dim))[i]
		panel, err := familyPanel(f, p)
		if err != nil {
			t.Fatal(err)
		}
		statistic, err := p.theory.Statistic(entries(f, p.theory)[0])
		if err != nil {
			t.Fatal(err)
		}
		last := len(statistic.Mean) - 1
		if got := panel.Series[0].Y[last]; math.Abs(got-want*statistic.Mean[last]) > 1e-12 || strings.Contains(panel.Y.Label, "/ *D*") != (want != 1) {
			t.Errorf("%s ends at %g, labelled %q", f.prefix, got, panel.Y.Label)
		}
	}
}

func TestClaimsSayHowWellTheMeanIsKnown(t *testing.T) {
	b := build(t, TheoryVsSGD{}, map[string][]stages.Input{
		"theory": {curves(t, described("linear"), 0, 0).input("ode")},
		"sgd":    {curves(t, described("linear"), 4, 0.02).input("sgd")},
	})
	// Scatter of 0.001·(−2, −1, 0, 1) has s.d. 0.00129, s.e.m. 0.00065.
	if detail := b.Claims[0].Detail; !strings.Contains(detail, "± 0.065 % s.e.m. of 4 replicas") {
		t.Errorf("detail %q", detail)
	}
	if long := (figure.Claim{Detail: "up to *t* = " + figure.Number(1e5, 3)}); !strings.Contains(asJSON(t, long), "up to t = 10⁵") {
		t.Errorf("written as %s", asJSON(t, long))
	}
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A theory of five times isn't compared with a simulation of forty, unless these are among them.
func TestTheoryThatIsTooCoarse(t *testing.T) {
	theory := curves(t, described("linear"), 0, 0).named("few-times")
	path := filepath.Join(theory.dir, "curves.csv")
	recorded, err := table.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i, column := range recorded.Columns {
		recorded.Columns[i] = []float64{column[0], column[10], column[20], column[30], column[41]}
	}
	if err := table.WriteFile(path, recorded); err != nil {
		t.Fatal(err)
	}
	_, err = TheoryVsSGD{}.Build(inputs.NewSet(map[string][]stages.Input{
		"theory": {theory.input("ode")}, "sgd": {curves(t, described("linear"), 2, 0).input("sgd")},
	}))
	if err == nil || !strings.Contains(err.Error(), "few-times") || !strings.Contains(err.Error(), "record both at the same times") {
		t.Errorf("error %v", err)
	}
}
