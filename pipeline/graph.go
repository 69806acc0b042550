package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"autoencoder-dynamics/internal/engine"
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
		text = dot(all, edges)
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

// mermaid writes names as they are: a stage's name has letters, digits, - and _
// only. Identifiers are numbered, since some words mean something to Mermaid.
func mermaid(all []engine.Status, edges []edge) string {
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	id := map[string]string{}
	for i, status := range all {
		id[status.Stage] = fmt.Sprintf("s%d", i)
		fmt.Fprintf(&b, "    s%d[\"%s<br/><small>%s</small>\"]\n", i, status.Stage, status.Kind)
		if status.State != engine.Fresh {
			fmt.Fprintf(&b, "    style s%d stroke-dasharray: 4 3\n", i)
		}
	}
	for _, e := range edges {
		fmt.Fprintf(&b, "    %s -- %s --> %s\n", id[e.From], e.Port, id[e.To])
	}
	return b.String()
}

func dot(all []engine.Status, edges []edge) string {
	var b strings.Builder
	b.WriteString("digraph pipeline {\n    rankdir=LR;\n    node [shape=box, fontname=\"sans-serif\"];\n    edge [fontname=\"sans-serif\", fontsize=10];\n")
	for _, status := range all {
		style := ""
		if status.State != engine.Fresh {
			style = ", style=dashed"
		}
		fmt.Fprintf(&b, "    %q [label=\"%s\\n%s\"%s];\n", status.Stage, status.Stage, status.Kind, style)
	}
	for _, e := range edges {
		fmt.Fprintf(&b, "    %q -> %q [label=%q];\n", e.From, e.To, e.Port)
	}
	return b.String() + "}\n"
}
