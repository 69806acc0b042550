package report

// Panel is one panel of a figure with the numbers that it draws, so that they can be read off.
type Panel struct {
	Name   string // "a"
	Title  string
	X, Y   Axis
	Frame  Frame
	Series []Series // none where there is nothing to read off, as in a scheme
}

// Axis is an axis of a panel.
type Axis struct {
	Label    string
	Log      bool
	Min, Max float64 // at the left (or lower) and the right (or upper) end of the frame
	Names    []Name  // of places on the axis, where they stand for its numbers
}

// Name is a named place on an axis.
type Name struct {
	At    float64 `json:"at"`
	Label string  `json:"label"`
}

// Frame is where a panel draws its data, in the units of the SVG's view box, from the upper left corner.
type Frame struct {
	Left, Top, Width, Height float64
}

// Series is a series of points. X and Y have the same length; Low and High, the ends of the bars, and Value, the
// values of a heat map's cells, are nil or have it too.
type Series struct {
	Name      string // what readers see, as in data-name of the SVG's group
	Style     string // "theory", "sgd": the role it plays, by which series are switched off and on together
	Color     string // "#0072b2"
	X, Y      []float64
	Low, High []float64 // NaN where a point has no bar
	Value     []float64
	Of        string // what Value is: "overlap"
}

// Network is one of several networks in a figure: the series of its colour in its panels belong to it.
type Network struct {
	Name   string `json:"name"`
	Color  string `json:"color"`
	Panels []int  `json:"panels,omitempty"` // places in Figure.Panels; none for all of them
}
