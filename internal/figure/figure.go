package figure

import (
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/stages"
)

// Figure is one figure of the paper. Each is a type of its own in package
// figures, because the cache finds the code that a picture depends on by that type.
type Figure interface {
	// Name is the figure's name in pipeline.yaml: "theory-vs-sgd".
	Name() string

	// Title is one line for the report's table of contents.
	Title() string

	// Ports lists the stages that the figure is made from.
	Ports() []stages.Port

	// Build reads what the stages computed and says what to draw. It depends on
	// the inputs alone, draws no random numbers but from fixed seeds and writes nothing.
	Build(in inputs.Set) (*Built, error)
}

// Built is a figure's content: what to draw, what to say and what was checked.
type Built struct {
	Name    string
	Title   string
	Caption string // one paragraph, marked up, parameters filled in
	Alt     string // what is to be seen, for those who can't
	Width   Width  // printed width
	Grid    Grid
	Panels  []Panel // in the order of their letters
	Legend  []Entry // above all panels
	Caveats []Caveat
	Claims  []Claim
	Tables  Tables
}

// Width is a printed width in inches.
type Width float64

// The widths of a two-column paper.
const (
	SingleColumn Width = 3.3
	DoubleColumn Width = 6.9
)

// Caveat is what a reader must know before trusting the figure; its label stands in the margin.
type Caveat = stages.Caveat

// Grid says how panels are laid out: frames in one column have the same left and right
// edges, frames in one row the same top and bottom.
type Grid struct {
	Columns []float64 // relative widths of the frames; nil: the panels of each row share the width equally
	Rows    []float64 // heights of the frames in inches
}

// Place is where in the grid a panel stands. A span of 0 is a span of 1.
type Place struct {
	Row, Column         int
	RowSpan, ColumnSpan int
}
