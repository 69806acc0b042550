package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"autoencoder-dynamics/internal/pipelinefile"
)

func (a *app) newSchema(_ *options) *cobra.Command {
	return &cobra.Command{
		Use: "schema", Short: "The JSON schema of pipeline.yaml, for editors", Args: cobra.NoArgs,
		Long: `Print the JSON schema of pipeline.yaml, made from the same types that read it.
docs/pipeline.schema.json is a copy; an editor's YAML support finds it through the
first line of pipeline.yaml.`,
		RunE: func(*cobra.Command, []string) error {
			schema, err := pipelinefile.Schema(kinds())
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(a.out, "%s\n", trimNewline(string(schema)))
			return err
		},
	}
}
