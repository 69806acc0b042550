package pipelinefile

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"autoencoder-dynamics/stages"
)

// object is a piece of JSON; encoding/json writes its keys sorted.
type object = map[string]any

// Named is a kind whose ports depend on the stage's name, as those of a plot on the figure. Its
// schema lets in the ports of all the names that it knows.
type Named interface {
	stages.Kind

	// StageNames lists the names, at least one.
	StageNames() []string
}

// stageNames lists the names of stages whose ports and defaults stand for the kind.
func stageNames(kind stages.Kind) []string {
	if named, ok := kind.(Named); ok {
		if names := named.StageNames(); len(names) > 0 {
			return names
		}
	}
	return []string{""}
}

// Schema returns a JSON schema (draft 2020-12) of pipeline files with stages of
// these kinds, for editors: keys, types, words, defaults and descriptions, from the same
// types that Parse decodes into. It is the same bytes every time. What only Parse
// finds: everything between stages, and what a kind's Validate says. A kind is asked
// for the defaults of a stage without a name, unless it is [Named].
func Schema(kinds []stages.Kind) ([]byte, error) {
	defs := object{}
	var names []string
	var choices []any
	overridden := object{}
	for _, kind := range kinds {
		def, err := kindSchema(kind)
		if err != nil {
			return nil, err
		}
		name := kind.Name()
		names = append(names, name)
		defs["kind-"+name] = def
		choices = append(choices, object{
			"if":   object{"properties": object{"uses": object{"const": name}}, "required": []string{"uses"}},
			"then": object{"$ref": "#/$defs/kind-" + name},
		})
		if err := addOverrides(overridden, kind); err != nil {
			return nil, err
		}
	}
	uses := object{"enum": names, "description": usesDoc(kinds)}
	defs["stage"] = object{"type": "object", "required": []string{"uses"}, "properties": object{"uses": uses}, "allOf": choices}
	defs["needs"] = needsSchema()
	defs["override"] = object{
		"description": "Laid over the stage of that name key by key; null takes a key or the stage away.",
		"type":        []string{"object", "null"}, "additionalProperties": false,
		"properties": object{
			"uses": uses, "seed": nullable(seedSchema("The stage's own seed.")),
			"needs": object{"type": []string{"object", "null"}, "additionalProperties": object{"anyOf": []any{object{"type": "null"}, object{"$ref": "#/$defs/needs"}}}},
			"with":  object{"type": []string{"object", "null"}, "properties": overridden, "additionalProperties": len(names) == 0},
		},
	}
	text, err := json.MarshalIndent(fileSchema(defs), "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the schema: %w", err)
	}
	return append(text, '\n'), nil
}

// fileSchema is the schema of the whole file.
func fileSchema(defs object) object {
	seed := seedSchema("Seed of every stage that has none of its own; 0 without.")
	section := func(ref string) object {
		return object{"type": "object", "propertyNames": object{"pattern": namePattern.String()}, "additionalProperties": object{"$ref": ref}}
	}
	named := section("#/$defs/stage")
	named["description"] = "The stages by name."
	named["minProperties"] = 1
	defs["profile"] = object{
		"type": "object", "additionalProperties": false,
		"properties": object{"seed": seed, "stages": section("#/$defs/override")},
	}
	profiles := section("#/$defs/profile")
	profiles["description"] = "Overrides by profile, for --profile."
	return object{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "pipeline.yaml",
		"description": "Stages of the pipeline, their parameters, and who needs whom.",
		"type":        "object", "required": []string{"stages"}, "additionalProperties": false,
		"patternProperties": object{"^x-": object{"description": "Ignored: a place for anchors."}},
		"properties":        object{"seed": seed, "stages": named, "profiles": profiles},
		"$defs":             defs,
	}
}

func seedSchema(doc string) object {
	return object{"type": "integer", "minimum": 0, "maximum": uint64(1<<64 - 1), "description": doc}
}

func needsSchema() object {
	name := object{"type": "string"}
	return object{"anyOf": []any{name, object{"type": "array", "items": name, "minItems": 1, "uniqueItems": true}}}
}

// usesDoc lists the kinds with their summaries.
func usesDoc(kinds []stages.Kind) string {
	lines := []string{"The kind of the stage:"}
	for _, kind := range kinds {
		lines = append(lines, fmt.Sprintf("%s: %s", kind.Name(), kind.Summary()))
	}
	return strings.Join(lines, "\n")
}

// kindSchema is the schema of the stages of one kind.
func kindSchema(kind stages.Kind) (object, error) {
	with, err := withSchema(kind)
	if err != nil {
		return nil, err
	}
	ports, required, err := portsSchema(kind)
	if err != nil {
		return nil, err
	}
	properties := object{
		"uses": true, "with": with, "seed": seedSchema("The stage's own seed, the pipeline's without."),
		"needs": object{"type": "object", "description": "The stages wired to the ports.", "properties": ports, "required": required, "additionalProperties": false},
	}
	def := object{"description": kind.Summary(), "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		def["required"] = []string{"needs"}
	}
	return def, nil
}

// withSchema is the schema of a kind's parameters. A default that depends on the
// stage's name isn't one for all, and is left out.
func withSchema(kind stages.Kind) (object, error) {
	var with object
	for _, name := range stageNames(kind) {
		parameters, err := defaultsOf(kind, name)
		if err != nil {
			return nil, err
		}
		if parameters == nil {
			return object{"type": "object", "maxProperties": 0}, nil
		}
		made, err := parametersSchema(parameters)
		if err != nil {
			return nil, fmt.Errorf("kind %s: parameter %w", kind.Name(), err)
		}
		if with == nil {
			with = made
		}
		for key, property := range with["properties"].(object) {
			other, _ := made["properties"].(object)[key].(object)
			if !reflect.DeepEqual(property.(object)["default"], other["default"]) {
				delete(property.(object), "default")
			}
		}
	}
	with["description"] = "The parameters."
	return with, nil
}

// portsSchema returns the schemas of a kind's ports, and those that every stage of it must wire.
func portsSchema(kind stages.Kind) (ports object, required []string, err error) {
	ports = object{}
	names := stageNames(kind)
	needed := map[string]int{}
	for _, name := range names {
		parameters, err := defaultsOf(kind, name)
		if err != nil {
			return nil, nil, err
		}
		for _, port := range kind.Ports(parameters) {
			if ports[port.Name] == nil {
				ports[port.Name] = portSchema(port)
			} else if !reflect.DeepEqual(ports[port.Name], portSchema(port)) {
				ports[port.Name] = object{"$ref": "#/$defs/needs"}
			}
			if port.Required {
				needed[port.Name]++
			}
		}
	}
	required = []string{} // null would be no schema
	for _, port := range slices.Sorted(maps.Keys(needed)) {
		if needed[port] == len(names) {
			required = append(required, port)
		}
	}
	return ports, required, nil
}

func portSchema(port stages.Port) object {
	doc := "Takes " + aStageOf(port) + "."
	if port.Doc != "" {
		doc = strings.TrimSuffix(port.Doc, ".") + ". " + doc
	}
	name := object{"type": "string"}
	names := object{"type": "array", "items": name, "minItems": 1, "uniqueItems": true}
	if !port.Many {
		names["maxItems"] = 1
	}
	return object{"description": doc, "anyOf": []any{name, names}}
}
