package ensemble

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// Level is an eigenvalue of the covariance with its multiplicity.
type Level struct {
	Rate         float64 // r = ρ/D; 0 in the bulk at D = ∞
	Multiplicity float64 // number of modes, whole, at least 1; +Inf in the bulk at D = ∞
	Share        float64 // what these modes add to tr Ω/D; Rate·Multiplicity where both are finite
}

// Ensemble is a law of start weights: independent entries from N(0, Scale²) in W
// and V, or in W = V where tied, over inputs with these levels.
type Ensemble struct {
	Levels []Level
	Dim    float64 // D, the sum of the multiplicities, maybe +Inf
	Hidden int     // K
	Scale  float64 // standard deviation of the weights, at least 0
	Tied   bool

	// OutputBias adds columns for an output bias that starts at 0. EncoderBias, unless
	// nil, holds the K start values of b.
	OutputBias  bool
	EncoderBias []float64
}

// Draw draws start weights at a cost that doesn't grow with D. Of a level with
// more modes than there are rows of weights it draws the triangular factor of
// their Gram matrix (M. S. Bartlett's decomposition of a Wishart matrix, Proc. R.
// Soc. Edinb. 53 (1934) 260–283), which is exact in law; at D = ∞ that is a
// multiple of the identity. It returns an error where the levels aren't possible.
func (e Ensemble) Draw(source rand.Source) (*Columns, error) {
	if err := e.check(); err != nil {
		return nil, err
	}
	c := &Columns{Hidden: e.Hidden, Dim: e.Dim, Levels: e.Levels, Tied: e.Tied, EncoderBias: e.EncoderBias}
	var columns [][]float64
	for _, level := range e.Levels {
		drawn := e.draw(level, source)
		c.Widths = append(c.Widths, len(drawn))
		columns = append(columns, drawn...)
	}
	n := len(columns)
	c.Encoder, c.Decoder = make([]float64, e.Hidden*n), make([]float64, e.Hidden*n)
	for j, column := range columns {
		for k := range e.Hidden {
			c.Encoder[k*n+j] = column[k]
			c.Decoder[k*n+j] = column[len(column)-e.Hidden+k]
		}
	}
	if e.OutputBias {
		c.OutputBias = make([]float64, n)
	}
	return c, nil
}

// rows is the number of random rows of weights: W and V, or W alone where V = W.
func (e Ensemble) rows() int {
	if e.Tied {
		return e.Hidden
	}
	return 2 * e.Hidden
}

// draw returns the columns of a level, of rows() numbers each: the loadings √r·w,
// then v/√D; where tied, v/√D alone.
func (e Ensemble) draw(level Level, source rand.Source) [][]float64 {
	columns := e.factor(level.Multiplicity, source)
	encoder, decoder := math.Sqrt(level.Rate), 1/math.Sqrt(e.Dim)
	if math.IsInf(level.Multiplicity, 1) { // the factor is in units of √multiplicity = √D
		encoder, decoder = math.Sqrt(level.Share), 1
	}
	for _, column := range columns {
		for i := range column {
			if i < len(column)-e.Hidden {
				column[i] *= e.Scale * encoder
			} else {
				column[i] *= e.Scale * decoder
			}
		}
	}
	return columns
}

// factor returns columns that have the law of a matrix of standard normal numbers, one
// column per mode, up to a rotation of the modes: the matrix itself where there are few
// modes, or else the triangular factor of its Gram matrix.
func (e Ensemble) factor(multiplicity float64, source rand.Source) [][]float64 {
	rows, random := e.rows(), rand.New(source)
	columns := make([][]float64, int(min(multiplicity, float64(rows))))
	for j := range columns {
		columns[j] = make([]float64, rows)
	}
	for i := range rows {
		for j := range columns {
			switch {
			case multiplicity <= float64(rows) || j < i && !math.IsInf(multiplicity, 1):
				columns[j][i] = random.NormFloat64()
			case j == i && math.IsInf(multiplicity, 1):
				columns[j][i] = 1
			case j == i:
				columns[j][i] = math.Sqrt(distuv.ChiSquared{K: multiplicity - float64(i), Src: source}.Rand())
			}
		}
	}
	return columns
}
