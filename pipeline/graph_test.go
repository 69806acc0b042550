package main

import (
	"regexp"
	"strings"
	"testing"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/encoding"
	"gonum.org/v1/gonum/graph/encoding/dot"
	"gonum.org/v1/gonum/graph/simple"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/visible"
)

// labelled is a graph as DOT describes it, with names and labels.
type labelled struct{ *simple.DirectedGraph }

type labelledNode struct {
	graph.Node
	name  string
	label string
}

func (n *labelledNode) SetDOTID(id string) { n.name = id }
func (n *labelledNode) SetAttribute(a encoding.Attribute) error {
	if a.Key == "label" {
		n.label = a.Value
	}
	return nil
}

type labelledEdge struct {
	graph.Edge
	label string
}

func (e *labelledEdge) SetAttribute(a encoding.Attribute) error {
	if a.Key == "label" {
		e.label = a.Value
	}
	return nil
}

func (g labelled) NewNode() graph.Node { return &labelledNode{Node: g.DirectedGraph.NewNode()} }
func (g labelled) NewEdge(from, to graph.Node) graph.Edge {
	return &labelledEdge{Edge: g.DirectedGraph.NewEdge(from, to)}
}

// reads reports whether gonum's decoder has read a text. It leaves quotes around what begins
// with < and ends with >, which without them would be HTML.
func reads(got, want string) bool {
	if strings.HasPrefix(want, "<") && strings.HasSuffix(want, ">") && len(want) > 1 {
		return got == `"`+dotText(want)+`"`
	}
	return got == want
}

// latin replaces the characters that gonum's decoder doesn't know.
func latin(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xff {
			return '?'
		}
		return r
	}, text)
}

var (
	mermaidNode = regexp.MustCompile(`^    s[01]\["([^"]*)<br/><small>([^"]*)</small>"\]$`)
	mermaidEdge = regexp.MustCompile(`^    s0 -- "([^"]*)" --> s1$`)
	mermaidSafe = regexp.MustCompile(`^(?:[\pL\p{Nd} _.,()+-]|#[0-9]+;)*$`)
)

// checkMermaid makes sure that a flowchart of two nodes and an edge has no other lines, and no
// markup in its labels.
func checkMermaid(t *testing.T, text string) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) != 5 || lines[0] != "flowchart LR" || lines[2] != "    style s0 stroke-dasharray: 4 3" {
		t.Fatalf("the flowchart is\n%s", text)
	}
	for i, pattern := range map[int]*regexp.Regexp{1: mermaidNode, 3: mermaidNode, 4: mermaidEdge} {
		found := pattern.FindStringSubmatch(lines[i])
		if found == nil {
			t.Fatalf("line %d is %q", i+1, lines[i])
		}
		for _, label := range found[1:] {
			if !mermaidSafe.MatchString(label) {
				t.Errorf("the label %q holds markup", label)
			}
		}
	}
}

// FuzzGraph makes sure that no name gets out of its quotes, in DOT or in Mermaid.
func FuzzGraph(f *testing.F) {
	for _, name := range []string{
		"erf-theory", `a"]; b [label="`, `\`, `\"`, `a\n`, "a\nb", "</small><script>alert(1)</script>", `"] click s0 "javascript:alert(1)"`,
		"%%{init: {'securityLevel': 'loose'}}%%", "end", "#quot;", "subgraph", "<b>html</b>", "\x1b[2J", "\u202e", "\xff", "--> s1", "a;b{c}",
	} {
		f.Add(name, "plot", "theory")
		f.Add("a", name, name)
	}
	f.Fuzz(func(t *testing.T, name, kind, port string) {
		other := name + "2"
		all := []engine.Status{{Stage: name, Kind: kind, State: engine.Stale}, {Stage: other, Kind: kind, State: engine.Fresh}}
		edges := []edge{{From: name, To: other, Port: port}}
		checkMermaid(t, mermaid(all, edges))

		drawn := labelled{simple.NewDirectedGraph()}
		written := latin(dotOf(all, edges))
		if err := dot.Unmarshal([]byte(written), drawn); err != nil {
			t.Fatalf("%v in\n%s", err, written)
		}
		if drawn.Nodes().Len() != 2 || drawn.Edges().Len() != 1 {
			t.Fatalf("%d nodes and %d edges in\n%s", drawn.Nodes().Len(), drawn.Edges().Len(), written)
		}
		stages := map[string]bool{}
		for _, node := range graph.NodesOf(drawn.Nodes()) {
			n := node.(*labelledNode)
			for _, stage := range []string{name, other} {
				shown := latin(visible.Text(stage))
				if reads(n.name, shown) && reads(n.label, shown+"\n"+latin(visible.Text(kind))) {
					stages[stage] = true
				}
			}
		}
		if len(stages) != 2 {
			t.Errorf("stages %q and %q aren't both in\n%s", name, other, written)
		}
		for _, e := range graph.EdgesOf(drawn.Edges()) {
			if got, want := e.(*labelledEdge).label, latin(visible.Text(port)); !reads(got, want) {
				t.Errorf("the need has the label %q, not %q", got, want)
			}
		}
	})
}
