package pipelinefile_test

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"

	"autoencoder-dynamics/internal/pipelinefile"
	"autoencoder-dynamics/stages"
)

// fake is a kind of stage that only declares things.
type fake struct {
	name     string
	defaults func(stage string) any
	ports    []stages.Port
	validate func(parameters any, wired map[string][]string) []stages.Problem
}

func (k fake) Name() string                            { return k.name }
func (k fake) Summary() string                         { return "Stands in for " + k.name + "." }
func (k fake) Ports(any) []stages.Port                 { return k.ports }
func (k fake) Run(context.Context, *stages.Call) error { return nil }

func (k fake) Defaults(stage string) any {
	if k.defaults == nil {
		return nil
	}
	return k.defaults(stage)
}

func (k fake) Validate(parameters any, wired map[string][]string) []stages.Problem {
	if k.validate == nil {
		return nil
	}
	return k.validate(parameters, wired)
}

type downloadParameters struct {
	Dataset string `yaml:"dataset" doc:"The data set." enum:"cifar10"`
}

type whitenParameters struct {
	Method string `yaml:"method" doc:"How images are rescaled." enum:"standardize center pca zca"`
}

type covarianceParameters struct {
	Model    string      `yaml:"model" doc:"Model of the spectrum." enum:"spiked sinusoidal"`
	Dim      int         `yaml:"dim" doc:"Input dimension D."`
	Spikes   int         `yaml:"spikes" doc:"Number of spikes R."`
	Spectrum stages.File `yaml:"spectrum" doc:"NPZ file with the eigenvalues."`
}

// network is what theory and simulation share.
type network struct {
	Activation   string       `yaml:"activation" doc:"Activation function g." enum:"erf linear relu"`
	Hidden       int          `yaml:"hidden" doc:"Number of hidden neurons K."`
	LearningRate float64      `yaml:"learning_rate" doc:"Learning rate, above 0."`
	Horizon      float64      `yaml:"horizon" doc:"Last time t."`
	Points       int          `yaml:"points" doc:"Number of times recorded."`
	Tied         bool         `yaml:"tied" doc:"Whether the decoder is the encoder's transpose."`
	Rule         string       `yaml:"rule" doc:"Learning rule." enum:"vanilla truncated sanger"`
	EncoderBias  *encoderBias `yaml:"encoder_bias" doc:"Encoder bias, none without."`
	OutputBias   outputBias   `yaml:"output_bias" doc:"Output bias."`
	Init         initial      `yaml:"init" doc:"Start weights."`
}

type encoderBias struct {
	Train bool    `yaml:"train" doc:"Whether it learns."`
	Init  float64 `yaml:"init" doc:"Its start value."`
}

type outputBias struct {
	Train bool `yaml:"train" doc:"Whether it learns."`
}

type initial struct {
	Scale   float64     `yaml:"scale" doc:"Standard deviation of the start weights."`
	Weights stages.File `yaml:"weights" doc:"NPZ file with W and V."`
}

type odeParameters struct {
	network `yaml:",inline"`
	Cuts    []float64 `yaml:"cuts" doc:"Times at which the state is kept."`
}

type sgdParameters struct {
	network  `yaml:",inline"`
	Replicas int      `yaml:"replicas" doc:"Number of runs."`
	Limit    *float64 `yaml:"limit" doc:"Give up above this error; absent is never."`
	Labels   []string `yaml:"labels" doc:"Names of the replicas."`
	Steps    uint64   `yaml:"steps" doc:"Steps between records."`
}

func defaultNetwork() network {
	return network{Activation: "erf", Hidden: 4, LearningRate: 1, Horizon: 100, Points: 80, Rule: "vanilla"}
}

func (n network) problems() []stages.Problem {
	var problems []stages.Problem
	if n.Hidden < 1 {
		problems = append(problems, stages.Problem{Path: "with.hidden", Message: fmt.Sprintf("hidden is %d", n.Hidden), Expected: "at least 1"})
	}
	if n.Horizon <= 0 {
		problems = append(problems, stages.Problem{Path: "with.horizon", Message: fmt.Sprintf("horizon is %g", n.Horizon), Expected: "a number above 0"})
	}
	if n.Init.Scale != 0 && n.Init.Weights != "" {
		problems = append(problems, stages.Problem{Path: "with.init", Message: "init has both scale and weights", Expected: "one of them"})
	}
	if n.Init.Scale == 0 && n.Init.Weights == "" {
		problems = append(problems, stages.Problem{Path: "with.init.scale", Message: "init has neither scale nor weights", Expected: "one of them"})
	}
	return problems
}

// kinds are the fakes of the tests.
func kinds() []stages.Kind {
	return []stages.Kind{
		fake{name: "download", defaults: func(string) any { return &downloadParameters{Dataset: "cifar10"} }},
		fake{name: "whiten", defaults: func(string) any { return &whitenParameters{Method: "standardize"} },
			ports: []stages.Port{{Name: "data", Doc: "The images.", Kinds: []string{"download"}, Required: true}}},
		fake{name: "covariance", defaults: func(string) any { return &covarianceParameters{Dim: 1000, Spikes: 4} },
			ports: []stages.Port{{Name: "data", Doc: "The images.", Kinds: []string{"whiten"}}},
			validate: func(parameters any, wired map[string][]string) []stages.Problem {
				p := parameters.(*covarianceParameters)
				if p.Model == "" && p.Spectrum == "" && len(wired["data"]) == 0 {
					return []stages.Problem{{Path: "with", Message: "there is nothing to take the covariance of", Expected: "needs: {data: …}, model or spectrum"}}
				}
				return nil
			}},
		fake{name: "ode", defaults: func(string) any { return &odeParameters{network: defaultNetwork(), Cuts: []float64{0, 1e-7, 0.1}} },
			ports: []stages.Port{{Name: "covariance", Doc: "The spectrum.", Kinds: []string{"covariance"}, Required: true}},
			validate: func(parameters any, _ map[string][]string) []stages.Problem {
				return parameters.(*odeParameters).problems()
			}},
		fake{name: "sgd", defaults: func(string) any { return &sgdParameters{network: defaultNetwork(), Replicas: 1, Steps: 1} },
			ports: []stages.Port{
				{Name: "covariance", Doc: "The spectrum to draw from.", Kinds: []string{"covariance"}},
				{Name: "data", Doc: "The images.", Kinds: []string{"whiten"}},
				{Name: "test", Doc: "The test images.", Kinds: []string{"whiten"}},
			},
			validate: func(parameters any, wired map[string][]string) []stages.Problem {
				problems := parameters.(*sgdParameters).problems()
				if len(wired["covariance"])+len(wired["data"]) != 1 {
					problems = append(problems, stages.Problem{Path: "needs", Message: "covariance and data: one of them is needed", Expected: "exactly one"})
				}
				return problems
			}},
		fake{name: "plot", ports: []stages.Port{
			{Name: "theory", Doc: "The theory's curves.", Kinds: []string{"ode"}, Many: true},
			{Name: "sgd", Doc: "The simulation's curves.", Kinds: []string{"sgd"}, Many: true},
			{Name: "panels", Doc: "Other figures."},
		}},
	}
}

// drawer is a file system of a few files in one folder, by name.
type drawer map[string]string

func (d drawer) Digest(path string) (string, error) {
	if digest, ok := d[filepath.Base(path)]; ok {
		return "sha256:" + digest, nil
	}
	return "", &fs.PathError{Op: "stat", Path: path, Err: fs.ErrNotExist}
}

func (d drawer) Names(string) []string {
	var names []string
	for name := range d {
		names = append(names, name)
	}
	return names
}

// parse reads a source with the fakes and two files.
func parse(source, profile string, set ...string) (*pipelinefile.Pipeline, error) {
	return pipelinefile.Parse("pipeline.yaml", []byte(source), pipelinefile.Options{
		Kinds: kinds(), Profile: profile, Set: set, Files: drawer{"spectrum.npz": "51ec", "start.npz": "57a7"},
	})
}
