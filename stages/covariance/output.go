package covariance

import (
	"autoencoder-dynamics/internal/jsonfile"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory/pca"
)

// About is about.json. What doesn't apply is left out.
type About struct {
	Source        string    `json:"source"`              // "model", "spectrum", "data" or "embedded law"
	Model         string    `json:"model,omitempty"`     // "spiked" or "sinusoidal"
	Dim           int       `json:"dim"`                 // D
	Spikes        int       `json:"spikes,omitempty"`    // R
	Strengths     []float64 `json:"strengths,omitempty"` // the spikes' standard deviations, before normalisation
	Noise         *float64  `json:"noise,omitempty"`     // standard deviation, before normalisation
	Images        int       `json:"images,omitempty"`    // in the data set
	Samples       int       `json:"samples,omitempty"`   // of the sample covariance; left out where it is Ω itself
	TotalVariance float64   `json:"total_variance"`      // tr Ω
}

// write writes the three outputs.
func write(call *stages.Call, s spectrum.Spectrum, about About) error {
	if err := s.WriteFile(call.OutputPath("spectrum.npz")); err != nil {
		return err
	}
	if err := table.WriteFile(call.OutputPath("spectrum.csv"), asTable(s)); err != nil {
		return err
	}
	about.Dim, about.TotalVariance = s.Dim(), s.TotalVariance()
	return jsonfile.Write(call.OutputPath("about.json"), about)
}

// asTable returns the columns m = 1…D, the m-th eigenvalue and the error of PCA with m components.
func asTable(s spectrum.Spectrum) table.Table {
	numbers := make([]float64, s.Dim())
	for i := range numbers {
		numbers[i] = float64(i + 1)
	}
	var t table.Table
	t.Add("m", numbers)
	t.Add("eigenvalue", s.Eigenvalues)
	t.Add("pmse_pca", pca.Errors(s.Eigenvalues)[1:])
	return t
}
