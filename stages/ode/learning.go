package ode

import (
	"os"
	"strconv"
	"strings"

	"autoencoder-dynamics/theory"
)

// writeLearning writes learning.csv: a row for each leading component, with the
// time at which it was learnt, or nothing there where it wasn't.
func writeLearning(path string, eigenvalues []float64, learnt []theory.LearningTime) error {
	var text strings.Builder
	text.WriteString("m,eigenvalue,t\n")
	for i, l := range learnt {
		text.WriteString(strconv.Itoa(l.Component) + "," + number(eigenvalues[i]) + ",")
		if l.Learnt {
			text.WriteString(number(l.Time))
		}
		text.WriteByte('\n')
	}
	return os.WriteFile(path, []byte(text.String()), 0o666)
}

// number writes a number as package table does.
func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
