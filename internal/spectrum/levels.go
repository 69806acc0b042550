package spectrum

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// LargestDim is the largest input dimension for which a file holds an eigenvalue
// for each input. Beyond it, and in the limit D → ∞, files hold levels.
const LargestDim = 100_000

// LargestVectorDim is the largest input dimension of which D×D eigenvectors are read: they take 800 MB.
const LargestVectorDim = 10_000

// maxLevels is how many levels are read: there are fewer in every model.
const maxLevels = 1_000_000

// Levels are a spectrum by its distinct eigenvalues, for an input dimension D of any size, also
// infinite. Entry i of the slices belongs to one level, a set of modes of the same eigenvalue.
// Which directions of input space they are, nobody needs to know: the data's coordinates are the eigenbasis.
type Levels struct {
	// Dim is D, a whole number, or +Inf.
	Dim float64

	// Rates are ρ/D, strictly decreasing and not negative. The bulk at D = ∞ has rate 0.
	Rates []float64

	// Multiplicities are the numbers of modes, whole numbers that sum to D; +Inf for the bulk at D = ∞.
	Multiplicities []float64

	// Shares are the levels' parts of tr Ω/D: multiplicity·ρ/D, which for the bulk at D = ∞ is a
	// limit that its rate and multiplicity don't tell.
	Shares []float64
}

// Levels returns the spectrum by its distinct eigenvalues. Eigenvalues count as equal where they are equal bits.
func (s Spectrum) Levels() Levels {
	dim := float64(s.Dim())
	levels := Levels{Dim: dim}
	for from := 0; from < s.Dim(); {
		to := from + 1
		for to < s.Dim() && s.Eigenvalues[to] == s.Eigenvalues[from] {
			to++
		}
		n, rate := float64(to-from), s.Eigenvalues[from]/dim
		levels.Rates = append(levels.Rates, rate)
		levels.Multiplicities = append(levels.Multiplicities, n)
		levels.Shares = append(levels.Shares, n*rate)
		from = to
	}
	return levels
}

// Spectrum returns one eigenvalue for each input. It returns an error where there are more than [LargestDim].
func (l Levels) Spectrum() (Spectrum, error) {
	if l.Dim > LargestDim {
		return Spectrum{}, fmt.Errorf("the spectrum has D = %v dimensions: it can be written out up to D = %d", l.Dim, LargestDim)
	}
	var s Spectrum
	for i, rate := range l.Rates {
		s.Eigenvalues = append(s.Eigenvalues, slices.Repeat([]float64{rate * l.Dim}, int(l.Multiplicities[i]))...)
	}
	return s, nil
}

// Variance returns tr Ω/D, the variance per input.
func (l Levels) Variance() float64 { return floats.Sum(l.Shares) }

// SingleModes returns how many of the leading principal components are single modes: the levels from the first
// on that have one mode each.
func (l Levels) SingleModes() int {
	for i, n := range l.Multiplicities {
		if n != 1 {
			return i
		}
	}
	return len(l.Multiplicities)
}

// PCAErrors returns the error per input that is left with the m leading principal
// components, for m = 0 … most, or to D where that is less: what [pca.Errors] is for a spectrum.
func (l Levels) PCAErrors(most int) []float64 {
	left := l.Remaining()
	var all []float64
	for i, n := range l.Multiplicities {
		for m := 0.0; m < n && len(all) <= most; m++ {
			all = append(all, left[i]-m*l.Rates[i])
		}
	}
	if len(all) <= most {
		all = append(all, 0)
	}
	return all
}

// Remaining returns the parts of tr Ω/D from each level on: what PCA leaves before its first component is taken.
func (l Levels) Remaining() []float64 {
	left := make([]float64, len(l.Shares))
	sum := 0.0
	for i := len(left) - 1; i >= 0; i-- { // the small ones first, so that none is rounded away
		sum += l.Shares[i]
		left[i] = sum
	}
	return left
}

// Check returns an error that names what is wrong, or nil.
func (l Levels) Check() error {
	n := len(l.Rates)
	if n == 0 || len(l.Multiplicities) != n || len(l.Shares) != n {
		return fmt.Errorf("%d rates, %d multiplicities and %d shares: as many of each are needed, at least one", n, len(l.Multiplicities), len(l.Shares))
	}
	for i := range n {
		if err := l.checkLevel(i); err != nil {
			return fmt.Errorf("level %d: %w", i+1, err)
		}
	}
	if sum := floats.Sum(l.Multiplicities); !(math.Abs(sum-l.Dim) <= 1e-12*l.Dim) && sum != l.Dim {
		return fmt.Errorf("the multiplicities sum to %v, but dim is %v", sum, l.Dim)
	}
	if l.Variance() == 0 {
		return errors.New("there is no share above 0: the covariance of inputs that vary is needed")
	}
	return nil
}

func (l Levels) checkLevel(i int) error {
	rate, n, share := l.Rates[i], l.Multiplicities[i], l.Shares[i]
	switch infinite := math.IsInf(n, 1); {
	case !(rate >= 0) || math.IsInf(rate, 1):
		return fmt.Errorf("rate %v: a finite number from 0 on is needed", rate)
	case !(share >= 0) || math.IsInf(share, 1):
		return fmt.Errorf("share %v: a finite number from 0 on is needed", share)
	case i > 0 && rate >= l.Rates[i-1]:
		return fmt.Errorf("rate %v after %v: rates must decrease", rate, l.Rates[i-1])
	case !(n >= 1) || n != math.Trunc(n):
		return fmt.Errorf("multiplicity %v: a whole number from 1 on is needed, or infinity", n)
	case infinite && rate != 0:
		return fmt.Errorf("rate %v of infinitely many modes: their rate ρ/D is 0, and their share what they add to tr Ω/D", rate)
	case !infinite && math.Abs(share-n*rate) > 1e-9*share:
		return fmt.Errorf("share %v is not multiplicity·rate = %v", share, n*rate)
	}
	return nil
}
