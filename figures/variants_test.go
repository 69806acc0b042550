package figures

import (
	"math"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/jsonfile"
	"autoencoder-dynamics/internal/run"
)

func TestSameExcept(t *testing.T) {
	erf, tied := columns(t, described("erf"), nil), columns(t, tiedErf(), nil)
	if err := sameExcept(erf, tied, "tied"); err != nil {
		t.Error(err)
	}
	for want, other := range map[string]run.Run{
		"activation is erf":     describedWith("linear", func(r *run.Run) { r.Tied = true }),
		"learning_rate is 1":    describedWith("erf", func(r *run.Run) { r.LearningRate = 2 }),
		"the PCA error E_2":     describedWith("erf", func(r *run.Run) { r.PCAErrors = []float64{1, 0.4, 0.2} }),
		"differ in tied alone:": describedWith("erf", func(r *run.Run) { r.Hidden = 1 }),
	} {
		if err := sameExcept(erf, columns(t, other, nil), "tied"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

func TestMeanNorm(t *testing.T) {
	c := columns(t, described("erf"), map[string]func(float64) float64{
		"T_1_1": func(float64) float64 { return 100 }, "T_2_2": func(float64) float64 { return 900 },
	})
	lengths, err := meanNorm(c, "T", decoderScale(c.Run))
	if err != nil || lengths[0] != 2 { // ‖v‖/√D is 1 and 3 at D = 100
		t.Errorf("mean length %v, %v", lengths[0], err)
	}
	if scale := decoderScale(run.Run{Dim: jsonfile.Number(math.Inf(1))}); scale != 1 {
		t.Errorf("T at D = ∞ is multiplied by %g", scale)
	}
	if _, err := meanNorm(c, "X", 1); err == nil {
		t.Error("an order parameter that isn't there has a norm")
	}
}

func TestExcess(t *testing.T) {
	c := columns(t, described("erf"), map[string]func(float64) float64{"pmse": func(float64) float64 { return 0.5 }})
	above, err := excess(c, 1)
	if err != nil || math.Abs(above[3]-0.1) > 1e-15 {
		t.Errorf("excess %v, %v", above[3], err)
	}
	if _, err := excess(c, 3); err == nil || !strings.Contains(err.Error(), "no PCA error E_3") {
		t.Errorf("error %v", err)
	}
}
