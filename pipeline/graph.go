package main

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/visible"
)

func (a *app) newGraph(o *options) *cobra.Command {
	format := "mermaid"
	c := &cobra.Command{
		Use: "graph [STAGE...]", Short: "The graph of stages, as Mermaid or DOT",
		Long:    "Print the graph of stages: an arrow for each need, labelled with its port; stale\nstages are dashed.",
		Example: "  go run ./pipeline graph\n  go run ./pipeline graph --format dot | dot -Tsvg > graph.svg",
		RunE: func(c *cobra.Command, names []string) error {
			if format != "mermaid" && format != "dot" {
				return usagef("--format is %q: expected mermaid or dot", format)
			}
			return a.withSession(c, o, func(ctx context.Context, s *session) error { return s.graph(ctx, names, format) })
		},
		ValidArgsFunction: a.completeStages(o, ""),
	}
	c.Flags().StringVar(&format, "format", format, "mermaid or dot")
	return c
}

// edge is one need: from a stage to the one that needs it.
type edge struct {
	From string `json:"from"`
	To   string `json:"to"`
	Port string `json:"port"`
}

func (s *session) graph(ctx context.Context, names []string, format string) error {
	targets, err := s.targets(names, "")
	if err != nil {
		return err
	}
	all, err := s.engine.Status(ctx, targets, nil)
	if err != nil {
		return err
	}
	edges := []edge{}
	for _, status := range all {
		for _, need := range s.engine.Stage(status.Stage).Needs {
			for _, upstream := range need.Stages {
				edges = append(edges, edge{upstream, status.Stage, need.Port})
			}
		}
	}
	text := mermaid(all, edges)
	if format == "dot" {
		text = dotOf(all, edges)
	}
	if s.options.json {
		return s.printJSON(struct {
			Stages []engine.Status `json:"stages"`
			Edges  []edge          `json:"edges"`
		}{all, edges})
	}
	_, err = fmt.Fprint(s.out, text)
	return err
}

// mermaid writes the graph as a Mermaid flowchart. Identifiers are numbered, since some words mean
// something to Mermaid.
func mermaid(all []engine.Status, edges []edge) string {
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	id := map[string]string{}
	for i, status := range all {
		id[status.Stage] = fmt.Sprintf("s%d", i)
		fmt.Fprintf(&b, "    s%d[\"%s<br/><small>%s</small>\"]\n", i, mermaidText(status.Stage), mermaidText(status.Kind))
		if status.State != engine.Fresh {
			fmt.Fprintf(&b, "    style s%d stroke-dasharray: 4 3\n", i)
		}
	}
	for _, e := range edges {
		fmt.Fprintf(&b, "    %s -- \"%s\" --> %s\n", id[e.From], mermaidText(e.Port), id[e.To])
	}
	return b.String()
}

// mermaidText writes a text for within quotes: whatever isn't a letter, a digit or harmless punctuation
// becomes Mermaid's entity for it, #35; for #, so that it can end no label and is no HTML.
func mermaidText(text string) string {
	var b strings.Builder
	for _, r := range visible.Text(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" _-.,()+", r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}

func dotOf(all []engine.Status, edges []edge) string {
	var b strings.Builder
	b.WriteString("digraph pipeline {\n    rankdir=LR;\n    node [shape=box, fontname=\"sans-serif\"];\n    edge [fontname=\"sans-serif\", fontsize=10];\n")
	for _, status := range all {
		style := ""
		if status.State != engine.Fresh {
			style = ", style=dashed"
		}
		fmt.Fprintf(&b, "    \"%s\" [label=\"%s\\n%s\"%s];\n", dotText(status.Stage), dotText(status.Stage), dotText(status.Kind), style)
	}
	for _, e := range edges {
		fmt.Fprintf(&b, "    \"%s\" -> \"%s\" [label=\"%s\"];\n", dotText(e.From), dotText(e.To), dotText(e.Port))
	}
	return b.String() + "}\n"
}

// dotText writes a text for within quotes, where DOT knows the escapes of the quote and, in labels, of the
// backslash and the line's end.
func dotText(text string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(visible.Text(text))
}
