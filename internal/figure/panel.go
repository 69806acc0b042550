package figure

import "image"

// Panel is one pair of axes with what is drawn in it, or a scheme or image tiles without axes.
type Panel struct {
	Place      Place
	Title      string
	X, Y       Axis
	Series     []Series
	References []Reference
	Legend     []Entry  // above the frame
	RowLegend  []Entry  // above all panels of the row; one panel of a row has it
	Heat       *Heatmap // coloured cells behind the series, on the panel's axes
	Scheme     *Scheme  // instead of axes
	Tiles      *Tiles   // instead of axes
	Bare       bool     // no letter: the panel belongs to the one above
}

// Scale says how an axis maps values to places.
type Scale string

// The scales.
const (
	Linear Scale = "linear"
	Log    Scale = "log" // values at or below 0 are left out
)

// Axis is one axis of a panel.
type Axis struct {
	Label    string
	Scale    Scale   // the zero value is Linear
	Min, Max float64 // both 0: found from the data
	Shared   bool    // the axis below (or left) carries label and numbers for this one
	Ticks    []Tick  // in place of the ticks found from the range: names of rows, of units, of components; none between
}

// Tick is a labelled place on an axis.
type Tick struct {
	At    float64
	Label string
}

// Role says what a series is, which settles how it is drawn: the same in every figure.
type Role string

// The roles.
const (
	Theory     Role = "theory"     // solid line
	SGD        Role = "sgd"        // circles with bars
	Images     Role = "images"     // circles with bars: SGD on real images
	Surrogates Role = "surrogates" // diamonds with bars: SGD on Gaussian surrogates
	Guide      Role = "reference"  // thin grey line: what to compare with
	Histogram  Role = "histogram"  // bars from the axis
	Spectrum   Role = "spectrum"   // a line of data, such as eigenvalues
	Outliers   Role = "outliers"   // stems
	Adam       Role = "adam"       // open squares with bars: training by Adam, which no theory describes
	Scatter    Role = "scatter"    // many small dots
	Density    Role = "density"    // a line with the area below it tinted: a probability density
	Function   Role = "function"   // a thin dark line: a known function, such as g(λ)
)

// Series is a row of points. X and Y have the same length; Low and High are nil, or have it too.
type Series struct {
	Name      string // unique in its panel; data.csv, figure.json and the report name the series by it, without markup
	Role      Role
	Color     string // a colour of the style's palette: "unit 1"; "" is the role's own
	X, Y      []float64
	Low, High []float64 // ends of the bars: mean ± standard deviation over replicas
	Faint     bool      // drawn thinner and behind: one of many alike
	Dense     bool      // markers are smaller and may stand closer: half the gap, along x
	Labels    []string  // text beside each point, or nil
	Dash      int       // 1 to Dashes breaks a line in one of that many ways, which are told apart in grey; 0 leaves it to the role
	Width     float64   // of a histogram's bars, in units of x (in decades on a log axis)
	Replicas  int       // over which mean and spread were taken; 0 where there are none
	Tolerance Tolerance // within which check takes the series for unchanged; the zero value is the role's own
}

// Reference is a thin line across the panel with a label outside the frame.
type Reference struct {
	At       float64
	Label    string
	Vertical bool // at x = At instead of y = At
}

// Entry is one entry of a legend. Without a role it stands for a network: a line and a marker in its colour.
type Entry struct {
	Text  string
	Role  Role
	Color string
	Faint bool
	Dash  int // of the line, as a series'
}

// Tiles are small images of one size side by side, each group under a heading.
type Tiles struct {
	Columns      int // images side by side in a group
	GroupColumns int // groups side by side; 0 is 1: they stand below each other
	Groups       []TileGroup
}

// TileGroup is a heading with images of one kind, drawn with square pixels.
type TileGroup struct {
	Heading string // unique in its panel
	Images  []image.Image
	// Private says that the images are cut from a data set, or nearly so, and must not be given away with
	// this project: an accepted reference has an empty frame and no numbers in their place.
	Private bool
}

// Heatmap is a matrix as coloured cells. Cell (i, j) reaches from X[j] to X[j+1] and from Y[i] to Y[i+1].
type Heatmap struct {
	Name      string      // in data.csv, like a series'
	X, Y      []float64   // edges of the cells, increasing, in units of the axes
	Values    [][]float64 // rows from the lowest y upwards; NaN leaves a cell empty
	Low, High float64     // the values at the ends of the colour scale
	Ramp      Ramp
	BarLabel  string    // beside the colour scale, which stands right of the frame; "" draws none
	Numbers   bool      // write each value into its cell, where all of them fit in a legible size
	Tolerance Tolerance // within which check takes it for unchanged; the zero value is that of theory
}

// Ramp is a colour scale, readable by any colour vision. In greyscale it tells sizes; the two signs of Diverging are
// alike there, so that a matrix of signed values has Numbers.
type Ramp string

// The colour scales.
const (
	Sequential Ramp = ""          // from white to dark blue
	Diverging  Ramp = "diverging" // from blue over white to red, for signed values
)

// Tolerance is how far the numbers of a series may be from accepted ones. A number passes where it is within
// Relative of the accepted one's size, or within Absolute of it. Statistical allows, besides, for what other
// random numbers would change: four standard errors of the difference of two means over Replicas.
type Tolerance struct {
	Relative    float64 `json:"relative,omitempty"`
	Absolute    float64 `json:"absolute,omitempty"`
	Statistical bool    `json:"statistical,omitempty"`
}

// Scheme is a drawing in its own coordinates: Width × Height units, y upwards, scaled to fit.
type Scheme struct {
	Width, Height float64
	Shapes        []Shape
}

// Shape is a line, a disc or a text of a scheme.
type Shape struct {
	Kind   ShapeKind
	X, Y   float64 // start of a line, centre of a disc or text
	X2, Y2 float64 // end of a line
	Radius float64 // of a disc
	Text   string
	Color  string  // palette name; "" is the colour of text
	Fill   string  // palette name of a disc's inside; "" is white
	Size   float64 // of text or of a line's width, relative to the style's; 0 is 1
	Arrow  bool    // the line ends in an arrowhead
}

// ShapeKind is what a shape is.
type ShapeKind int

// The kinds of shape.
const (
	Line ShapeKind = iota
	Disc
	Text
)
