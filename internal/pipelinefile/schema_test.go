package pipelinefile_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	yaml "go.yaml.in/yaml/v3"

	"autoencoder-dynamics/internal/pipelinefile"
	"autoencoder-dynamics/stages"
)

func schema(t *testing.T) map[string]any {
	t.Helper()
	text, err := pipelinefile.Schema(kinds())
	if err != nil {
		t.Fatal(err)
	}
	again, _ := pipelinefile.Schema(kinds())
	if !bytes.Equal(text, again) {
		t.Error("two schemas of the same kinds differ")
	}
	var made map[string]any
	if err := json.Unmarshal(text, &made); err != nil {
		t.Fatal(err)
	}
	return made
}

func TestSchemaTakesThePaper(t *testing.T) {
	whole := schema(t)
	var file any
	if err := yaml.Unmarshal([]byte(paper(t)), &file); err != nil {
		t.Fatal(err)
	}
	if mistakes := validate(whole, whole, file, "file"); len(mistakes) > 0 {
		t.Errorf("the schema refuses the example:\n%s", strings.Join(mistakes, "\n"))
	}
}

func TestSchemaRefuses(t *testing.T) {
	whole := schema(t)
	for _, source := range []string{
		"seed: 1",
		"stages: {}",
		"stage: {a: {uses: download}}",
		"stages: {_a: {uses: download}}",
		"stages: {a: {uses: downlod}}",
		"stages: {a: {with: {}}}",
		"stages: {a: {uses: download, with: {dataset: mnist}}}",
		"stages: {a: {uses: download, with: {data: cifar10}}}",
		"stages: {a: {uses: whiten, needs: {}}}",
		"stages: {a: {uses: whiten}}",
		"stages: {a: {uses: whiten, needs: {data: [b, c]}}}",
		"stages: {a: {uses: sgd, with: {hidden: 2.5}}}",
		"stages: {a: {uses: sgd, with: {init: {scal: 1}}}}",
		"stages: {a: {uses: sgd, with: {steps: -1}}}",
		"stages: {a: {uses: sgd, seed: x}}",
		"stages: {a: {uses: plot, with: {colour: red}}}",
		"{stages: {a: {uses: sgd}}, profiles: {p: {stages: {a: {with: {hiden: 3}}}}}}",
		"{stages: {a: {uses: sgd}}, profiles: {p: {stage: {}}}}",
	} {
		var file any
		if err := yaml.Unmarshal([]byte(source), &file); err != nil {
			t.Fatal(err)
		}
		if len(validate(whole, whole, file, "file")) == 0 {
			t.Errorf("the schema takes %s", source)
		}
	}
}

func TestSchemaDescribes(t *testing.T) {
	rate := dig(t, schema(t), "$defs", "kind-sgd", "properties", "with", "properties", "learning_rate")
	if rate["type"] != "number" || rate["default"] != 1.0 || rate["description"] != "Learning rate, above 0." {
		t.Errorf("learning_rate: %v", rate)
	}
	rule := dig(t, schema(t), "$defs", "kind-sgd", "properties", "with", "properties", "rule")
	if fmt.Sprint(rule["enum"]) != "[vanilla truncated sanger]" || rule["default"] != "vanilla" {
		t.Errorf("rule: %v", rule)
	}
}

func dig(t *testing.T, from map[string]any, keys ...string) map[string]any {
	t.Helper()
	for _, key := range keys {
		below, ok := from[key].(map[string]any)
		if !ok {
			t.Fatalf("the schema has no %s of %v", key, keys)
		}
		from = below
	}
	return from
}

// named is a kind of plot that knows two figures.
type named struct{ fake }

func (named) StageNames() []string { return []string{"first", "second"} }
func (k named) Defaults(stage string) any {
	return &struct {
		Figure string `yaml:"figure" doc:"Name of the figure."`
	}{stage}
}
func (k named) Ports(parameters any) []stages.Port {
	ports := []stages.Port{{Name: "theory", Required: true}}
	if fmt.Sprint(parameters) == "&{second}" {
		ports = append(ports, stages.Port{Name: "sgd", Required: true})
	}
	return ports
}

func TestSchemaOfNamedStages(t *testing.T) {
	text, err := pipelinefile.Schema([]stages.Kind{named{fake{name: "plot"}}})
	if err != nil {
		t.Fatal(err)
	}
	var whole map[string]any
	if err := json.Unmarshal(text, &whole); err != nil {
		t.Fatal(err)
	}
	needs := dig(t, whole, "$defs", "kind-plot", "properties", "needs")
	if ports := needs["properties"].(map[string]any); len(ports) != 2 || fmt.Sprint(needs["required"]) != "[theory]" {
		t.Errorf("needs of a plot: %v", needs)
	}
	figure := dig(t, whole, "$defs", "kind-plot", "properties", "with", "properties", "figure")
	if given, ok := figure["default"]; ok {
		t.Errorf("the name of one figure is the default for all: %v", given)
	}
}

func TestSchemaRefusesBrokenKinds(t *testing.T) {
	for name, parameters := range map[string]any{
		"no pointer": struct{}{},
		"no tag":     &struct{ A int }{},
		"a map": &struct {
			A map[string]int `yaml:"a"`
		}{},
		"a name twice": &struct {
			A int `yaml:"a"`
			B int `yaml:"a"`
		}{},
	} {
		broken := fake{name: "broken", defaults: func(string) any { return parameters }}
		if _, err := pipelinefile.Schema([]stages.Kind{broken}); err == nil {
			t.Errorf("%s: Schema took it", name)
		}
		_, err := pipelinefile.Parse("p.yaml", []byte("stages: {a: {uses: broken, with: {a: 3}}}"), pipelinefile.Options{Kinds: []stages.Kind{broken}})
		if err == nil || !strings.Contains(err.Error(), "the kind itself is broken") {
			t.Errorf("%s: Parse says %v", name, err)
		}
	}
}

// validate knows as much of JSON schema as Schema writes.
func validate(whole, schema map[string]any, value any, path string) (mistakes []string) {
	fail := func(format string, arguments ...any) {
		mistakes = append(mistakes, path+": "+fmt.Sprintf(format, arguments...))
	}
	for keyword, rule := range schema {
		switch keyword {
		case "$ref":
			mistakes = append(mistakes, validate(whole, definition(whole, rule.(string)), value, path)...)
		case "type":
			if !hasType(rule, value) {
				fail("%v isn't %v", value, rule)
			}
		case "const", "enum":
			words, many := rule.([]any)
			if !many {
				words = []any{rule}
			}
			if !slices.Contains(words, value) {
				fail("%v isn't one of %v", value, words)
			}
		case "minimum":
			if number, ok := value.(int); ok && float64(number) < rule.(float64) {
				fail("%v is too small", value)
			}
		case "minProperties", "maxProperties", "required", "properties", "additionalProperties", "propertyNames":
			if keys, ok := value.(map[string]any); ok {
				mistakes = append(mistakes, validateObject(whole, schema, keyword, keys, path)...)
			}
		case "items", "maxItems", "minItems":
			items, _ := value.([]any)
			mistakes = append(mistakes, validateItems(whole, keyword, rule, items, path)...)
		case "anyOf":
			if !slices.ContainsFunc(rule.([]any), func(option any) bool {
				return len(validate(whole, option.(map[string]any), value, path)) == 0
			}) {
				fail("%v fits nothing in anyOf", value)
			}
		case "allOf":
			for _, each := range rule.([]any) {
				mistakes = append(mistakes, validate(whole, each.(map[string]any), value, path)...)
			}
		case "if":
			if len(validate(whole, rule.(map[string]any), value, path)) == 0 {
				mistakes = append(mistakes, validate(whole, schema["then"].(map[string]any), value, path)...)
			}
		case "then", "description", "default", "title", "$schema", "$defs", "patternProperties", "uniqueItems", "minLength", "maximum", "pattern":
		default:
			panic("the schema uses " + keyword)
		}
	}
	return mistakes
}

func definition(whole map[string]any, ref string) map[string]any {
	return whole["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
}

func hasType(rule, value any) bool {
	names, many := rule.([]any)
	if !many {
		names = []any{rule}
	}
	for _, name := range names {
		var ok bool
		switch name {
		case "object":
			_, ok = value.(map[string]any)
		case "array":
			_, ok = value.([]any)
		case "string":
			_, ok = value.(string)
		case "boolean":
			_, ok = value.(bool)
		case "null":
			ok = value == nil
		case "integer":
			number, float := value.(float64)
			_, ok = value.(int)
			ok = ok || float && number == float64(int(number))
		case "number":
			_, float := value.(float64)
			_, ok = value.(int)
			ok = ok || float
		}
		if ok {
			return true
		}
	}
	return false
}

func validateObject(whole, schema map[string]any, keyword string, value map[string]any, path string) (mistakes []string) {
	properties, _ := schema["properties"].(map[string]any)
	switch rule := schema[keyword]; keyword {
	case "minProperties":
		if len(value) < int(rule.(float64)) {
			mistakes = append(mistakes, path+": too few keys")
		}
	case "maxProperties":
		if len(value) > int(rule.(float64)) {
			mistakes = append(mistakes, path+": too many keys")
		}
	case "required":
		for _, key := range rule.([]any) {
			if _, ok := value[key.(string)]; !ok {
				mistakes = append(mistakes, fmt.Sprintf("%s: no %v", path, key))
			}
		}
	case "properties":
		for key, below := range value {
			if property, ok := properties[key].(map[string]any); ok {
				mistakes = append(mistakes, validate(whole, property, below, path+"."+key)...)
			}
		}
	case "additionalProperties":
		for key, below := range value {
			if _, known := properties[key]; known || schema["patternProperties"] != nil && strings.HasPrefix(key, "x-") {
				continue
			}
			if property, ok := rule.(map[string]any); ok {
				mistakes = append(mistakes, validate(whole, property, below, path+"."+key)...)
			} else if rule == false {
				mistakes = append(mistakes, path+": unknown "+key)
			}
		}
	case "propertyNames":
		pattern := regexp.MustCompile(rule.(map[string]any)["pattern"].(string))
		for key := range value {
			if !pattern.MatchString(key) {
				mistakes = append(mistakes, path+": name "+key)
			}
		}
	}
	return mistakes
}

func validateItems(whole map[string]any, keyword string, rule any, items []any, path string) (mistakes []string) {
	switch keyword {
	case "maxItems":
		if len(items) > int(rule.(float64)) {
			mistakes = append(mistakes, path+": too many")
		}
	case "items":
		for i, item := range items {
			mistakes = append(mistakes, validate(whole, rule.(map[string]any), item, fmt.Sprintf("%s[%d]", path, i))...)
		}
	}
	return mistakes
}
