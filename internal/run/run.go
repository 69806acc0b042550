package run

import (
	"encoding/json"
	"fmt"
	"os"

	"autoencoder-dynamics/internal/jsonfile"
)

// FileName is the name under which stages write the description.
const FileName = "run.json"

// How a curve was made, what the network learnt from, and what its error is an average over.
const (
	Theory = "theory"
	SGD    = "sgd"

	Normal = "gaussian"
	Images = "images"

	ClosedForm  = "closed form"
	TrainingSet = "training set"
	TestSet     = "test set"
)

// Run describes one run of theory or simulation.
type Run struct {
	Method       string    `json:"method"`               // Theory or SGD
	Activation   string    `json:"activation"`           // "erf"
	Hidden       int       `json:"hidden"`               // K
	Dim          int       `json:"dim"`                  // D
	LearningRate float64   `json:"learning_rate"`        // η
	Horizon      float64   `json:"horizon"`              // the last t = steps/D recorded
	Replicas     int       `json:"replicas"`             // 1 for theory
	Inputs       string    `json:"inputs"`               // Normal or Images
	Error        string    `json:"error"`                // ClosedForm, TrainingSet or TestSet
	PCAErrors    []float64 `json:"pca_errors,omitempty"` // pmse_PCA(m) for m = 0…D, where the spectrum is known
}

// Write writes the description as JSON to a file.
func (r Run) Write(path string) error {
	return jsonfile.Write(path, r)
}

// Read reads a description that Write wrote. It returns an error where the file
// isn't one.
func Read(path string) (Run, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Run{}, err
	}
	var r Run
	if err := json.Unmarshal(text, &r); err != nil {
		return Run{}, fmt.Errorf("%s: %w", path, err)
	}
	if r.Method != Theory && r.Method != SGD {
		return Run{}, fmt.Errorf("%s: method %q: it isn't the description of a run, which says %q or %q", path, r.Method, Theory, SGD)
	}
	return r, nil
}
