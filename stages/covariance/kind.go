package covariance

import (
	"context"

	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// The models.
const (
	modelData       = "data" // not a model: the data of a whiten stage, said explicitly
	modelSpiked     = "spiked"
	modelSinusoidal = "sinusoidal"
)

// Kind is the stage kind "covariance". The zero value is ready for use.
type Kind struct{}

// Parameters are what "with:" may say.
type Parameters struct {
	Model     string      `yaml:"model" enum:"data spiked sinusoidal" doc:"Where the covariance comes from: a model (spiked, sinusoidal) or the data wired in (data). Default data, unless a spectrum is given."`
	Dim       float64     `yaml:"dim" doc:"Input dimension D of a model, a whole number. For the spiked model up to 1e15, or .inf for the limit of infinitely many."`
	Spikes    int         `yaml:"spikes" doc:"Number R of spikes of a model, below D; for sinusoidal below D/2."`
	Strengths []float64   `yaml:"strengths" doc:"Standard deviations of the spikes of a model, before normalisation. Default 2^m + 1 for m = 1 to R."`
	Noise     float64     `yaml:"noise" doc:"Standard deviation of a model's noise, before normalisation. Default 1."`
	Samples   int         `yaml:"samples" doc:"Number of draws from N(0, Ω) whose sample covariance is taken; 0, the default, is Ω itself."`
	Spectrum  stages.File `yaml:"spectrum" doc:"NPZ file with the array eigenvalues (D) and maybe eigenvectors (D×D, columns) or order (D), in place of data and model."`
}

var _ stages.Dimensioned = Kind{}

// Name returns "covariance".
func (Kind) Name() string { return "covariance" }

// Summary says what the kind does.
func (Kind) Summary() string {
	return "Finds the eigenvalues, eigenvectors and PCA errors of data, of a model or of a given spectrum."
}

// Defaults returns the default [Parameters].
func (Kind) Defaults(string) any { return &Parameters{Noise: 1} }

// Ports returns the one port, data. Without it, Validate wants a model or a spectrum.
func (Kind) Ports(parameters any) []stages.Port {
	p := parameters.(*Parameters)
	return []stages.Port{{
		Name: "data", Doc: "The data set whose covariance is taken.", Kinds: []string{"whiten"},
		Required: p.Model == modelData,
	}}
}

// Dimension returns the model's D, that of the given spectrum, or that of the data.
func (Kind) Dimension(parameters any, inputs map[string][]stages.Upstream) stages.Dimension {
	p := parameters.(*Parameters)
	switch {
	case p.usesModel():
		return stages.Dimension{D: p.Dim, Levels: p.Dim > spectrum.LargestDim}
	case p.Spectrum != "":
		dim, levels, err := spectrum.FileDim(string(p.Spectrum))
		if err != nil {
			return stages.Dimension{}
		}
		return stages.Dimension{D: dim, Levels: levels && dim > spectrum.LargestDim}
	case len(inputs["data"]) > 0:
		return inputs["data"][0].Dimension()
	}
	return stages.Dimension{}
}

// usesData reports whether the covariance is that of the data wired in.
func (p *Parameters) usesData() bool {
	return p.Model == modelData || p.Model == "" && p.Spectrum == ""
}

// usesModel reports whether the covariance is that of a model.
func (p *Parameters) usesModel() bool { return p.Model == modelSpiked || p.Model == modelSinusoidal }

// Run finds the spectrum and writes it.
func (Kind) Run(ctx context.Context, call *stages.Call) error {
	p := call.Parameters.(*Parameters)
	s, about, err := source(ctx, call, p)
	if err != nil {
		return err
	}
	if p.Samples > 0 {
		if s.Spectrum, err = sampled(ctx, call, s.Spectrum, p.Samples); err != nil {
			return err
		}
		about.Samples = p.Samples
	}
	return write(call, s, about)
}
