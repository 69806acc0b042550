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
	Source        string          `json:"source"`              // "model", "spectrum", "data" or "embedded law"
	Model         string          `json:"model,omitempty"`     // "spiked" or "sinusoidal"
	Dim           jsonfile.Number `json:"dim"`                 // D; "infinite" in the limit
	Spikes        int             `json:"spikes,omitempty"`    // R
	Strengths     []float64       `json:"strengths,omitempty"` // the spikes' standard deviations, before normalisation
	Noise         *float64        `json:"noise,omitempty"`     // standard deviation, before normalisation
	Images        int             `json:"images,omitempty"`    // in the data set
	Samples       int             `json:"samples,omitempty"`   // of the sample covariance; left out where it is Ω itself
	TotalVariance jsonfile.Number `json:"total_variance"`      // tr Ω
	Variance      float64         `json:"variance"`            // tr Ω/D
}

// write writes the three outputs.
func write(call *stages.Call, s spectrum.Any, about About) error {
	listed := asTable(s.Spectrum)
	if s.Levels != nil {
		listed = levelTable(*s.Levels)
	}
	about.Dim, about.TotalVariance, about.Variance = jsonfile.Number(s.Dim()), jsonfile.Number(s.TotalVariance()), s.Variance()
	if err := s.WriteFile(call.OutputPath("spectrum.npz")); err != nil {
		return err
	}
	if err := table.WriteFile(call.OutputPath("spectrum.csv"), listed); err != nil {
		return err
	}
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

// levelTable returns a row for each level: the number m of components that take all modes of this level and those before,
// the level's multiplicity, its rate ρ/D and share of tr Ω/D, and the error of PCA with m components.
func levelTable(l spectrum.Levels) table.Table {
	count, left := make([]float64, len(l.Rates)), append(l.Remaining()[1:], 0)
	var sum float64
	for i, n := range l.Multiplicities {
		sum += n
		count[i] = sum
	}
	t := table.Table{Sizes: []string{"m", "multiplicity"}}
	t.Add("m", count)
	t.Add("multiplicity", l.Multiplicities)
	t.Add("rate", l.Rates)
	t.Add("share", l.Shares)
	t.Add("pmse_pca", left)
	return t
}
