package pipelinefile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/pipelinefile"
	"autoencoder-dynamics/stages"
)

// complaining is a kind that finds a problem at each of these paths.
func complaining(paths ...string) fake {
	return fake{
		name:     "ode",
		defaults: func(string) any { return &odeParameters{network: defaultNetwork()} },
		ports:    []stages.Port{{Name: "covariance"}},
		validate: func(any, map[string][]string) []stages.Problem {
			var problems []stages.Problem
			for _, path := range paths {
				problems = append(problems, stages.Problem{Path: path, Message: path + " is wrong"})
			}
			return problems
		},
	}
}

// places parses a source and returns the first characters at the place of every problem.
func places(t *testing.T, source string, options pipelinefile.Options) []string {
	t.Helper()
	_, err := pipelinefile.Parse("p.yaml", []byte(source), options)
	var problems pipelinefile.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("error %v is no Problems", err)
	}
	var found []string
	for _, p := range problems.List {
		rest := []rune(p.Snippet)[p.Column-1:]
		found = append(found, fmt.Sprintf("%d %s", p.Line, string(rest[:min(len(rest), 8)])))
	}
	return found
}

// What a kind finds wrong is shown where it stands, what is missing at its nearest parent.
func TestPlacesOfValidate(t *testing.T) {
	const source = `stages:
  s: {uses: ode}
  x:
    uses: ode
    needs: {covariance: s}
    with:
      hidden: 4
      init: {}
      cuts: [1, 2.5]
`
	tests := map[string]string{
		"with.hidden":           "7 4",
		"with.horizon":          "6 with:",
		"with.init.scale":       "8 init: {}",
		"with.init":             "8 init: {}",
		"with.cuts":             "9 [1, 2.5]",
		"with.cuts.1":           "9 2.5]",
		"with.cuts[1]":          "9 2.5]",
		"with.cuts[7]":          "9 [1, 2.5]",
		"with.cuts.x":           "9 [1, 2.5]",
		"with.hidden.below":     "7 4",
		"with":                  "6 with:",
		"needs":                 "5 needs: {",
		"needs.covariance":      "5 s}",
		"needs.data":            "5 needs: {",
		"uses":                  "4 ode",
		"seed":                  "3 x:",
		"":                      "3 x:",
		"nothing.of.this.there": "3 x:",
	}
	for path, want := range tests {
		kind := complaining(path)
		only := kind.validate
		kind.validate = func(parameters any, wired map[string][]string) []stages.Problem {
			if len(wired) == 0 {
				return nil // stage s
			}
			return only(parameters, wired)
		}
		got := places(t, source, pipelinefile.Options{Kinds: []stages.Kind{kind}})
		if len(got) != 1 || !strings.HasPrefix(got[0], want) {
			t.Errorf("%q stands at %q, want %q", path, got, want)
		}
	}
}

// Where a stage couldn't be read as it stands, the kind saw defaults; only what
// it says about values that were read is worth telling.
func TestValidateOfAStageWithMistakes(t *testing.T) {
	kind := complaining("with.hidden", "with.horizon", "with.points", "with", "needs", "")
	source := "stages:\n  x: {uses: ode, with: {hidden: 4, horizon: x, spread: 3}}\n"
	got := strings.Join(places(t, source, pipelinefile.Options{Kinds: []stages.Kind{kind}}), "|")
	if want := "2 4, horiz|2 x, sprea|2 spread: "; got != want {
		t.Errorf("problems at %s, want %s", got, want)
	}
}

// Lines and columns are right whatever the line ends and however wide the characters.
func TestPlacesInTheText(t *testing.T) {
	for name, source := range map[string]string{
		"line feeds":       "# é\nstages:\n  a: {uses: download, with: {\"dätä\": 1, datset: x}}\n",
		"carriage returns": "# é\r\nstages:\r\n  a: {uses: download, with: {\"dätä\": 1, datset: x}}\r\n",
		"old Mac":          "# é\rstages:\r  a: {uses: download, with: {\"dätä\": 1, datset: x}}\r",
		"byte order mark":  "\ufeff# é\nstages:\n  a: {uses: download, with: {\"dätä\": 1, datset: x}}\n",
		"comment lines":    "#\nstages:\n  a: {uses: download, with: {\"dätä\": 1, datset: x}} # 数\n# end",
	} {
		got := strings.Join(places(t, source, pipelinefile.Options{Kinds: kinds()}), "|")
		if want := "3 \"dätä\": |3 datset: "; got != want {
			t.Errorf("%s: problems at %s, want %s", name, got, want)
		}
	}
}

func TestSyntaxThatIsTaken(t *testing.T) {
	source := `
x-key: &key dataset
x-stage: &stage {uses: download, with: {dataset: cifar10}}
"stages":
  "1": {uses: download, with: {*key : "cifar10"}}
  "null": {<<: *stage}
  a: {<<: *stage, with: {dataset: !!str cifar10}}
  b: *stage
  c: {uses: ode, needs: !!map {covariance: s}, with: {hidden: !!int 4, horizon: !!float 3, tied: !!bool true, init: {scale: -.INF}}}
  s:
    uses: covariance
    with:
      model: >-
        spiked
`
	p := mustParse(t, source, "")
	if got, want := stageNames(p), "1 null a b c s"; got != want {
		t.Errorf("stages %s, want %s", got, want)
	}
}
