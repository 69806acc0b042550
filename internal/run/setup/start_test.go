package setup

import (
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat"
)

func TestStartWeightsDependOnTheSeedAndScaleOnly(t *testing.T) {
	p := Defaults()
	first, err := p.StartWeights(5, 100)
	if err != nil {
		t.Fatal(err)
	}
	p.LearningRate, p.Horizon, p.Init = 2, 5, &Init{Scale: 0.1}
	if again, _ := p.StartWeights(5, 100); !slices.Equal(again.W, first.W) || !slices.Equal(again.V, first.V) {
		t.Error("other weights from the same seed and scale")
	}
	if other, _ := p.StartWeights(6, 100); slices.Equal(other.W, first.W) {
		t.Error("the same weights from another seed")
	}
	if _, err := p.StartWeights(5, 3); err == nil || !strings.Contains(err.Error(), "D = 3") {
		t.Errorf("K = 4 over D = 3: %v", err)
	}
}

// The start is fixed by seed and scale: a change of it changes every curve, so it must not happen unnoticed.
func TestStartWeightsGolden(t *testing.T) {
	p := Defaults()
	p.Hidden = 2
	for _, c := range []struct {
		init *Init
		w, v []float64
	}{
		{nil, []float64{-0.025149572870130837, -0.06705198500102823, 0.14494930565935965, 0.005615431529331955},
			[]float64{0.012890599298757605, 0.06703050297382378, 0.02140318133268119, 0.06151681015277649}},
		{&Init{Scale: 0.5}, []float64{-0.1257478643506542, -0.3352599250051411, 0.7247465282967982, 0.028077157646659773},
			[]float64{0.06445299649378802, 0.3351525148691189, 0.10701590666340594, 0.30758405076388246}},
	} {
		p.Init = c.init
		got, err := p.StartWeights(20220106, 2)
		if err != nil || !slices.Equal(got.W, c.w) || !slices.Equal(got.V, c.v) {
			t.Errorf("%+v: W = %#v, V = %#v, %v", c.init, got.W, got.V, err)
		}
	}
}

// A tied network starts from the encoder of the untied one; biases draw nothing.
func TestTiedAndBiasedStart(t *testing.T) {
	p := Defaults()
	plain, err := p.StartWeights(5, 10)
	if err != nil || plain.B != nil || plain.C != nil {
		t.Fatalf("b = %v, c = %v, %v", plain.B, plain.C, err)
	}
	p.Tied, p.EncoderBias.Init, p.OutputBias.Train = true, -1, true
	w, err := p.StartWeights(5, 10)
	if err != nil || !slices.Equal(w.W, plain.W) || !slices.Equal(w.V, plain.W) {
		t.Errorf("%v: %v, want twice %v", err, w, plain.W)
	}
	if !slices.Equal(w.B, []float64{-1, -1, -1, -1}) || !slices.Equal(w.C, make([]float64, 10)) {
		t.Errorf("b = %v, c = %v", w.B, w.C)
	}
}

// Encoder and decoder weights have the standard deviation asked for.
func TestStartWeightsHaveTheScale(t *testing.T) {
	p := Defaults()
	p.Init = &Init{Scale: 0.3}
	w, err := p.StartWeights(1, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	for name, weights := range map[string][]float64{"W": w.W, "V": w.V} {
		mean, deviation := stat.MeanStdDev(weights, nil)
		n := float64(len(weights)) // five standard errors of mean and deviation
		if math.Abs(mean) > 5*0.3/math.Sqrt(n) || math.Abs(deviation-0.3) > 5*0.3/math.Sqrt(2*n) {
			t.Errorf("%s: mean %v, standard deviation %v, want 0 and 0.3", name, mean, deviation)
		}
	}
}
