package pipelinefile_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/pipelinefile"
	"autoencoder-dynamics/stages"
)

// sized is a kind of stage that makes so many numbers, or passes on those of the stage wired to it.
type sized struct{ stages.Kind }

type sizedParameters struct {
	Size float64     `yaml:"size" doc:"How many; 0: as many as come in."`
	Most float64     `yaml:"most" doc:"How many may come in, 0 for any number."`
	From stages.File `yaml:"from" doc:"Where from."`
	Bias bias        `yaml:"bias" doc:"Shifts them."`
	Word string      `yaml:"word" doc:"One of two." enum:"this that"`
}

type bias struct {
	Train bool    `yaml:"train" doc:"Learns."`
	Init  float64 `yaml:"init" doc:"Start."`
}

func (sizedParameters) Hints() map[string]string {
	return map[string]string{"number": "size or most", "word: those": "that, said of each"}
}

func (bias) Hints() map[string]string { return map[string]string{"start": "init"} }

func (sized) Name() string                            { return "sized" }
func (sized) Summary() string                         { return "Makes numbers." }
func (sized) Defaults(string) any                     { return &sizedParameters{} }
func (sized) Run(context.Context, *stages.Call) error { return nil }

func (sized) Ports(any) []stages.Port {
	return []stages.Port{{Name: "in", Doc: "Numbers.", Kinds: []string{"sized"}, Many: true}}
}

func (sized) Validate(parameters any, _ map[string][]string) []stages.Problem {
	if p := parameters.(*sizedParameters); p.Size < 0 {
		return []stages.Problem{{Path: "with.size", Message: fmt.Sprintf("size is %v", p.Size)}}
	}
	return nil
}

func (sized) Dimension(parameters any, inputs map[string][]stages.Upstream) stages.Dimension {
	if p := parameters.(*sizedParameters); p.Size > 0 || len(inputs["in"]) == 0 {
		return stages.Dimension{D: p.Size}
	}
	return inputs["in"][0].Dimension()
}

func (sized) ValidateInputs(parameters any, inputs map[string][]stages.Upstream) []stages.Problem {
	var problems []stages.Problem
	p := parameters.(*sizedParameters)
	for _, from := range inputs["in"] {
		if d := from.Dimension(); p.Most > 0 && d.D > p.Most {
			problems = append(problems, stages.Problem{Path: "with.most", Message: fmt.Sprintf("%v come from %s", d.D, from.Stage), Expected: "more room"})
		}
	}
	return problems
}

const chain = `stages:
  first: {uses: sized, with: {size: 5}}
  second: {uses: sized, needs: {in: first}}
  third:
    uses: sized
    needs: {in: [second, first]}
    with: {most: 5}
profiles:
  large: {stages: {first: {with: {size: 6}}}}
  small: {stages: {third: {with: {most: 4}}}}
`

func parseSized(source, profile string, set ...string) error {
	_, err := pipelinefile.Parse("pipeline.yaml", []byte(source), pipelinefile.Options{
		Kinds: []stages.Kind{sized{}}, Profile: profile, Set: set, Files: drawer{},
	})
	return err
}

// What a stage asks of others is checked down to where it is known, in profiles and with --set, too.
func TestInputsAreChecked(t *testing.T) {
	for name, c := range map[string]struct {
		source, profile string
		set             []string
		want            []string // a part of each message, in their order
	}{
		"fits":             {source: chain},
		"profile upstream": {source: chain, profile: "large", want: []string{"pipeline.yaml:7:18: stage third (sized), profile large: 6 come from second", "6 come from first"}},
		"profile here":     {source: chain, profile: "small", want: []string{"pipeline.yaml:10:41: stage third (sized), profile small: 5 come from second", "5 come from first"}},
		"set upstream":     {source: chain, set: []string{"first.size=7"}, want: []string{"pipeline.yaml:7:18: stage third (sized): 7 come from second", "7 come from first"}},
		"set here":         {source: chain, set: []string{"third.most=2"}, want: []string{"--set: stage third (sized): 5 come from second", "5 come from first"}},
		"wrong value":      {source: chain, set: []string{"first.size=-1", "third.most=2"}, want: []string{"size is -1"}},
		"unread value":     {source: chain, set: []string{"first.size=many", "third.most=2"}, want: []string{"size is the text"}},
		"missing file":     {source: chain, set: []string{"second.from=a.npz", "third.most=2"}, want: []string{"5 come from first", "there is no file a.npz"}},
		"circle": {source: "stages:\n  a: {uses: sized, needs: {in: [a, b]}, with: {most: 1}}\n  b: {uses: sized, needs: {in: [a, c]}}\n  c: {uses: sized, needs: {in: b}}\n",
			want: []string{"circular", "circular", "circular"}},
	} {
		err := parseSized(c.source, c.profile, c.set...)
		var problems pipelinefile.Problems
		if errors.As(err, &problems) == (len(c.want) == 0) || len(problems.List) != len(c.want) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		texts := make([]string, len(problems.List))
		for i, problem := range problems.List {
			texts[i] = problem.String()
		}
		for _, want := range c.want {
			if !strings.Contains(strings.Join(texts, "\n"), want) {
				t.Errorf("%s: want %q in\n%v", name, want, err)
			}
		}
	}
}

// A long way of stages that each need two others is walked once.
func TestInputsOfAWideGraph(t *testing.T) {
	var b strings.Builder
	b.WriteString("stages:\n  s0: {uses: sized, with: {size: 3}}\n  s1: {uses: sized, with: {size: 3}}\n")
	for i := 2; i < 1000; i++ {
		fmt.Fprintf(&b, "  s%d: {uses: sized, needs: {in: [s%d, s%d]}, with: {most: 5}}\n", i, i-1, i-2)
	}
	if err := parseSized(b.String(), ""); err != nil {
		t.Error(err)
	}
}

func TestRemedies(t *testing.T) {
	for with, want := range map[string]string{
		"bias: true":             "expected a mapping, as in {train: true}, or no bias: at all",
		"bias: no":               "expected a mapping, as in {train: false}, or no bias: at all",
		"bias: 0.3":              "expected a mapping, as in {init: 0.3}, or no bias: at all",
		"bias: some":             "expected a mapping of parameters, or no bias: at all",
		"bias: [1]":              "expected a mapping of parameters, or no bias: at all",
		"bias: {start: 1}":       `unknown key "start" of bias`,
		"bias: {start: 1, x: 1}": "expected init\n",
		"number: 3":              "expected size or most",
		"word: those":            "expected that, said of each",
		"word: thiss":            `expected one of this, that; did you mean "this"?`,
		"size: inf":              "expected a number; infinity is written .inf",
		`size: "-Infinity"`:      "expected a number; infinity is written .inf",
		"size: infinite":         "expected a number; infinity is written .inf",
		"size: infinitely":       "expected a number",
	} {
		err := parseSized("stages: {a: {uses: sized, with: {"+with+"}}}\n", "")
		if err == nil || !strings.Contains(err.Error()+"\n", want) {
			t.Errorf("%s: %v, want %q", with, err, want)
		}
	}
	if err := parseSized("stages: {a: {uses: sized, with: {size: .inf}}}\n", ""); err != nil {
		t.Error(err)
	}
}
