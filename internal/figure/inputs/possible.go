package inputs

import (
	"fmt"
	"math"
	"strings"

	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/table"
)

// rounding is how far beyond its range a computed number may lie, relative to the first of its column, or to 1 where
// that is larger: errors that are differences of larger numbers may end a little below 0.
const rounding = 1e-6

// span is what a quantity can be.
type span struct {
	low, high float64
	what      string
}

// spanOf returns what a column of curves or overlaps can hold. Signs of S, of biases and of products of different units
// are free, but the variances Q_kk and T_kk aren't.
func spanOf(column string) span {
	parts := strings.Split(column, "_")
	switch {
	case column == "t":
		return span{0, math.MaxFloat64, "a time"}
	case parts[0] == "pmse":
		return span{0, math.MaxFloat64, "a reconstruction error"}
	case (parts[0] == "Q" || parts[0] == "T") && len(parts) == 3 && parts[1] == parts[2]:
		return span{0, math.MaxFloat64, "a square"}
	case column == "c_norm":
		return span{0, math.MaxFloat64, "a length"}
	case parts[0] == "overlap" && len(parts) == 2:
		return span{0, 1, "a share"}
	case parts[0] == "overlap":
		return span{0, math.MaxFloat64, "a sum of shares"}
	case parts[0] == "cosine":
		return span{-1, 1, "a cosine"}
	}
	return span{-math.MaxFloat64, math.MaxFloat64, "a number"}
}

// refusal says why the span doesn't hold a number, "" where it does. size is that of the numbers beside it.
func (s span) refusal(x, size float64) string {
	slack := rounding * size
	if x >= s.low-slack && x <= s.high+slack {
		return ""
	}
	if s.high == math.MaxFloat64 {
		return fmt.Sprintf("%g isn't possible of %s, which is at least %g", x, s.what, s.low)
	}
	return fmt.Sprintf("%g isn't possible of %s, which is from %g to %g", x, s.what, s.low, s.high)
}

// checkPossible refuses numbers that no stage has written, and which would be drawn, or left out of a logarithmic axis,
// as if they meant something. Rows are counted from 1, below the header.
func checkPossible(file string, measured table.Table) error {
	for j, name := range measured.Names {
		column, allowed := measured.Columns[j], spanOf(name)
		if len(column) == 0 {
			continue
		}
		size := min(math.Abs(column[0]), 1) // of pmse, which begins with the variance per input
		for i, x := range column {
			if why := allowed.refusal(x, size); why != "" {
				return fmt.Errorf("%s, row %d, column %s: %s", file, i+1, name, why)
			}
		}
	}
	return nil
}

// checkRun refuses a description that no stage has written.
func checkRun(r run.Run) error {
	for _, number := range []struct {
		name  string
		value float64
		least float64
	}{
		{"hidden", float64(r.Hidden), 1}, {"dim", float64(r.Dim), 1}, {"replicas", float64(r.Replicas), 1},
		{"horizon", r.Horizon, 0}, {"weight_decay", r.WeightDecay, 0}, {"batch_size", float64(r.BatchSize), 0}, {"samples", float64(r.Samples), 0},
	} {
		if !(number.value >= number.least) {
			return fmt.Errorf("%s: %s is %g, and can't be below %g", run.FileName, number.name, number.value, number.least)
		}
	}
	if !(r.LearningRate > 0) {
		return fmt.Errorf("%s: learning_rate is %g: it must be above 0", run.FileName, r.LearningRate)
	}
	for m, value := range r.PCAErrors {
		if !(value >= -rounding*r.PCAErrors[0]) || m > 0 && value > r.PCAErrors[m-1]*(1+rounding) {
			return fmt.Errorf("%s: pca_errors[%d] is %g: errors of PCA fall from one component to the next, and not below 0", run.FileName, m, value)
		}
	}
	return nil
}
