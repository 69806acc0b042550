package ode

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"

	"autoencoder-dynamics/theory"
)

// writeLearning writes learning.csv: a row for each leading component, with the time at which it was learnt, or
// nothing there where it wasn't, and its overlap with the decoder's span at the end. learnt begins with the modes
// that are recorded.
func (h *history) writeLearning(path string, learnt []theory.LearningTime) error {
	var text strings.Builder
	text.WriteString("m,eigenvalue,t,final_overlap\n")
	for i, m := range h.modes {
		time := ""
		if l := learnt[i]; l.Learnt {
			if math.IsNaN(l.Time) || math.IsInf(l.Time, 0) { // the other columns are in files whose packages look
				return fmt.Errorf("%s: component %d is learnt at t = %v: results are finite numbers", path, m.component, l.Time)
			}
			time = number(l.Time)
		}
		row := []string{strconv.Itoa(m.component), number(m.eigenvalue), time, number(h.overlaps[i][len(h.times)-1])}
		text.WriteString(strings.Join(row, ",") + "\n")
	}
	return os.WriteFile(path, []byte(text.String()), 0o666)
}

// number writes a number as package table does.
func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
