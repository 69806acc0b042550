package figure

// Tables are numbers that a figure measured and that a reader would want in a table. The pipeline joins those of
// all figures, by gota, into reports/tables/learning-times.csv and so on.
type Tables struct {
	LearningTimes []LearningTime
	Plateaus      []Plateau
	Exponents     []Exponent
	Deviations    []Deviation
}

// LearningTime is when a principal component was learnt: when its overlap with the decoder's span passed one half.
type LearningTime struct {
	Network      string  `dataframe:"network"` // as networkName gives it: "erf, K = 4"
	Source       string  `dataframe:"source"`  // "theory" or "SGD"
	Component    int     `dataframe:"component"`
	Eigenvalue   float64 `dataframe:"eigenvalue"`    // ρ_m
	Time         float64 `dataframe:"time"`          // t = steps/D; NaN where it never was
	FinalOverlap float64 `dataframe:"final_overlap"` // at the end of the run
}

// Plateau is an error at which learning halts or ends, beside the PCA error that theory expects it at.
type Plateau struct {
	Network    string  `dataframe:"network"`
	Source     string  `dataframe:"source"`
	Components int     `dataframe:"components"` // m of E_m
	Expected   float64 `dataframe:"expected"`   // E_m
	Measured   float64 `dataframe:"measured"`   // pmse
	Time       float64 `dataframe:"time"`       // where it was measured
}

// Exponent is a measured power law, quantity ∝ variable^exponent.
type Exponent struct {
	Network  string  `dataframe:"network"`
	Quantity string  `dataframe:"quantity"` // "excess of pmse over E_4"
	Variable string  `dataframe:"variable"` // "t", "D", "eigenvalue"
	From     float64 `dataframe:"from"`     // range of the variable over which it was fitted
	To       float64 `dataframe:"to"`
	Expected float64 `dataframe:"expected"`
	Measured float64 `dataframe:"measured"`
	Error    float64 `dataframe:"error"` // standard error; NaN where the fit has none
}

// Deviation is how far a simulation's mean is from the theory.
type Deviation struct {
	Network       string  `dataframe:"network"`
	Inputs        string  `dataframe:"inputs"` // "spiked model, D = 1000", "real images"
	Replicas      int     `dataframe:"replicas"`
	Horizon       float64 `dataframe:"horizon"`        // the last time compared
	Largest       float64 `dataframe:"largest"`        // of |mean/theory − 1|
	At            float64 `dataframe:"at"`             // the time of it
	StandardError float64 `dataframe:"standard_error"` // of the mean there, relative
	Median        float64 `dataframe:"median"`
}
