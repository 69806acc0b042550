package report

import "time"

// Report is everything that the report shows, in the order in which it shows it.
type Report struct {
	Title        string
	Source       Source
	PipelineFile string // as given to the pipeline: "pipeline.yaml"
	Profile      string // "" for the default one
	Seed         uint64
	Versions     []Value  // Go, GOOS/GOARCH, modules
	Lead         []string // paragraphs: what the paper says, and what this is
	Banners      []Caveat // shown above everything
	Parts        []Part   // the argument; its figures are numbered through
	Tables       []Table  // over all figures
	Stages       []Stage  // every stage of the run
}

// Part is a step of the argument, with the figures that make it.
type Part struct {
	Title   string
	Lead    string // what the paper says there
	Figures []Figure
}

// Source is the paper whose figures these are.
type Source struct {
	Citation string
	ArXiv    string // "2201.02115"; "" for none
}

// Figure is one figure with all that belongs to it.
type Figure struct {
	Name    string // names the file and the anchor: "theory-vs-sgd"
	Title   string
	Caption string // paragraphs separated by empty lines
	Alt     string // what the picture shows, for those who can't see it

	SVG           []byte
	Width, Height float64 // printed size in inches
	Panels        []Panel // in the SVG's order, for reading off; may be empty
	Networks      []Network
	Kinds         map[string]string // names of the styles of series where the figure's legend has them: "sgd": "SGD, mean"

	Downloads  []Link
	Tables     []Table // of what this figure measured
	Claims     []Claim
	Caveats    []Caveat
	Parameters []StageParameters // of the simulations and integrations it draws
	Provenance []Step            // from the figure down to the data
}

// Link is a file beside the report.
type Link struct {
	Label string // "PDF"
	Path  string // relative to the report's folder, with slashes: "figures/setup.pdf"
}

// Claim is a statement of the paper, and what was measured.
type Claim struct {
	Claim      string
	Bound      string // "≤ 0.03"
	Measured   float64
	Pass       bool
	Unmeasured bool // this run can't tell; Pass and Measured mean nothing then
	// Contradicted says that the measurement refutes the claim, and that this is known: a finding, whose evidence is in Detail.
	Contradicted bool
	Detail       string // "largest at t = 31, erf"
}

// Table is a table of numbers and texts.
type Table struct {
	Title   string
	Note    string // a sentence on what it holds; "" for none
	Path    string // of its CSV file, relative to the report's folder; "" for none
	Columns []Column
	Rows    [][]Cell // as long as Columns each
}

// Column is a column of a table.
type Column struct {
	Name    string
	Numbers bool // its cells are numbers
	Figures bool // its cells are names of figures, which are shown as "Figure 4", with a link
}

// Cell is a cell of a table.
type Cell struct {
	Text   string
	Number float64 // in a column of numbers; NaN where there is none
}

// Caveat is something that a reader must know about a result.
type Caveat struct {
	ID    string
	Label string
	Text  string
}

// Value is a named value.
type Value struct {
	Key, Value string
}

// StageParameters are the parameters of one stage, in the order in which they are shown.
type StageParameters struct {
	Stage  string
	Values []Value
}

// Step is a stage in the provenance of a figure.
type Step struct {
	Stage    string
	Kind     string
	Key      string // digest of the cache key
	Inputs   []InputDigest
	Code     string // digest of the code
	Duration time.Duration
	Host     string
	When     time.Time
}

// InputDigest is one thing that a step was made from.
type InputDigest struct {
	Name   string // "covariance: spiked"
	Digest string
}

// Stage is one stage of the run.
type Stage struct {
	Name       string
	Kind       string
	Summary    string
	Parameters []Value
	Duration   time.Duration
	Key        string
}
