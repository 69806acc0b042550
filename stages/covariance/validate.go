package covariance

import (
	"errors"
	"fmt"
	"io/fs"
	"math"

	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// The largest number that a model's levels count exactly, and the largest D of which D×D eigenvectors fit into memory.
const (
	maxDim       = 1e15
	maxVectorDim = 10_000

	maxSamples = 1_000_000_000 // far beyond what changes a spectrum, and hours of work
)

// Validate checks that there is one source and that its parameters are possible.
func (Kind) Validate(parameters any, wired map[string][]string) []stages.Problem {
	p := parameters.(*Parameters)
	var problems []stages.Problem
	add := func(path, expected, format string, arguments ...any) {
		problems = append(problems, stages.Problem{Path: path, Message: fmt.Sprintf(format, arguments...), Expected: expected})
	}
	p.checkSource(len(wired["data"]) > 0, add)
	p.checkSpectrum(add)
	if p.usesModel() {
		p.checkModel(add)
	} else {
		p.checkNoModel(add)
	}
	if p.Samples < 0 || p.Samples > maxSamples {
		add("with.samples", fmt.Sprintf("a whole number from 0 to %d", maxSamples), "samples is %d", p.Samples)
	}
	return problems
}

// adder adds a problem.
type adder func(path, expected, format string, arguments ...any)

func (p *Parameters) checkSource(wired bool, add adder) {
	const one = "one of: data in needs, a model (spiked, sinusoidal), a spectrum"
	switch p.Model {
	case "", modelData, modelSpiked, modelSinusoidal:
	default:
		add("with.model", "data, spiked or sinusoidal", "model is %q", p.Model)
		return
	}
	if p.Model != "" && p.Spectrum != "" {
		add("with.spectrum", one, "there is a spectrum and the model %s", p.Model)
	}
	if !wired && p.Model == "" && p.Spectrum == "" {
		add("needs.data", one, "nothing says where the covariance comes from")
	}
	if wired && !p.usesData() {
		source := "the model " + p.Model
		if p.Model == "" {
			source = "a spectrum"
		}
		add("needs.data", one, "there is data and %s", source)
	}
}

// checkSpectrum looks into a given file, so that a mistake in it is found before anything runs.
func (p *Parameters) checkSpectrum(add adder) {
	if p.Spectrum == "" {
		return
	}
	dim, err := spectrum.CheckAny(string(p.Spectrum))
	switch {
	case errors.Is(err, fs.ErrNotExist): // whoever read the pipeline file has reported it, with its place
	case err != nil:
		add("with.spectrum", "an NPZ file with the array eigenvalues (D, none negative) and maybe eigenvectors (D×D), or with rates, multiplicities and shares", "%v", err)
	case p.Samples > 0 && dim > maxVectorDim:
		add("with.samples", fmt.Sprintf("0, or a spectrum of at most %d eigenvalues", maxVectorDim), "samples is %d for a spectrum of %v eigenvalues", p.Samples, dim)
	}
}

func (p *Parameters) checkModel(add adder) {
	spikes := p.Spikes
	if len(p.Strengths) > 0 {
		if p.Spikes != 0 && p.Spikes != len(p.Strengths) {
			add("with.strengths", fmt.Sprintf("%d of them", p.Spikes), "there are %d strengths for %d spikes", len(p.Strengths), p.Spikes)
		}
		spikes = len(p.Strengths)
	}
	limit, rule := p.Dim, "below dim"
	if p.Model == modelSinusoidal {
		limit, rule = math.Floor((p.Dim+1)/2), "below dim/2"
	}
	switch whole, expected := p.dimRule(); {
	case !whole:
		add("with.dim", expected, "dim is %v", p.Dim)
	case spikes < 1 || float64(spikes) >= limit:
		add("with.spikes", "a whole number from 1 on, "+rule, "spikes is %d with dim %v", spikes, p.Dim)
	case len(p.Strengths) == 0 && spikes > 500:
		add("with.spikes", "at most 500, or strengths of your own", "spikes is %d: the strength 2^%d + 1 is too large", spikes, spikes)
	}
	for i, s := range p.Strengths {
		if !(s > 0) || s > 1e100 {
			add(fmt.Sprintf("with.strengths.%d", i), "a number above 0, up to 1e100", "strength %d is %v", i+1, s)
		}
	}
	if !(p.Noise >= 0) || math.IsInf(p.Noise, 0) || p.Noise > 1e100 {
		add("with.noise", "a number from 0 to 1e100", "noise is %v", p.Noise)
	}
}

// dimRule reports whether a model can have the dimension, and says which it can have: fewer where D×D numbers are kept.
func (p *Parameters) dimRule() (fits bool, expected string) {
	few := ""
	switch {
	case p.Model == modelSinusoidal:
		few = "for the sinusoidal model"
	case p.Samples > 0:
		few = "where a sample covariance is taken (samples is not 0)"
	}
	if few != "" {
		return wholeUpTo(p.Dim, maxVectorDim), fmt.Sprintf("a whole number from 1 to %d %s", maxVectorDim, few)
	}
	return wholeUpTo(p.Dim, maxDim) || math.IsInf(p.Dim, 1), fmt.Sprintf("a whole number from 1 to %g, or .inf", float64(maxDim))
}

// wholeUpTo reports whether x is a whole number from 1 to largest.
func wholeUpTo(x, largest float64) bool { return x >= 1 && x <= largest && x == math.Trunc(x) }

func (p *Parameters) checkNoModel(add adder) {
	for _, c := range []struct {
		name  string
		given bool
	}{
		{"dim", p.Dim != 0}, {"spikes", p.Spikes != 0}, {"strengths", len(p.Strengths) > 0}, {"noise", p.Noise != 1},
	} {
		if c.given {
			add("with."+c.name, fmt.Sprintf("no %s, or the model spiked or sinusoidal", c.name), "%s has a meaning for a model only", c.name)
		}
	}
}
