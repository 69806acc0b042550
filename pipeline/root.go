package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"autoencoder-dynamics/internal/settings"
)

// options are the flags that all commands share, beside the settings.
type options struct {
	file   string
	set    []string
	json   bool
	dryRun bool
	force  bool
}

const longHelp = `Regenerate the figures of Refinetti & Goldt, "The dynamics of representation
learning in shallow, non-linear autoencoders" (ICML 2022).

pipeline.yaml declares the stages; each result is cached under a digest of
everything that can change it, so that a command runs only what is stale.
Figures and the report are written to reports/.

Start with:    go run ./pipeline all
A quick look:  go run ./pipeline all --profile quick
What is what:  go run ./pipeline status

Settings (cache, jobs, archive, …) may also come from variables, PIPELINE_JOBS=4, or
from settings.yaml in the project's folder, jobs: 4; flags win over variables, these
over the file. docs/pipeline-file.md tells more.

Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 130 interrupted. "go run"
itself turns all but 0 into 1; for scripts: go build -o bin/ ./pipeline`

func (a *app) newRoot() *cobra.Command {
	o := &options{}
	root := &cobra.Command{
		Use: "pipeline", Short: "Regenerate every figure of the paper", Long: longHelp,
		SilenceErrors: true, SilenceUsage: true,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		// The error repeats what was given, which may be an address with a password.
		return usagef("%s\nRun \"go run ./%s --help\" for the flags.", settings.WithoutPasswords(err.Error()), c.CommandPath())
	})
	flags := root.PersistentFlags()
	flags.StringVarP(&o.file, "file", "f", "", "pipeline file (default: pipeline.yaml of the project)")
	flags.StringArrayVar(&o.set, "set", nil, "change one parameter for this run, `stage.key=value`; may be repeated")
	flags.BoolVar(&o.json, "json", false, "write JSON, for scripts")
	settings.AddFlags(flags)
	root.AddCommand(
		a.newAll(o), a.newFigure(o), a.newRun(o), a.newStatus(o), a.newExplain(o), a.newPath(o), a.newGraph(o),
		a.newCheck(o), a.newDiff(o), a.newAccept(o), a.newVerify(o), a.newReport(o), a.newGC(o), a.newSchema(o),
	)
	for _, command := range root.Commands() {
		command.Args = usageArgs(command.Args)
	}
	root.Args = unknownCommand
	root.InitDefaultHelpCmd()
	if help, _, err := root.Find([]string{"help"}); err == nil {
		help.Args = unknownTopic
	}
	root.SuggestionsMinimumDistance = 2
	return root
}

// unknownCommand refuses a word that is no command, with the nearest ones.
func unknownCommand(c *cobra.Command, arguments []string) error {
	if len(arguments) == 0 {
		return nil
	}
	message := fmt.Sprintf("unknown command %q", arguments[0])
	if near := c.SuggestionsFor(arguments[0]); len(near) > 0 {
		message += fmt.Sprintf("; did you mean %s?", strings.Join(near, " or "))
	}
	return usagef("%s\nRun \"go run ./pipeline --help\" for all commands", message)
}

// unknownTopic refuses help about a word that is no command.
func unknownTopic(c *cobra.Command, arguments []string) error {
	about, rest, err := c.Root().Find(arguments)
	if err != nil || !about.HasSubCommands() {
		return err
	}
	return unknownCommand(about, rest)
}

// usageArgs makes a wrong number of arguments a usage error.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, arguments []string) error {
		if check == nil {
			return nil
		}
		if err := check(c, arguments); err != nil {
			return usagef("%w\nUsage: go run ./%s", err, c.UseLine())
		}
		return nil
	}
}

// atLeastOne asks for names of things: of stages, or of figures.
func atLeastOne(what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, arguments []string) error {
		if len(arguments) == 0 {
			return fmt.Errorf("name at least one %s; \"go run ./pipeline status\" lists them", what)
		}
		return nil
	}
}

// runFlags adds the flags of the commands that run stages.
func runFlags(c *cobra.Command, o *options) {
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "say what would run, and why; write nothing")
	c.Flags().BoolVar(&o.force, "force", false, "run what is named (for all: every stage) even if it is fresh, and try again what was out of reach")
}
