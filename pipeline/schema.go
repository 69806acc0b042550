package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"autoencoder-dynamics/internal/pipelinefile"
)

func (a *app) newSchema(_ *options) *cobra.Command {
	format := "json"
	c := &cobra.Command{
		Use: "schema", Short: "The JSON schema of pipeline.yaml, for editors, or its reference for people", Args: cobra.NoArgs,
		Long: `Print what pipeline.yaml may say, made from the same types that read it: as a JSON
schema (docs/pipeline.schema.json is a copy, which editors find through the first
line of pipeline.yaml), or as Markdown (docs/stages.md is a copy).`,
		RunE: func(*cobra.Command, []string) error { return a.schema(format) },
	}
	c.Flags().StringVar(&format, "format", format, "json or markdown")
	return c
}

func (a *app) schema(format string) error {
	var text string
	switch format {
	case "json":
		schema, err := pipelinefile.Schema(kinds())
		if err != nil {
			return err
		}
		text = string(schema)
	case "markdown":
		var err error
		if text, err = kindsReference(kinds()); err != nil {
			return err
		}
	default:
		return usagef("--format is %q: expected json or markdown", format)
	}
	_, err := fmt.Fprintln(a.out, trimNewline(text))
	return err
}
