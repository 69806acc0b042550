package kernel

// Float is the type of the weights.
type Float interface{ float32 | float64 }

const (
	// Block divides the length of every row and vector.
	Block = 16

	// Lanes is the number of partial sums that a sum over the inputs is kept in.
	Lanes = 8

	// SingleLanes is the number of partial sums of float32 in Products of float32.
	SingleLanes = 16

	// Run is the number of columns over which these are taken; the last run may be shorter.
	Run = 1024
)

// Padded returns the smallest multiple of Block that is at least n.
func Padded(n int) int { return (n + Block - 1) / Block * Block }

// Rows are four rows of weights, of one length. A row may occur more than once only
// where nothing is added to it, or 0.
type Rows[T Float] [4][]T

// Kernels are the passes over the inputs for weights of one type. Rows and vectors of a
// call have one length, a multiple of [Block]. They may not overlap, but for a row of
// zeros that fills up a group of fewer than four rows.
//
// Each is described element by element; products and sums of elements are rounded to T one
// after the other, in the order written. Sums over the inputs are taken in float64 (see the
// package's comment); of float32 the products there are exact.
type Kernels[T Float] struct {
	Inputs

	// Dot sets sums[j] = Σ_i rows[j][i]·x[i].
	Dot func(rows *Rows[T], x []T, sums *[4]float64)

	// Encode sets rows[j] += rate[j]·previous and then sums[j] = Σ_i rows[j][i]·x[i].
	Encode func(rows *Rows[T], previous []T, rate *[4]T, x []T, sums *[4]float64)

	// Decode sets residual = (((x − g[0]·rows[0]) − g[1]·rows[1]) − g[2]·rows[2]) − g[3]·rows[3],
	// sums[j] = Σ_i rows[j][i]·residual[i], and then rows[j] += rate[j]·residual. Here
	// residual may be x itself.
	Decode func(rows *Rows[T], x []T, g, rate *[4]T, residual []T, sums *[4]float64)

	// Subtract sets residual = (((residual − g[0]·rows[0]) − …) − g[3]·rows[3].
	Subtract func(rows *Rows[T], g *[4]T, residual []T)

	// Learn sets sums[j] = Σ_i rows[j][i]·residual[i] and then rows[j] += rate[j]·residual.
	Learn func(rows *Rows[T], residual []T, rate *[4]T, sums *[4]float64)

	// Truncated goes through the rows in their order: residual −= g[j]·rows[j],
	// sums[j] = Σ_i rows[j][i]·residual[i], rows[j] += rate[j]·residual.
	Truncated func(rows *Rows[T], g, rate *[4]T, residual []T, sums *[4]float64)

	// Add sets rows[j] += rate[j]·x.
	Add func(rows *Rows[T], rate *[4]T, x []T)

	// Products sets sums[j][n] = Σ_i rows[j][i]·x[n][i]: the pass for many inputs. Of float64 the
	// sums have the bits that Dot has for each of the pairs. Of float32 products and sums are rounded
	// to float32, in [SingleLanes] partial sums over each [Run] of columns, and only the sums of runs
	// are added in float64: twice as fast, and off by some 10⁻⁷ of the length of row and input.
	Products func(rows *Rows[T], x *[4][]T, sums *[4][4]float64)

	// Combine adds to each row a combination of vectors, of which there are as many as factors:
	// rows[j] += Σ_m factors[m][j]·from[m], where the sum is taken from 0 on in the order of m.
	Combine func(rows *Rows[T], from [][]T, factors [][4]T)

	// Adam moves parameters by their moments (see AdamFactors):
	//
	//	first = firstKept·first + firstGain·gradient
	//	second = secondKept·second + secondGain·(gradient·gradient)
	//	parameters = parameters − (rate·first)/(√(correction·second) + epsilon)
	Adam func(parameters, gradient, first, second []T, factors *AdamFactors[T])
}

// Inputs are the passes over the inputs alone, which are float32 whatever the weights.
type Inputs struct {
	// Multiply sets to = to·factors, element by element.
	Multiply func(to, factors []float32)

	// Widen sets to = from.
	Widen func(to []float64, from []float32)

	// Erf sets value to erf(u/√2) and slope to its derivative √(2/π) exp(−u²/2), for every one of u, which value
	// may be itself. Their errors are below 10⁻¹⁵, of value also relative to itself, and those of slope 10⁻¹⁴ of
	// itself up to |u| = 10; beyond 37 it stays at 10⁻²⁹⁷. There are a multiple of Block of each.
	Erf func(u, value, slope []float64)

	// Prefetch asks the processor to bring x nearer, into its second-level cache, and doesn't wait. (The
	// first has no room for inputs to come beside weights in use.)
	Prefetch func(x []float32)
}

// AdamFactors are the scalars of a step of Adam (Kingma & Ba 2015, arXiv:1412.6980, section 2,
// in the order of its last paragraph: the correction of the first moment's bias is in the rate).
type AdamFactors[T Float] struct {
	FirstKept, FirstGain   T // β1 and 1 − β1
	SecondKept, SecondGain T // β2 and 1 − β2
	Rate                   T // the learning rate over 1 − β1^step
	Correction             T // 1/(1 − β2^step)
	Epsilon                T
}
