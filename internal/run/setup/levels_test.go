package setup

import (
	"math"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// spiked has two single modes and a bulk.
func spiked(dim float64) spectrum.Levels {
	bulk := 0.3 * (dim - 2) / dim
	if math.IsInf(dim, 1) {
		bulk = 0.3
	}
	return spectrum.Levels{
		Dim: dim, Rates: []float64{0.5, 0.2, 0.3 / dim}, Multiplicities: []float64{1, 1, dim - 2}, Shares: []float64{0.5, 0.2, bulk},
	}
}

func TestColumnsDependOnTheSeedAlone(t *testing.T) {
	p := Defaults()
	p.Hidden, p.OutputBias.Train, p.EncoderBias.Init = 2, true, 0.3
	first, err := p.StartColumns(1, spiked(1e9))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := p.StartColumns(1, spiked(1e9)); err != nil || !slices.Equal(again.Encoder, first.Encoder) || !slices.Equal(again.Decoder, first.Decoder) {
		t.Errorf("other columns from the same seed (%v)", err)
	}
	if other, err := p.StartColumns(2, spiked(1e9)); err != nil || slices.Equal(other.Encoder, first.Encoder) {
		t.Errorf("the same columns from another seed (%v)", err)
	}
	if len(first.OutputBias) != 6 || !slices.Equal(first.EncoderBias, []float64{0.3, 0.3}) {
		t.Errorf("b = %v, c = %v", first.EncoderBias, first.OutputBias)
	}
	// ‖v‖²/D is the square of the scale, but for fluctuations of the order √(2/D).
	var square float64
	for _, v := range first.Decoder[:6] {
		square += v * v
	}
	if math.Abs(square/0.01-1) > 5*math.Sqrt(2/1e9) {
		t.Errorf("‖v‖²/D = %v, want 0.01", square)
	}
}

// Informed weights are on the leading principal components, as long as random ones of their scale; the
// network is the same in the eigenbasis and over levels.
func TestInformedStart(t *testing.T) {
	eigenvalues := []float64{6, 3, 1, 1, 1}
	s := spectrum.Spectrum{Eigenvalues: eigenvalues, Order: []int{3, 0, 1, 2, 4}}
	for name, change := range map[string]func(*Parameters){
		"untied": func(*Parameters) {},
		"tied":   func(p *Parameters) { p.Tied = true },
		"biased": func(p *Parameters) { p.EncoderBias.Init, p.OutputBias.Train = 0.2, true },
	} {
		p := Defaults()
		p.Hidden, p.Init = 2, &Init{Informed: true, Scale: 0.5}
		change(&p)
		w, err := p.StartInEigenbasis(1, s)
		if err != nil {
			t.Fatal(err)
		}
		length := 0.5 * math.Sqrt(5)
		want := []float64{length, 0, 0, 0, 0, 0, length, 0, 0, 0}
		if !slices.Equal(w.W, want) || !slices.Equal(w.V, want) || (w.B != nil) != (name == "biased") || (w.C != nil) != (name == "biased") {
			t.Errorf("%s: %+v", name, w)
		}
		columns, err := p.StartColumns(1, s.Levels())
		if err != nil {
			t.Fatal(err)
		}
		for j, rate := range columns.Rates() {
			for k := range 2 {
				v, e := columns.Decoder[k*len(columns.Rates())+j], columns.Encoder[k*len(columns.Rates())+j]
				wantV := 0.0
				if j == k {
					wantV = 0.5
				}
				wantE := wantV * math.Sqrt(rate*5)
				if p.Tied {
					wantE = wantV
				}
				if math.Abs(v-wantV) > 1e-15 || math.Abs(e-wantE) > 1e-15 {
					t.Errorf("%s: column %d of unit %d is %v, %v, want %v, %v", name, j, k, e, v, wantE, wantV)
				}
			}
		}
	}
	p := Defaults()
	p.Hidden, p.Init = 2, &Init{Informed: true}
	w, err := p.StartInEigenbasis(1, s)
	if err != nil || w.W[0] != 0.1*math.Sqrt(5) {
		t.Errorf("the scale is 0.1 where none is given: %v, %v", w.W, err)
	}
	if left, random := order.Error(w, eigenvalues, gaussian.Linear{}), order.PCAErrors(eigenvalues)[0]; left >= random {
		t.Errorf("the error is %v, not below that of nothing learnt, %v", left, random)
	}
}

// Weights from elsewhere are turned into the eigenbasis.
func TestStartInEigenbasisTurns(t *testing.T) {
	s := spectrum.Spectrum{Eigenvalues: []float64{6, 3, 1, 1, 1}, Order: []int{3, 0, 1, 2, 4}}
	p := Defaults()
	given, err := p.StartWeights(1, 5)
	if err != nil {
		t.Fatal(err)
	}
	if turned, err := p.StartInEigenbasis(1, s); err != nil || turned.W[0] != given.W[3] || !slices.Equal(FromEigenbasis(s, turned).V, given.V) {
		t.Errorf("%v became %v (%v)", given, turned, err)
	}
	p.Hidden = 6
	for _, init := range []*Init{nil, {Informed: true}} {
		p.Init = init
		if _, err := p.StartInEigenbasis(1, s); err == nil || !strings.Contains(err.Error(), "D = 5") {
			t.Errorf("six units over five inputs: %v", err)
		}
	}
}

func TestWhatLevelsDontAllow(t *testing.T) {
	ones := slices.Repeat([]float64{1}, 8)
	given := &Init{Weights: writeWeights(t, array("W", ones, 4, 2), array("V", ones, 4, 2))}
	for want, c := range map[string]struct {
		dim    float64
		change func(*Parameters)
	}{
		"":                       {1e9, func(p *Parameters) { p.Hidden, p.Init = 2, &Init{Informed: true} }},
		"a number for each of D": {1e9, func(p *Parameters) { p.Init = given }},
		"tied weights have no":   {math.Inf(1), func(p *Parameters) { p.Tied = true }},
		"(init.informed) have":   {math.Inf(1), func(p *Parameters) { p.Init = &Init{Informed: true} }},
		"leading 2 alone":        {1e9, func(p *Parameters) { p.Hidden, p.Init = 3, &Init{Informed: true} }},
		"D = 3 dimensions":       {3, func(p *Parameters) { p.Init = &Init{Scale: 1} }},
	} {
		p := Defaults()
		c.change(&p)
		_, err := p.StartColumns(1, spiked(c.dim))
		if (err == nil) != (want == "") || err != nil && (!strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "take ")) {
			t.Errorf("error %v, want one with %q and the remedy", err, want)
		}
	}
}
