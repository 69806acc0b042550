package whiten

import (
	"autoencoder-dynamics/internal/jsonfile"
	"autoencoder-dynamics/stages"
)

// About is about.json: what was done, in units of greyscale pixels from 0 to 1.
type About struct {
	Inputs          string  `json:"inputs"` // "images" or "embedded law"
	Method          string  `json:"method"`
	Epsilon         float64 `json:"epsilon"`
	Dim             int     `json:"dim"`              // D
	GlobalMean      float64 `json:"global_mean"`      // of all pixels of all training images
	GlobalDeviation float64 `json:"global_deviation"` // root of the mean squared deviation from it
	Train           int     `json:"train"`            // images; 0 for the embedded law
	Test            int     `json:"test"`
}

func newAbout(p Parameters, m moments, inputs string) About {
	return About{Inputs: inputs, Method: p.Method, Epsilon: p.Epsilon, Dim: len(m.mean),
		GlobalMean: m.globalMean, GlobalDeviation: m.globalDeviation}
}

func (a About) write(call *stages.Call) error {
	return jsonfile.Write(call.OutputPath("about.json"), a)
}
