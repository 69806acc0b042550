package run

import (
	"encoding/json"
	"fmt"

	"autoencoder-dynamics/internal/jsonfile"
	"autoencoder-dynamics/internal/regular"
)

// FileName is the name under which stages write the description.
const FileName = "run.json"

// maxBytes is how long a description may be: longer than one with the PCA errors of 100,000 inputs.
const maxBytes = 16 << 20

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

// How inputs come: each a fresh draw, or a finite training set again and again.
const (
	Online = "online"
	Epochs = "epochs"
)

// How a simulation is made, and the precision of its weights.
const (
	Direct = "direct"
	InLaw  = "in_law"

	Single = "single"
	Double = "double"
)

// What becomes of a bias.
const (
	NoBias      = "none"
	FixedBias   = "fixed"
	TrainedBias = "trained"
)

// Bias says what becomes of a bias that the network has, and learns.
func Bias(has, learns bool) string {
	switch {
	case learns:
		return TrainedBias
	case has:
		return FixedBias
	}
	return NoBias
}

// Run describes one run of theory or simulation.
type Run struct {
	Method       string          `json:"method"`               // Theory or SGD
	Activation   string          `json:"activation"`           // "erf"
	Hidden       int             `json:"hidden"`               // K
	Dim          jsonfile.Number `json:"dim"`                  // D; "infinite" in the limit
	LearningRate float64         `json:"learning_rate"`        // η
	Rule         string          `json:"rule"`                 // "vanilla", "truncated" or "sanger"
	Tied         bool            `json:"tied"`                 // whether the decoder is the encoder
	EncoderBias  string          `json:"encoder_bias"`         // NoBias, FixedBias or TrainedBias
	OutputBias   string          `json:"output_bias"`          // likewise
	WeightDecay  float64         `json:"weight_decay"`         // κ, per unit of t
	Horizon      float64         `json:"horizon"`              // the last t = steps/D recorded
	Replicas     int             `json:"replicas"`             // 1 for theory
	Inputs       string          `json:"inputs"`               // Normal or Images
	Error        string          `json:"error"`                // what pmse is an average over: ClosedForm, TrainingSet or TestSet
	Deviation    float64         `json:"deviation,omitempty"`  // of pmse from the theory at ten times the tolerance, relative, where that was asked for
	PCAErrors    []float64       `json:"pca_errors,omitempty"` // pmse_PCA(m) for m = 0…D (of a spectrum's levels for the first m), where the spectrum is known

	// What follows is of simulations alone. In files of an earlier version, and of theory, it is absent.

	BatchSize int        `json:"batch_size,omitempty"` // inputs of a step
	Optimizer *Optimizer `json:"optimizer,omitempty"`  // nil for plain gradient descent
	Schedule  *Schedule  `json:"schedule,omitempty"`   // nil for a constant learning rate
	Sampling  string     `json:"sampling,omitempty"`   // Online or Epochs
	Samples   int        `json:"samples,omitempty"`    // P, the inputs in the training set of Epochs
	FlipSigns bool       `json:"flip_signs,omitempty"` // whether images come with random signs
	Simulator string     `json:"simulator,omitempty"`  // Direct or InLaw
	Precision string     `json:"precision,omitempty"`  // of the weights: Single or Double
}

// Optimizer is a way to follow gradients other than plain descent.
type Optimizer struct {
	Name    string  `json:"name"` // "adam"
	Beta1   float64 `json:"beta1"`
	Beta2   float64 `json:"beta2"`
	Epsilon float64 `json:"epsilon"`
}

// Schedule is the fall of the learning rate, η(t) = η (1 + t/onset)^−power.
type Schedule struct {
	Power float64 `json:"power"`
	Onset float64 `json:"onset"`
}

// Write writes the description as JSON to a file.
func (r Run) Write(path string) error {
	return jsonfile.Write(path, r)
}

// Read reads a description that Write wrote. It returns an error where the file
// isn't one.
func Read(path string) (Run, error) {
	text, err := regular.ReadFile(path, maxBytes)
	if err != nil {
		return Run{}, err
	}
	var r Run
	if err := json.Unmarshal(text, &r); err != nil {
		return Run{}, fmt.Errorf("%s: %w", path, err)
	}
	if r.Method != Theory && r.Method != SGD {
		return Run{}, fmt.Errorf("%s: method %.60q: it isn't the description of a run, which says %q or %q", path, r.Method, Theory, SGD)
	}
	return r, nil
}
