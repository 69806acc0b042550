package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/pipelinefile"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/stages/plot"
)

// node is what the reference needs of a JSON schema.
type node struct {
	Description string          `json:"description"`
	Type        any             `json:"type"`
	Enum        []any           `json:"enum"`
	Default     json.RawMessage `json:"default"`
	Properties  map[string]node `json:"properties"`
	Items       *node           `json:"items"`
	AnyOf       []node          `json:"anyOf"`
	Definitions map[string]node `json:"$defs"`
}

// UnmarshalJSON also takes the schemas true and false, which say nothing.
func (n *node) UnmarshalJSON(text []byte) error {
	if text[0] != '{' {
		return nil
	}
	type plain node // without this method
	return json.Unmarshal(text, (*plain)(n))
}

// kindsReference writes the kinds of stages as Markdown: ports, and parameters with
// their defaults. It reads the schema, so that it says what the types say.
func kindsReference(kinds []stages.Kind) (string, error) {
	text, err := pipelinefile.Schema(kinds)
	if err != nil {
		return "", err
	}
	var schema node
	if err := json.Unmarshal(text, &schema); err != nil {
		return "", fmt.Errorf("schema: %w", err)
	}
	var b strings.Builder
	b.WriteString("# The kinds of stages\n\nMade by `go run ./pipeline schema --format markdown`; don't edit.\n" +
		"A stage in `pipeline.yaml` has `uses` (its kind), `needs` (port: stage), `with` (parameters) and, if it shall not be the pipeline's, a `seed`.\n")
	for _, kind := range kinds {
		fmt.Fprintf(&b, "\n## `%s`\n\n%s\n", kind.Name(), kind.Summary())
		definition := schema.Definitions["kind-"+kind.Name()].Properties
		writePorts(&b, kind, definition["needs"])
		rows := parameterRows("", definition["with"])
		if len(rows) > 0 {
			b.WriteString("\n| parameter | type | default | |\n|---|---|---|---|\n" + strings.Join(rows, ""))
		}
	}
	return b.String(), nil
}

func writePorts(b *strings.Builder, kind stages.Kind, needs node) {
	if plotting, ok := kind.(plot.Kind); ok {
		writeFigurePorts(b, plotting.Figures)
		return
	}
	if len(needs.Properties) == 0 {
		return
	}
	b.WriteString("\n| port | |\n|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(needs.Properties)) {
		fmt.Fprintf(b, "| `%s` | %s |\n", name, cell(needs.Properties[name].Description))
	}
}

// writeFigurePorts lists the ports of every figure, which are those of a plot stage.
func writeFigurePorts(b *strings.Builder, all []figure.Figure) {
	b.WriteString("\nThe ports are those of the figure:\n\n| figure | port | kinds | |\n|---|---|---|---|\n")
	for _, f := range all {
		for i, port := range f.Ports() {
			kinds := strings.Join(port.Kinds, " or ")
			if port.Many {
				kinds = "list of " + kinds
			}
			if !port.Required {
				kinds += ", optional"
			}
			fmt.Fprintf(b, "| %s | `%s` | %s | %s |\n", first(i, "`"+f.Name()+"`"), port.Name, kinds, cell(port.Doc))
		}
	}
}

// parameterRows lists parameters, nested ones by dotted names.
func parameterRows(prefix string, parent node) []string {
	var rows []string
	for _, name := range slices.Sorted(maps.Keys(parent.Properties)) {
		child := parent.Properties[name]
		if len(child.Properties) > 0 {
			rows = append(rows, parameterRows(prefix+name+".", child)...)
			continue
		}
		shown := strings.Trim(string(child.Default), `"`)
		rows = append(rows, fmt.Sprintf("| `%s` | %s | %s | %s |\n", prefix+name, typeName(child), cell(shown), cell(child.Description)))
	}
	return rows
}

func typeName(n node) string {
	switch {
	case len(n.Enum) > 0:
		words := make([]string, len(n.Enum))
		for i, word := range n.Enum {
			words[i] = fmt.Sprintf("`%v`", word)
		}
		return strings.Join(words, ", ")
	case n.Items != nil:
		return "list of " + typeName(*n.Items) + "s"
	case len(n.AnyOf) > 0:
		return typeName(n.AnyOf[0])
	case n.Type == nil:
		return ""
	}
	return fmt.Sprint(n.Type)
}

// cell keeps text from ending a cell of a table.
func cell(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "|", "\\|"), "\n", " ")
}
