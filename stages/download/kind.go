package download

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/internal/cifar10/fetch"
	"autoencoder-dynamics/stages"
)

// Kind is the stage kind "download". The zero value is ready for use.
type Kind struct {
	// HTTP does the requests; nil is http.DefaultClient.
	HTTP *http.Client

	test testSettings
}

// testSettings are what tests change. The zero value is right for use.
type testSettings struct {
	options cifar10.Options // size of the archive
	file    fetch.Request   // size and digest of the file to download
	timing  fetch.Settings
}

// Parameters are what "with:" may say.
type Parameters struct {
	Dataset string `yaml:"dataset" enum:"cifar10" doc:"The data set; there is one, cifar10."`
	Source  string `yaml:"source" enum:"auto embedded" doc:"auto takes the images where they can be had and the embedded moments otherwise; embedded always takes the moments. Default auto."`
}

var _ interface {
	stages.Sourced
	stages.Rooted
} = Kind{}

// Name returns "download".
func (Kind) Name() string { return "download" }

// Summary says what the kind does.
func (Kind) Summary() string {
	return "Brings in the CIFAR10 images: from a local archive, the network, or as embedded moments in their place."
}

// Defaults returns the default [Parameters].
func (Kind) Defaults(string) any { return &Parameters{Dataset: "cifar10", Source: "auto"} }

// Ports returns none: the data come from outside.
func (Kind) Ports(any) []stages.Port { return nil }

// Validate checks that dataset and source are known.
func (Kind) Validate(parameters any, _ map[string][]string) []stages.Problem {
	p := parameters.(*Parameters)
	var problems []stages.Problem
	check := func(path, value string, known ...string) {
		if !slices.Contains(known, value) {
			problems = append(problems, stages.Problem{
				Path: path, Message: fmt.Sprintf("%s is %q", path[len("with."):], value), Expected: strings.Join(known, " or "),
			})
		}
	}
	check("with.dataset", p.Dataset, "cifar10")
	check("with.source", p.Source, "auto", "embedded")
	return problems
}

// CodeRoots names the code that makes the outputs. How the archive is found and downloaded isn't part of it.
func (Kind) CodeRoots(any) []stages.CodeRoot {
	return []stages.CodeRoot{{Package: "autoencoder-dynamics/stages/download", Symbol: "produce"}}
}

// Run unpacks the source that Locate or Acquire returned.
func (k Kind) Run(ctx context.Context, call *stages.Call) error {
	return produce(ctx, call, k.test.options)
}
