package figures

import (
	"strings"
	"testing"

	"autoencoder-dynamics/internal/run"
)

// A simulation that ends elsewhere, or takes another course, doesn't follow its theory.
func TestFollowsTheory(t *testing.T) {
	for name, test := range map[string]struct {
		off  func(t float64) float64
		want [2]bool
	}{
		"the theory's own":  {func(float64) float64 { return 1 }, [2]bool{true, true}},
		"ends elsewhere":    {func(t float64) float64 { return map[bool]float64{false: 1, true: 1.06}[t > 90] }, [2]bool{true, false}},
		"another course":    {func(t float64) float64 { return map[bool]float64{false: 1.02, true: 1}[t > 90] }, [2]bool{false, true}},
		"ends at its bound": {func(t float64) float64 { return map[bool]float64{false: 1, true: 0.96}[t > 90] }, [2]bool{true, true}},
	} {
		p := pair{columns(t, described("erf"), nil), columns(t, described("erf"), map[string]func(float64) float64{"pmse": func(at float64) float64 { return curve(at) * test.off(at) }})}
		claims, err := followsTheory("erf", p)
		if err != nil || len(claims) != 2 {
			t.Fatalf("%s: %+v, %v", name, claims, err)
		}
		for i, want := range test.want {
			if claims[i].Unmeasured || claims[i].Pass != want {
				t.Errorf("%s: %+v", name, claims[i])
			}
		}
	}
}

// Before learning has begun, any simulation agrees with any theory.
func TestFollowsTheoryThatHasNotBegun(t *testing.T) {
	still := map[string]func(float64) float64{"pmse": func(float64) float64 { return 1 }}
	claims, err := followsTheory("erf", pair{columns(t, described("erf"), still), columns(t, described("erf"), still)})
	if err != nil || !claims[0].Unmeasured || !claims[1].Unmeasured {
		t.Errorf("%+v, %v", claims, err)
	}
}

func TestInLawText(t *testing.T) {
	inLaw, direct := described("erf"), described("relu")
	inLaw.Simulator, direct.Simulator = run.InLaw, run.Direct
	law, all := pair{simulation: columns(t, inLaw, nil)}, pair{simulation: columns(t, direct, nil)}
	if got := inLawText(law, law); got != ", simulated exactly in law" {
		t.Errorf("%q", got)
	}
	if got := inLawText(law, all); got != ", simulated exactly in law for erf" || inLawText(all) != "" {
		t.Errorf("%q", got)
	}
	if got := learnsFrom(inLaw); !strings.HasSuffix(got, ", simulated in law") || strings.Contains(learnsFrom(direct), "law") {
		t.Errorf("%q", got)
	}
}
